{{- define "pods" -}}
app.kubernetes.io/name: seqera-studios
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- define "common" -}}
app.kubernetes.io/instance: studios
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
{{- define "redis" -}}
- {name: CONNECT_REDIS_ADDRESS, value: "redis.example.com:6379"}
- {name: CONNECT_REDIS_PREFIX, value: "connect:session"}
- {name: CONNECT_REDIS_TLS_ENABLE, value: "false"}
- {name: CONNECT_REDIS_DB, value: "1"}
{{- end }}
{{- define "container" -}}
name: {{ . }}
image: cr.seqera.io/enterprise/studios/{{ . }}:0.11.0
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  readOnlyRootFilesystem: false
  capabilities: {add: [NET_BIND_SERVICE], drop: [ALL]}
readinessProbe: {tcpSocket: {port: {{ . }}}}
livenessProbe: {tcpSocket: {port: {{ . }}}}
{{- end }}
{{- define "pod" -}}
imagePullSecrets: [{name: cr.seqera.io}]
nodeSelector: {kubernetes.io/arch: amd64}
securityContext: {fsGroup: 65532}
{{- end }}
