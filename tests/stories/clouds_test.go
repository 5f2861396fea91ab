//go:build testbed

package stories

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The example stack of OpenShift comes, stays and goes. Those of other clouds need definitions that other stories are without; see
// long_clouds_test.go.
func TestExampleOpenShift(t *testing.T) {
	s := beginCloud(t, "openshift", "https://platform.apps.example.com")
	s.comesAndGoes(map[string]string{
		"ingress/connect-ingress .spec.rules[0].host":                                                    "connect.apps.example.com",
		"ingress/connect-ingress .spec.ingressClassName":                                                 "openshift-default",
		"ingress/connect-ingress .metadata.annotations.haproxy\\.router\\.openshift\\.io/timeout-tunnel": "1h",
		"deployment/connect-proxy .spec.template.spec.containers[0].securityContext.runAsUser":           "",
		"statefulset/connect-server .spec.template.spec.securityContext":                                 "{}",
		"networkpolicy/connect-proxy .spec.egress[0].ports[*].port":                                      "53 53 5353 5353",
		"configmap/platform-backend-cfg .data.TOWER_DATA_STUDIO_ENABLE_PATH_ROUTING":                     "true",
	})
}

// beginCloud is beginStack for a stack in examples, whose Platform has the given URL.
func beginCloud(t *testing.T, stack, platformURL string) *story {
	s := newStory(t, tools, stack)
	s.project()
	name := "Pulumi." + stack + ".yaml"
	text, err := os.ReadFile(filepath.Join("../../examples/stacks", name))
	s.must(err)
	s.must(os.WriteFile(filepath.Join(s.dir, "stacks", name), text, 0o644))
	s.pulumi("stack", "init", stack)
	s.set("namespace", s.namespace)
	s.pulumi("config", "rm", "kubernetes:context")
	s.kubectl("patch", "configmap/platform-backend-cfg", "--type=merge", "-p", `{"data":{"TOWER_SERVER_URL":"`+platformURL+`"}}`)
	s.kubectl("create", "secret", "generic", "studios-redis", "--from-literal=password=canary-redis")
	return s
}

// comesAndGoes holds where an installation makes what is wanted, needs no change afterwards, and leaves nothing.
func (s *story) comesAndGoes(want map[string]string) {
	s.Helper()
	s.up()
	for of, value := range want {
		object, path, _ := strings.Cut(of, " ")
		s.equal(of, s.get(object, path), value)
	}
	s.nochangeEver()
	s.lacks(s.pulumi("stack", "export"), "canary-redis")
	s.pulumi("destroy", "--yes", "--skip-preview")
	s.equal("what is left", s.kubectl("get", "deployments,statefulsets,services,secrets,ingresses,configmaps,poddisruptionbudgets,networkpolicies",
		"-l", "app.kubernetes.io/name=seqera-studios", "-o", "name"), "")
}
