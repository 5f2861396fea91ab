{{- /* Each of these gives one object as JSON: what a decision needs, in the words of internal/platform/facts.go. */ -}}

{{- define "ours" -}}
  {{- $ours := dict -}}
  {{- range $key, $value := . -}}
    {{- if or (hasPrefix "seqera-studios/" $key) (hasPrefix "pulumi.com/patch" $key) -}}{{- $_ := set $ours $key $value -}}{{- end -}}
  {{- end -}}
  {{- toJson $ours -}}
{{- end -}}

{{- define "managers" -}}
  {{- $all := list -}}
  {{- range .metadata.managedFields -}}
    {{- $data := list -}}
    {{- range $key, $ignored := dig "fieldsV1" "f:data" dict . -}}
      {{- if hasPrefix "f:" $key -}}{{- $data = append $data (trimPrefix "f:" $key) -}}{{- end -}}
    {{- end -}}
    {{- $all = append $all (dict "name" .manager "operation" .operation "data" $data) -}}
  {{- end -}}
  {{- toJson $all -}}
{{- end -}}

{{- /* Of a Redis URL only a hash of address and database is told, and nothing of one in which a password might be taken for either. */ -}}
{{- define "redis" -}}
  {{- $form := `^rediss?://([^@/?#]*@)?([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?(/[0-9]*)?$` -}}
  {{- if regexMatch $form . -}}
    {{- $host := regexReplaceAll $form . "${2}" | lower -}}
    {{- $port := regexReplaceAll $form . "${3}" | default ":6379" -}}
    {{- $database := regexReplaceAll $form . "${4}" | trimPrefix "/" | default "0" -}}
    {{- printf "%s%s/%s" $host $port $database | sha256sum -}}
  {{- end -}}
{{- end -}}

{{- /* Values of the Platform that are asked for; of a token no more than its hash. */ -}}
{{- define "configMap" -}}
  {{- $values := dict -}}
  {{- range $key, $value := .object.data -}}
    {{- if has $key $.tokens -}}{{- $_ := set $values $key (sha256sum $value) -}}
    {{- else if eq $key $.redis -}}{{- $_ := set $values $key (include "redis" $value) -}}
    {{- else if or (has $key $.told) (hasPrefix $.family $key) -}}{{- $_ := set $values $key $value -}}{{- end -}}
  {{- end -}}
  {{- dict
    "name" .object.metadata.name
    "version" .object.metadata.resourceVersion
    "immutable" (default false .object.immutable)
    "annotations" (include "ours" .object.metadata.annotations | fromJson)
    "managers" (include "managers" .object | fromJsonArray)
    "keys" (keys (default dict .object.data) | sortAlpha)
    "values" $values
  | toJson -}}
{{- end -}}

{{- /* Our own Secrets are told apart from what they should hold by hashes; of others nothing but the names of their keys. */ -}}
{{- define "secret" -}}
  {{- $hashes := dict -}}
  {{- $owner := dig "metadata" "annotations" "seqera-studios/owner" "" .object -}}
  {{- if has $owner .owners -}}
    {{- range $key, $value := .object.data -}}{{- $_ := set $hashes $key (b64dec $value | sha256sum) -}}{{- end -}}
  {{- end -}}
  {{- /* Of a file with a key in it, the certificates alone. */ -}}
  {{- $certificates := list -}}
  {{- if has .object.metadata.name .certificates -}}
    {{- $certificates = regexFindAll "-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----" (dig "data" "tls.crt" "" .object | b64dec) -1 -}}
  {{- end -}}
  {{- dict
    "name" .object.metadata.name
    "version" .object.metadata.resourceVersion
    "annotations" (include "ours" .object.metadata.annotations | fromJson)
    "keys" (keys (default dict .object.data) | sortAlpha)
    "hashes" $hashes
    "certificate" (join "\n" $certificates)
  | toJson -}}
{{- end -}}

