//go:build testbed

package stories

import (
	"encoding/json"
	"testing"
)

// A Platform that is not as expected is found out at preview, and by an update before it changes anything.
func TestPreflight(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		prepare func(s *story)
		want    []string
	}{
		"missing-configmap": {
			func(s *story) { s.kubectl("delete", "configmap/platform-backend-cfg") },
			[]string{`platform.configMap: Not found: "platform-backend-cfg"`},
		},
		"missing-tower-yml": {
			func(s *story) { s.kubectl("delete", "configmap/tower-yml") },
			[]string{`platform.towerYmlConfigMap: Not found: "tower-yml"`},
		},
		"missing-key": {
			func(s *story) { s.set("platform.towerYmlKey", "application.yml") },
			[]string{`platform.towerYmlKey: Not found: "application.yml"`, "it has: tower.yml"},
		},
		"missing-deployments": {
			func(s *story) { s.kubectl("delete", "deployment/backend", "deployment/cron") },
			[]string{
				"platform.backend.deployment: Required value: no Deployment runs the Platform's backend",
				"platform.cron.deployment: Required value: no Deployment runs the Platform's cron",
				`platform.cron.deployment: "frontend"`,
			},
		},
		"wrong-deployments": {
			func(s *story) {
				s.set("platform.backend.deployment", "api")
				s.set("platform.cron.deployment", "jobs")
			},
			[]string{
				`platform.backend.deployment: Not found: "api": must be a Deployment of the Platform; there are: backend, cron, frontend`,
				`platform.cron.deployment: Not found: "jobs"`,
			},
		},
		"wrong-container": {
			func(s *story) { s.set("platform.backend.container", "server") },
			[]string{`platform.backend.container: Not found: "server"`, "it has: backend"},
		},
		"wrong-configmap": {
			func(s *story) {
				s.kubectl("create", "configmap", "other", "--from-literal=TOWER_SERVER_URL=https://platform.example.com")
				s.set("platform.configMap", "other")
			},
			[]string{`platform.configMap: Invalid value: "other": must be read through envFrom by container "backend" of Deployment "backend"`},
		},
		"wrong-platform-url": {
			func(s *story) { s.set("platformUrl", "https://tower.example.com") },
			[]string{`platformUrl: Invalid value: "https://tower.example.com"`, `which is "https://platform.example.com"`},
		},
		"key-and-token-of-the-platforms-own": {
			func(s *story) {
				s.kubectl("patch", "deployment/backend", "--patch", `{"spec":{"template":{"spec":{
					"volumes":[{"name":"certificates","secret":{"secretName":"platform-key"}}],
					"containers":[{"name":"backend","volumeMounts":[{"name":"certificates","mountPath":"/data/certs"}],
						"env":[{"name":"TOWER_OIDC_PEM_PATH","value":"/data/certs/oidc.pem"},
							{"name":"TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN",
							"valueFrom":{"secretKeyRef":{"name":"platform-token","key":"token"}}}]}]}}}}`)
			},
			[]string{
				"oidc.existingKeySecret: Required value: the Platform has a signing key of its own, at /data/certs/oidc.pem",
				`oidc.existingKeySecret: "platform-key"`,
				`oidc.existingTokenSecret.name: "platform-token"`, `oidc.existingTokenSecret.key: "token"`,
			},
		},
		"key-in-no-secret": {
			func(s *story) {
				s.kubectl("apply", "--server-side", "--force-conflicts", "--field-manager=flux", "--filename", s.file(`{"apiVersion":"apps/v1","kind":"Deployment",
					"metadata":{"name":"backend"},"spec":{"selector":{"matchLabels":{"app":"backend"}},"template":{"metadata":{"labels":{"app":"backend"}},"spec":{
					"volumes":[{"name":"certificates","csi":{"driver":"secrets-store.csi.k8s.io","readOnly":true}}],
					"containers":[{"name":"backend","volumeMounts":[{"name":"certificates","mountPath":"/data/certs"}],
						"env":[{"name":"TOWER_OIDC_PEM_PATH","value":"/data/certs/oidc.pem"}]}]}}}}`))
			},
			[]string{"oidc.existingKeySecret: Required value: the Platform has a signing key of its own, at /data/certs/oidc.pem, which is in no Secret"},
		},
		"another-deployment-with-an-empty-volume": {
			func(s *story) {
				s.kubectl("create", "deployment", "shop", "--image=shop/backend:1")
				s.kubectl("patch", "deployment/shop", "--patch", `{"spec":{"template":{"spec":{"volumes":[{"name":"none","projected":{"defaultMode":420}}]}}}}`)
				s.set("platformUrl", "https://tower.example.com")
			},
			[]string{`platformUrl: Invalid value: "https://tower.example.com": must equal the Platform's own TOWER_SERVER_URL`},
		},
		"several-ingresses": {
			func(s *story) {
				s.kubectl("create", "ingress", "api", "--class=nginx", "--rule=platform.example.com/api=backend:8080")
				s.set("ingress.copyFrom", "")
			},
			[]string{"ingress.copyFrom: Required value: several Ingresses serve the Platform", `ingress.copyFrom: "api"`, `ingress.copyFrom: "front-ingress"`},
		},
		"a-configmap-of-the-records-name": {
			func(s *story) { s.kubectl("create", "configmap", "seqera-studios") },
			[]string{`has a ConfigMap "seqera-studios", under which Studios would note that it is there, and which is not of Studios`},
		},
		"two-platforms": {
			func(s *story) {
				for _, name := range []string{"backend", "cron"} {
					s.copyDeployment(name, "test-"+name)
					s.copyDeployment(name, "stage-"+name)
					s.kubectl("delete", "deployment/"+name)
				}
			},
			[]string{
				"platform.backend.deployment: Required value: several Deployments run the Platform's backend; give one of them:",
				`platform.backend.deployment: "stage-backend"`, `platform.backend.deployment: "test-backend"`,
				`platform.cron.deployment: "stage-cron"`, `platform.cron.deployment: "test-cron"`,
			},
		},
		"too-old": {
			func(s *story) {
				s.kubectl("set", "image", "deployment/backend", "backend=cr.seqera.io/private/backend:v24.2.1")
			},
			[]string{`platform.version: Invalid value: "24.2": is too old`, "Studios needs Seqera Platform 25.1 or later"},
		},
		"version-not-told": {
			func(s *story) {
				s.kubectl("set", "image", "deployment/backend", "backend=registry.example.com/backend:stable")
			},
			[]string{`platform.version: Required value: the backend's image "registry.example.com/backend:stable" does not tell`, `platform.version: "26.2"`},
		},
		"applied-by-somebody-else": {
			func(s *story) {
				s.kubectl("apply", "--server-side", "--force-conflicts", "--field-manager=flux", "--filename",
					s.file(`{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "platform-backend-cfg"},
						"data": {"TOWER_DATA_STUDIO_CONNECT_URL": "https://old.example.com", "TOWER_DATA_EXPLORER_ENABLED": "true"}}`))
			},
			[]string{
				`platform.configMap: Forbidden: "flux" applies ConfigMap "platform-backend-cfg" with other values than Studios needs`,
				`TOWER_DATA_STUDIO_CONNECT_URL: "https://connect.example.com"`,
			},
		},
		"missing-ingress": {
			func(s *story) { s.set("ingress.copyFrom", "no-ingress") },
			[]string{`ingress.copyFrom: Not found: "no-ingress"`, "front-ingress"},
		},
		"ambiguous-tower-yml": {
			func(s *story) {
				s.kubectl("patch", "configmap/tower-yml", "--type=merge", "-p", `{"data":{"tower.yml":"tower:\n  a: 1\ntower:\n  b: 2\n"}}`)
			},
			[]string{`platform.towerYmlConfigMap: Invalid value: "tower-yml/tower.yml": tower.yml`, `allowedWorkspacesIn: "platform"`},
		},
		"tower-yml-with-a-merge-key": {
			func(s *story) {
				s.kubectl("patch", "configmap/tower-yml", "--type=merge", "-p",
					`{"data":{"tower.yml":"base: &b\n  data-studio:\n    x: 1\ntower:\n  <<: *b\n"}}`)
			},
			[]string{"a merge key may hide tower.data-studio.allowed-workspaces", `allowedWorkspacesIn: "platform"`},
		},
		"tower-yml-applied-by-somebody-else": {
			func(s *story) {
				s.kubectl("apply", "--server-side", "--force-conflicts", "--field-manager=argocd-controller", "--filename",
					s.file(`{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "tower-yml"}, "data": {"tower.yml": "mail: {}\n"}}`))
			},
			[]string{
				`platform.towerYmlConfigMap: Forbidden: "argocd-controller" applies tower-yml/tower.yml`,
				"allowed-workspaces: null", `allowedWorkspacesIn: "platform"`,
			},
		},
		"one-configmap-for-both": {
			func(s *story) {
				s.set("platform.configMap", "platform-backend-cfg")
				s.set("platform.towerYmlConfigMap", "platform-backend-cfg")
			},
			[]string{"platform.towerYmlConfigMap: Invalid value: \"platform-backend-cfg\": must be another than platform.configMap"},
		},
		"variable-in-env": {
			func(s *story) {
				s.kubectl("set", "env", "deployment/backend", "TOWER_DATA_STUDIO_CONNECT_URL=https://other.example.com",
					"TOWER_DATA_EXPLORER_ENABLED=true", "TOWER_DATA_STUDIO_ALLOWED_WORKSPACES=1")
			},
			[]string{
				`platform.backend: Forbidden: container "backend" of Deployment "backend" has TOWER_DATA_STUDIO_CONNECT_URL from its own env`,
				`allowedWorkspaces: Forbidden: container "backend" of Deployment "backend" has TOWER_DATA_STUDIO_ALLOWED_WORKSPACES from its own env`,
				`allowedWorkspacesIn: "platform"`,
			},
		},
		"variable-in-a-later-configmap": {
			func(s *story) {
				s.kubectl("create", "configmap", "later", "--from-literal=DATA_STUDIO_CONNECT_URL=https://other.example.com")
				s.kubectl("patch", "deployment/cron", "--type=json", "--patch", `[{"op":"add",
					"path":"/spec/template/spec/containers/0/envFrom/-","value":{"prefix":"TOWER_","configMapRef":{"name":"later"}}}]`)
			},
			[]string{`platform.cron: Forbidden: container "cron" of Deployment "cron" has TOWER_DATA_STUDIO_CONNECT_URL from ConfigMap "later"`},
		},
		"variable-in-a-secret": {
			func(s *story) {
				s.kubectl("create", "secret", "generic", "later", "--from-literal=TOWER_DATA_STUDIO_CONNECT_URL=https://other.example.com")
				s.kubectl("patch", "deployment/cron", "--type=json", "--patch", `[{"op":"add",
					"path":"/spec/template/spec/containers/0/envFrom/-","value":{"secretRef":{"name":"later"}}}]`)
			},
			[]string{`platform.cron: Forbidden: container "cron" of Deployment "cron" has TOWER_DATA_STUDIO_CONNECT_URL from Secret "later"`},
		},
		"paused-deployment": {
			func(s *story) { s.kubectl("rollout", "pause", "deployment/cron") },
			[]string{`platform.cron.deployment: Invalid value: "cron": is paused`, "kubectl rollout resume deployment/cron"},
		},
		"immutable-configmap": {
			func(s *story) {
				s.kubectl("patch", "configmap/platform-backend-cfg", "--type=merge", "--patch", `{"immutable":true}`)
			},
			[]string{`platform.configMap: Invalid value: "platform-backend-cfg": is immutable`},
		},
		"tower-yml-not-mounted": {
			func(s *story) {
				s.kubectl("create", "configmap", "unused", "--from-literal=tower.yml=mail: {}")
				s.set("platform.towerYmlConfigMap", "unused")
			},
			[]string{`platform.towerYmlConfigMap: Invalid value: "unused": must be mounted by Deployment "backend"`},
		},
		"pods-in-a-service-of-the-platform": {
			func(s *story) { s.set("proxy.podLabels.app", "backend") },
			[]string{`proxy.podLabels: Forbidden: Service "backend" selects pods with these labels`},
		},
		"missing-namespace": {
			func(s *story) { s.set("namespace", "nowhere") },
			[]string{`namespace: Not found: "nowhere"`},
		},
		"collisions": {
			func(s *story) {
				s.kubectl("create", "secret", "generic", "platform-oidc-certs")
				s.kubectl("create", "service", "clusterip", "connect-proxy", "--tcp=80")
			},
			[]string{
				`oidc.secretName: Duplicate value: "platform-oidc-certs": a Secret of that name exists already`,
				`proxy.name: Duplicate value: "connect-proxy": a Service of that name exists already`,
			},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := begin(t)
			c.prepare(s)
			before := s.everything()
			s.contains(s.fails("preview"), c.want...)
			s.contains(s.fails("up", "--yes", "--skip-preview"), c.want...)
			if after := s.everything(); after != before {
				t.Errorf("something was changed:\n%s\nbefore:\n%s", after, before)
			}
		})
	}
}

