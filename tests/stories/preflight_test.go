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
			[]string{`platform.backend.deployment: Not found: "backend"`, `platform.cron.deployment: Not found: "cron"`},
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
			[]string{`container "backend" of Deployment "backend": must read ConfigMap "other" through envFrom`},
		},
		"wrong-platform-url": {
			func(s *story) { s.set("platformUrl", "https://tower.example.com") },
			[]string{`platformUrl: Invalid value: "https://tower.example.com"`, `which is "https://platform.example.com"`},
		},
		"mount-in-use": {
			func(s *story) {
				s.kubectl("patch", "deployment/backend", "--patch", `{"spec":{"template":{"spec":{
					"volumes":[{"name":"certificates","emptyDir":{}}],
					"containers":[{"name":"backend","volumeMounts":[{"name":"certificates","mountPath":"/data/certs"}]}]}}}}`)
			},
			[]string{`volume "certificates" is already mounted at /data/certs`},
		},
		"missing-ingress": {
			func(s *story) { s.set("ingress.copyFrom", "no-ingress") },
			[]string{`ingress.copyFrom: Not found: "no-ingress"`, "front-ingress"},
		},
		"ambiguous-tower-yml": {
			func(s *story) {
				s.kubectl("patch", "configmap/tower-yml", "--type=merge", "-p", `{"data":{"tower.yml":"tower:\n  a: 1\ntower:\n  b: 2\n"}}`)
			},
			[]string{"tower.yml", "line"},
		},
		"variable-in-env": {
			func(s *story) {
				s.kubectl("set", "env", "deployment/backend", "TOWER_DATA_STUDIO_CONNECT_URL=https://other.example.com",
					"TOWER_DATA_EXPLORER_ENABLED=true", "TOWER_DATA_STUDIO_ALLOWED_WORKSPACES=1")
			},
			[]string{
				`platform.backend: Invalid value: container "backend" of Deployment "backend" sets TOWER_DATA_STUDIO_CONNECT_URL itself`,
				`allowedWorkspaces: Invalid value: container "backend" of Deployment "backend" sets TOWER_DATA_STUDIO_ALLOWED_WORKSPACES`,
			},
		},
		"variable-in-a-later-configmap": {
			func(s *story) {
				s.kubectl("create", "configmap", "later", "--from-literal=OIDC_PEM_PATH=/elsewhere")
				s.kubectl("patch", "deployment/cron", "--type=json", "--patch", `[{"op":"add",
					"path":"/spec/template/spec/containers/0/envFrom/-","value":{"prefix":"TOWER_","configMapRef":{"name":"later"}}}]`)
			},
			[]string{`platform.cron: Invalid value: container "cron" of Deployment "cron" reads TOWER_OIDC_PEM_PATH from ConfigMap "later" as well`},
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
			[]string{`proxy.podLabels: Invalid value: Service "backend" selects pods with these labels`},
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
				`oidc.secretName: Duplicate value: "platform-oidc-certs": a Secret of that name exists`,
				`proxy.name: Duplicate value: "connect-proxy": a Service of that name exists`,
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

// everything is what the API server holds of what the program could have written.
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
	s.must(json.Unmarshal([]byte(s.kubectl("get", "deployments,services,ingresses,configmaps,secrets,statefulsets", "-o", "json")), &list))
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