{{- define "container" -}}
  {{- $env := list -}}
  {{- range .object.env -}}
    {{- $value := "" -}}
    {{- if or (has .name $.told) (hasPrefix $.family .name) -}}{{- $value = toString (default "" .value) -}}
    {{- else if eq .name $.redis -}}{{- $value = include "redis" (toString (default "" .value)) -}}{{- end -}}
    {{- $env = append $env (dict
      "name" .name
      "value" $value
      "isReference" (hasKey . "valueFrom")
      "secret" (dig "valueFrom" "secretKeyRef" "name" "" .)
      "key" (dig "valueFrom" "secretKeyRef" "key" "" .)) -}}
  {{- end -}}
  {{- $envFrom := list -}}
  {{- range .object.envFrom -}}
    {{- $envFrom = append $envFrom (dict
      "prefix" (default "" .prefix)
      "configMap" (dig "configMapRef" "name" "" .)
      "secret" (dig "secretRef" "name" "" .)) -}}
  {{- end -}}
  {{- $mounts := list -}}
  {{- range .object.volumeMounts -}}
    {{- $mounts = append $mounts (dict "volume" .name "path" .mountPath "subPath" (default "" .subPath)) -}}
  {{- end -}}
  {{- dict "name" .object.name "image" (default "" .object.image) "env" $env "envFrom" $envFrom "mounts" $mounts | toJson -}}
{{- end -}}

{{- /* The parts of a projected volume are told as volumes of one name. */ -}}
{{- define "volumes" -}}
  {{- $all := list -}}
  {{- range .volumes -}}
    {{- $volume := .name -}}
    {{- range prepend (default list (dig "projected" "sources" list .)) . -}}
      {{- $configMap := dig "configMap" "name" "" . -}}
      {{- $secret := dig "secret" "secretName" (dig "secret" "name" "" .) . -}}
      {{- if or $configMap $secret -}}
        {{- $items := dig "configMap" "items" (dig "secret" "items" list .) . -}}
        {{- $all = append $all (dict "name" $volume "configMap" $configMap "secret" $secret "items" $items) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
  {{- toJson $all -}}
{{- end -}}

{{- /* Who holds volumes of Studios' in the pods. */ -}}
{{- define "holders" -}}
  {{- $all := list -}}
  {{- range .metadata.managedFields -}}
    {{- $manager := .manager -}}
    {{- range $key, $ignored := dig "fieldsV1" "f:spec" "f:template" "f:spec" "f:volumes" dict . -}}
      {{- if hasPrefix "k:{\"name\":\"seqera-studios-" $key -}}{{- $all = append $all $manager -}}{{- end -}}
    {{- end -}}
  {{- end -}}
  {{- toJson (uniq $all) -}}
{{- end -}}

{{- define "deployment" -}}
  {{- $pod := .object.spec.template -}}
  {{- $containers := list -}}
  {{- range $pod.spec.containers -}}
    {{- $containers = append $containers (include "container" (merge (dict "object" .) (omit $ "object")) | fromJson) -}}
  {{- end -}}
  {{- $pullSecrets := list -}}
  {{- range $pod.spec.imagePullSecrets -}}{{- $pullSecrets = append $pullSecrets .name -}}{{- end -}}
  {{- dict
    "name" .object.metadata.name
    "version" (printf "%v-%s" .object.metadata.generation (trunc 8 .object.metadata.uid))
    "annotations" (include "ours" .object.metadata.annotations | fromJson)
    "release" (dig "metadata" "annotations" "meta.helm.sh/release-name" "" .object)
    "paused" (default false .object.spec.paused)
    "pullSecrets" $pullSecrets
    "podAnnotations" (include "ours" (dig "metadata" "annotations" dict $pod) | fromJson)
    "containers" $containers
    "volumes" (include "volumes" $pod.spec | fromJsonArray)
    "holders" (include "holders" .object | fromJsonArray)
  | toJson -}}
{{- end -}}

{{- define "ingress" -}}
  {{- $hosts := list -}}
  {{- $services := list -}}
  {{- range .spec.rules -}}
    {{- $hosts = append $hosts (default "" .host) -}}
    {{- range dig "http" "paths" list . -}}{{- $services = append $services (dig "backend" "service" "name" "" .) -}}{{- end -}}
  {{- end -}}
  {{- dict
    "name" .metadata.name
    "annotations" (omit (default dict .metadata.annotations) "kubectl.kubernetes.io/last-applied-configuration")
    "class" (default "" .spec.ingressClassName)
    "hosts" $hosts
    "services" $services
  | toJson -}}
{{- end -}}