// everything is what the API server holds of what the program could have written, but for the record that brings the facts.
func (s *story) everything() string {
	s.Helper()
	var list struct {
		Items []struct {
			Kind     string
			Metadata struct{ Name, UID string }
			Data     map[string]string
			Spec     any
		}
	}
	s.must(json.Unmarshal([]byte(s.kubectl("get", "deployments,services,ingresses,configmaps,secrets,statefulsets",
		"--field-selector", "metadata.name!=seqera-studios", "-o", "json")), &list))
	text, err := json.MarshalIndent(list.Items, "", " ")
	s.must(err)
	return string(text)
}

// Bad arguments are all found at once, without a look at the cluster.
func TestBadSettingsAreAllReported(t *testing.T) {
	s := begin(t)
	s.set("connectUrl", "http://connect.example.com/studios")
	s.set("redis.address", "rediss://redis.example.com")
	s.set("allowedWorkspaces", "12345,12345")
	s.set("oidc.registrationToken", "short-secret", "--secret")
	s.set("oidc.pem", "no key at all", "--secret")
	s.set("templates.MY_TOOL.repository", "registry.example.com/studio:1")
	s.set("templates.MY_TOOL.tool", "emacs")
	s.set("proxy.image", "proxy")
	s.set("proxy.resources.requests.cpu", "plenty")
	output := s.fails("preview")
	s.contains(output,
		`connectUrl: Invalid value: "http://connect.example.com/studios": must be an https URL`,
		`redis.address: Invalid value: "rediss://redis.example.com": must have no scheme`,
		`allowedWorkspaces[1]: Duplicate value: 12345`,
		`oidc.registrationToken: Invalid value: "[secret]"`,
		`oidc.pem: Invalid value: "[secret]"`,
		`templates[MY_TOOL]: Invalid value: "MY_TOOL"`,
		`templates[MY_TOOL].tool: Unsupported value: "emacs"`,
		`proxy.image: Invalid value: "proxy": must be an image with a tag or digest`,
		`proxy.resources.requests[cpu]: Invalid value: "plenty"`,
		"9 arguments need attention; nothing was changed",
	)
	s.lacks(output, "short-secret", "no key at all")
}

// copyDeployment makes the same Deployment under another name.
func (s *story) copyDeployment(name, as string) {
	s.Helper()
	var object map[string]any
	s.must(json.Unmarshal([]byte(s.kubectl("get", "deployment/"+name, "-o", "json")), &object))
	object["metadata"] = map[string]any{"name": as}
	delete(object, "status")
	text, err := json.Marshal(object)
	s.must(err)
	s.kubectl("create", "--filename", s.file(string(text)))
}
