{{- /* What the pods of backend and cron have in common, a list each. */}}

{{- define "checksums" -}}
checksum/secret: {{ include (print .Template.BasePath "/secret.yaml") . | sha256sum }}
checksum/configmap: {{ include (print .Template.BasePath "/configmap.yaml") . | sha256sum }}
{{- end }}

{{- define "fromSecret" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ include "fullname" .root }}-backend
      key: {{ .key | default .name }}
{{- end }}

{{- define "secrets" -}}
{{- range list "TOWER_DB_PASSWORD" "TOWER_LICENSE" "TOWER_JWT_SECRET" "TOWER_CRYPTO_SECRETKEY" "TOWER_SMTP_PASSWORD" }}
{{ include "fromSecret" (dict "root" $ "name" .) }}
{{- end }}
{{- end }}

{{- define "caches" -}}
- name: NXF_HOME
  value: /var/cache/tower/
- name: NXF_PLUGINS_DIR
  value: /var/cache/tower/plugins/
{{- end }}

{{- define "environment" -}}
- configMapRef:
    name: {{ include "fullname" .root }}-{{ .component }}
- configMapRef:
    name: {{ include "fullname" .root }}-shared-backend-cron
{{- end }}

{{- define "waits" -}}
- name: wait-for-platform-db
  image: mysql:8.4
  command: [sh, -c, 'until mysql --host "$DB_HOST" --user "$DB_USERNAME" --password="$DB_PASSWORD" --execute "SELECT 1"; do sleep 5; done']
  env:
    - name: DB_HOST
      value: db.example.com
    - name: DB_USERNAME
      value: tower
{{ include "fromSecret" (dict "root" . "name" "DB_PASSWORD" "key" "TOWER_DB_PASSWORD") | indent 4 }}
- name: wait-for-redis
  image: redis:7-alpine
  command: [sh, -c, 'until redis-cli -u "$REDIS_URI" ping; do sleep 5; done']
  env:
    - name: REDIS_URI
      value: redis://redis.example.com:6379
{{- end }}

{{- define "mounts" -}}
- name: config-volume
  mountPath: /tower.yml
  subPath: tower.yml
- name: plugin-volume
  mountPath: /var/cache/tower/
- name: plugin-volume
  mountPath: /.nextflow/
- name: plugin-volume
  mountPath: /?/.nextflow/
- name: connect-cert-volume
  mountPath: /data/certs
{{- end }}

{{- define "volumes" -}}
- name: config-volume
  configMap:
    name: {{ include "fullname" . }}-tower-yml
- name: plugin-volume
  emptyDir:
    sizeLimit: 1Gi
- name: connect-cert-volume
  secret:
    secretName: {{ include "fullname" . }}-backend
{{- end }}

{{- define "probes" -}}
livenessProbe:
  httpGet:
    path: /health
    port: {{ . }}
  failureThreshold: 10
readinessProbe:
  httpGet:
    path: /health
    port: {{ . }}
{{- end }}

{{- define "restricted" -}}
runAsUser: 101
runAsNonRoot: true
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
