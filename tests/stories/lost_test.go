//go:build testbed

package stories

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/version"
)

// loseState makes a stack of the same name with the same settings, and without anything of what Pulumi knew.
func (s *story) loseState() {
	s.Helper()
	settings := filepath.Join(s.dir, "stacks", "Pulumi."+s.stack+".yaml")
	text, err := os.ReadFile(settings)
	s.must(err)
	s.must(os.RemoveAll(filepath.Join(s.state, ".pulumi")))
	s.pulumi("stack", "init", s.stack)
	s.must(os.WriteFile(settings, text, 0o600))
}

// The state is lost while Studios runs. A plain update takes everything back, with a new token and key; with those that are live,
// by the commands of docs/lost-things.md, nothing restarts. Nothing is left behind at the end.
func TestLostState(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"new-credentials", "same-credentials"} {
		t.Run(name, func(t *testing.T) {
			s := begin(t)
			s.up()
			before, token := s.pods(), s.token()
			s.loseState()
			// From 4.29 on the Kubernetes provider refuses what is there already, unless told not to.
			s.env = []string{"PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true"}
			restarts := "backend cron proxy"
			if name == "same-credentials" {
				restarts = ""
				s.set("oidc.registrationToken", token, "--secret")
				s.set("oidc.pem", s.decoded("secret/platform-oidc-certs", `.data.oidc\.pem`), "--secret")
			}
			s.pulumi("preview")
			s.up()
			s.equal("restarts", s.restarted(before), restarts)
			if isKept := s.token() == token; isKept != (restarts == "") {
				t.Errorf("the token is kept: %t", isKept)
			}
			s.checkPem()
			s.nochange()
			s.pulumi("destroy", "--yes", "--skip-preview")
			s.gone()
		})
	}
}

// gone holds when nothing of Studios' own is left.
func (s *story) gone() {
	s.Helper()
	s.equal("what is left", s.kubectl("get", "deployments,statefulsets,services,secrets,ingresses,configmaps,poddisruptionbudgets", "-o", "name",
		"-l", "app.kubernetes.io/name=seqera-studios"), "")
}

// Under another name a stack finds its own objects strange. The refusal has the command that tells them whose they are.
func TestRenamedStack(t *testing.T) {
	s := begin(t)
	s.up()
	before := s.pods()
	s.pulumi("stack", "rename", "renamed")
	s.stack = "renamed"
	s.takesOwnership()
	s.equal("restarts", s.restarted(before), "")
	s.nochange()
	s.pulumi("destroy", "--yes", "--skip-preview")
	s.gone()
}

// takesOwnership does what a stack is told that finds objects of another name.
func (s *story) takesOwnership() {
	s.Helper()
	command := regexp.MustCompile(`kubectl (annotate [^\n]*seqera-studios/owner="[^"\n]+")`).FindStringSubmatch(s.fails("preview"))
	if command == nil {
		s.Fatal("the refusal has no command")
	}
	s.kubectl(strings.Fields(strings.ReplaceAll(command[1], "\"", ""))...)
	s.up()
}

// A stack moves to another backend with what Pulumi exports and imports.
func TestMovedToAnotherBackend(t *testing.T) {
	s := begin(t)
	s.up()
	exported := filepath.Join(s.dir, "stack.json")
	s.pulumi("stack", "export", "--show-secrets", "--file", exported)
	s.state = t.TempDir()
	s.pulumi("stack", "init", s.stack)
	s.set("namespace", s.namespace)
	s.pulumi("stack", "import", "--file", exported)
	s.nochange()
}

// Of two who run an update at once the second is refused at once, and the first comes to its end.
func TestTwoUpdatesAtOnce(t *testing.T) {
	s := begin(t)
	s.annotatePods("cron", "testbed/ready-after", "5s")
	first := s.command("up", "--yes", "--skip-preview")
	s.must(first.Start())
	for deadline := time.Now().Add(time.Minute); !s.exists("secret/platform-oidc-certs") && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
	}
	s.contains(s.fails("up", "--yes", "--skip-preview"), "currently locked")
	s.must(first.Wait())
	s.nochange()
}

