//go:build testbed

package stories

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// The rules of an ALB's group are evaluated by order and then by name: with the Platform's own, the wildcard would come
// before its host and take its traffic.
func TestCopiedGroupComesLast(t *testing.T) {
	s := begin(t)
	const order = `.metadata.annotations.alb\.ingress\.kubernetes\.io/group\.order`
	s.kubectl("annotate", "ingress/front-ingress", "alb.ingress.kubernetes.io/group.name=seqera")
	s.up()
	s.equal("the order in the group", s.get("ingress/connect-ingress", order), "1000")
	s.nochange()

	s.set(`ingress.annotations["alb.ingress.kubernetes.io/group.order"]`, "500")
	s.up()
	s.equal("the order that is given", s.get("ingress/connect-ingress", order), "500")
}

// A setting that no argument is called by is refused at every level: here it would leave Studios open to all.
func TestMisspeltSettings(t *testing.T) {
	s := begin(t)
	s.set("allowedWorkspace", "12345")
	s.set("redis.pasword", "canary", "--secret")
	output := s.fails("preview")
	s.contains(output,
		"allowedWorkspace: Not found: did you mean allowedWorkspaces?",
		"redis.pasword: Not found: did you mean password?")
	s.lacks(output, "canary")
}

// What Pulumi takes as the name of a component becomes no label and no Helm release as it is.
func TestComponentNames(t *testing.T) {
	for name, instance := range map[string]string{
		"myStudios": "myStudios",
		"Studios of the genomics department, for everybody who works there": "Studios-of-the-genomics-department--for-everybody-who-works-the",
	} {
		t.Run(instance[:7], func(t *testing.T) {
			s := newStory(t, plugged, "test")
			s.must(os.WriteFile(filepath.Join(s.dir, "Pulumi.yaml"), []byte(fmt.Sprintf(`name: names
runtime: yaml
resources:
  studios:
    type: seqera-studios:Studios
    name: %q
    properties:
      namespace: %s
      platformUrl: https://platform.example.com
      connectUrl: https://connect.example.com
      redis: {address: redis.example.com}
`, name, s.namespace)), 0o644))
			s.pulumi("stack", "init", s.stack)
			s.up()
			s.pulumi("preview", "--expect-no-changes", "--refresh")
			s.equal("the instance", s.get("deployment/connect-proxy", `.metadata.labels.app\.kubernetes\.io/instance`), instance)
			s.pulumi("destroy", "--yes", "--skip-preview")
		})
	}
}

// With the default provider, as programs in most languages have it, a Secret is not changed in place. Another password is no
// reason to take proxy and server away.
func TestPasswordChangesWithoutAnOutage(t *testing.T) {
	s := newStory(t, plugged, "test")
	program := func(password string) {
		s.must(os.WriteFile(filepath.Join(s.dir, "Pulumi.yaml"), []byte(fmt.Sprintf(`name: password
runtime: yaml
resources:
  studios:
    type: seqera-studios:Studios
    properties:
      namespace: %s
      platformUrl: https://platform.example.com
      connectUrl: https://connect.example.com
      redis: {address: redis.example.com, password: %s}
`, s.namespace, password)), 0o644))
	}
	program("one-password")
	s.pulumi("stack", "init", s.stack)
	s.up()
	identities := func() string {
		return s.kubectl("get", "deployment/connect-proxy", "statefulset/connect-server", "ingress/connect-ingress",
			"service/connect-proxy", "-o", "jsonpath={.items[*].metadata.uid}")
	}
	before, pods := identities(), s.pods()
	program("another-password")
	s.up()
	s.equal("the identities of what serves", identities(), before)
	s.equal("another password restarts", s.restarted(pods), "proxy server")
	s.pulumi("preview", "--expect-no-changes", "--refresh")
}

// The document that was edited first stays when another is named: it is the Platform's.
func TestAnotherKeyOfTowerYml(t *testing.T) {
	s := begin(t)
	s.kubectl("patch", "configmap/tower-yml", "--type=merge", "-p", `{"data":{"other.yml":"mail: {}\n"}}`)
	s.set("allowedWorkspaces", "12345")
	s.up()
	document := s.get("configmap/tower-yml", `.data.tower\.yml`)
	s.set("platform.towerYmlKey", "other.yml")
	s.up()
	s.equal("the first document", s.get("configmap/tower-yml", `.data.tower\.yml`), document)
	s.contains(s.get("configmap/tower-yml", `.data.other\.yml`), "allowed-workspaces: [12345]")
	s.nochange()

	s.set("platform.towerYmlKey", "tower.yml")
	s.set("allowedWorkspaces", "67890")
	s.up()
	s.contains(s.get("configmap/tower-yml", `.data.tower\.yml`), "allowed-workspaces: [67890]")
	s.contains(s.get("configmap/tower-yml", `.data.other\.yml`), "allowed-workspaces: [12345]")
	s.nochange()
}