// A package is taken back by one version, and forth again. What the newer one had set besides goes, under the same field manager; its
// objects that the older one does not know go as well; and nothing else is changed by the version alone.
func TestDowngradedPackage(t *testing.T) {
	const newer = "0.2.0"
	both, err := pinned.Installed(t.TempDir(), map[string]string{"seqera-studios " + version.Version: plugin, "seqera-studios " + newer: plugin})
	s := newStory(t, both, "test")
	s.must(err)
	program := func(version, more string) {
		s.must(os.WriteFile(filepath.Join(s.dir, "Pulumi.yaml"), []byte(fmt.Sprintf(`name: versions
runtime: yaml
resources:
  studios:
    type: seqera-studios:Studios
    options: {version: %s}
    properties:
      namespace: %s
      platformUrl: https://platform.example.com
      connectUrl: https://connect.example.com
      redis: {address: redis.example.com}
%s`, version, s.namespace, more)), 0o644))
	}
	program(newer, "      serviceAccount: {name: studios}\n      sessions: {pathRouting: true}\n")
	s.pulumi("stack", "init", s.stack)
	s.up()
	before := s.pods()
	program(version.Version, "")
	s.up()
	s.equal("restarts by what is gone", s.restarted(before), "backend cron proxy server")
	s.equal("ServiceAccount", s.kubectl("get", "serviceaccounts", "-o", "jsonpath={.items[*].metadata.name}"), "default")
	s.equal("path routing", s.get("configmap/platform-backend-cfg", ".data.TOWER_DATA_STUDIO_ENABLE_PATH_ROUTING"), "")
	before = s.pods()
	program(newer, "")
	s.pulumi("preview", "--expect-no-changes")
	s.up()
	s.equal("restarts by a version", s.restarted(before), "")
	s.nochange()
}

// What was restored from a backup is no longer held. docs/lost-things.md has what gives it back, for a destroy to take it.
func TestRestoredDeployment(t *testing.T) {
	s := begin(t)
	s.up()
	saved := s.kubectl("get", "deployment/backend", "-o", "yaml")
	s.kubectl("delete", "deployment/backend")
	s.kubectl("create", "-f", s.file(saved))
	s.must(cluster.AwaitPlatform(t.Context(), s.namespace))
	for _, revision := range []string{"1", "2"} {
		s.kubectl("rollout", "undo", "deployment/cron", "--to-revision="+revision)
		s.must(cluster.AwaitPlatform(t.Context(), s.namespace))
	}
	s.contains(s.pulumi("preview", "--expect-no-changes", "--refresh"),
		`Deployment "backend": `+heldByOthers+` "kubectl-create"`, `Deployment "cron": `+heldByOthers+` "kubectl"`)

	for _, name := range []string{"backend", "cron"} {
		s.kubectl("patch", "deployment/"+name, "--patch", `{"spec": {"template": {"spec": {
  "containers": [{"name": "`+name+`", "env": [{"name": "TOWER_OIDC_PEM_PATH", "$patch": "delete"}],
                  "volumeMounts": [{"mountPath": "/etc/seqera-studios", "$patch": "delete"}]}],
  "volumes": [{"name": "seqera-studios-oidc", "$patch": "delete"}]}}}}`)
	}
	s.up()
	for _, name := range []string{"backend", "cron"} {
		s.contains(s.variable("deployment/"+name, "TOWER_OIDC_PEM_PATH"), "/etc/seqera-studios/oidc.pem")
	}
	s.nochange()
	s.pulumi(destroy...)
	for _, name := range []string{"backend", "cron"} {
		s.equal("variable", s.variable("deployment/"+name, "TOWER_OIDC_PEM_PATH"), "")
		for _, left := range []string{".containers[0].volumeMounts", ".volumes"} {
			if got := s.get("deployment/"+name, ".spec.template.spec"+left); strings.Contains(got, "seqera-studios") {
				s.Errorf("the destroy has left %s", got)
			}
		}
	}
}
