//go:build testbed

package stories

import (
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/upgrade"
)

var recording = flag.String("record", "", "record new states for TestUpgrade under this name, instead of running it")

const upgradeStates = "../upgrade/states"

// The current code takes over what earlier code has left: what it changes is listed beside the recorded state, and
// whatever stands there, no Secret, key or token is replaced, deleted or changed.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	if *recording != "" {
		record(t, *recording)
		return
	}
	states, err := upgrade.States(upgradeStates)
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range states {
		t.Run(state.Name(), func(t *testing.T) {
			t.Parallel()
			s := newUpgrade(t, state)
			s.must(state.Restore(t.Context(), cluster))
			s.importState(state)
			s.takesOver(state)
		})
	}
}

// newUpgrade is a story about a state: in its namespace, with its project.
func newUpgrade(t *testing.T, state upgrade.State) *story {
	s := &story{T: t, tools: plugged, cluster: cluster, stack: state.Stack(), namespace: state.Namespace(),
		dir: t.TempDir(), state: t.TempDir(), temp: t.TempDir()}
	s.must(os.CopyFS(s.dir, os.DirFS(state.Project())))
	project := filepath.Join(s.dir, "Pulumi.yaml")
	if _, err := os.Stat(project); errors.Is(err, fs.ErrNotExist) {
		// Of the stack program the user has the settings only; the rest comes with the code.
		text, err := os.ReadFile(filepath.Join(repository, "Pulumi.yaml"))
		s.must(err)
		s.must(os.WriteFile(project, text, 0o644))
		s.tools = tools
	}
	return s
}

func (s *story) importState(state upgrade.State) {
	s.Helper()
	deployment, err := state.Deployment(cluster.Kubeconfig)
	s.must(err)
	file := filepath.Join(s.temp, "state.json")
	s.must(os.WriteFile(file, deployment, 0o600))
	s.pulumi("stack", "init", s.stack)
	s.pulumi("stack", "import", "--file", file)
}

func (s *story) takesOver(state upgrade.State) {
	s.Helper()
	expected, err := state.Expected()
	s.must(err)
	credentials, pods := s.credentials(), s.pods()
	s.previewAsListed(state, expected)
	if s.Failed() {
		s.FailNow() // an update would only bury the reason
	}

	s.up()
	s.kept(credentials)
	s.asListed(state, "restart ", strings.Fields(s.restarted(pods)), expected.Restarts)
	s.must(cluster.AwaitPlatform(s.Context(), s.namespace))
	s.nochangeEver()
	s.kept(credentials)

	s.pulumi("destroy", "--yes", "--skip-preview")
	s.must(cluster.AwaitPlatform(s.Context(), s.namespace))
	strangers, err := state.Strangers(s.Context(), cluster)
	s.must(err)
	s.equal("what is left", strings.Join(strangers, " "), "")
}

func (s *story) previewAsListed(state upgrade.State, expected *upgrade.Expected) {
	s.Helper()
	output, failed := s.command("preview", "--json").Output()
	preview, err := upgrade.Previewed(output)
	s.must(err)
	var lines []string
	for _, change := range preview.Changes {
		s.Logf("the preview lists: %s", change)
		lines = append(lines, change.Line())
		if change.Harms() {
			s.Errorf("%s: no update may replace or delete a Secret, key or token: those who have it keep it under its "+
				"old name, and an alias tells what is meant", change.Line())
		}
	}
	s.asListed(state, "", lines, expected.Changes)
	if failed != nil {
		s.Errorf("the preview has failed: %v\n%s", failed, strings.Join(preview.Problems, "\n"))
	}
}

// asListed compares with changes.txt.
func (s *story) asListed(state upgrade.State, prefix string, seen, expected []string) {
	s.Helper()
	unexpected, missing := upgrade.Differences(seen, expected)
	for _, line := range unexpected {
		s.Errorf("%s%s: %s does not list it", prefix, line, state.ChangesFile())
	}
	for _, line := range missing {
		s.Errorf("%s%s: %s lists it, and it does not happen", prefix, line, state.ChangesFile())
	}
}

// stdout runs a command that has to succeed, and leaves its warnings out.
func (s *story) stdout(args ...string) []byte {
	s.Helper()
	output, err := s.command(args...).Output()
	if err != nil {
		s.Fatalf("pulumi %s: %v\n%s", strings.Join(args, " "), err, output)
	}
	return output
}

// credentials are what Platform and sessions trust each other by, wherever it is held: in the Secrets, whose identities
// tell whether they were replaced, in the Platform's ConfigMap, and in the state.
func (s *story) credentials() map[string]string {
	s.Helper()
	all := map[string]string{
		"the Platform's token": s.get("configmap/platform-backend-cfg", ".data.TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN"),
	}
	var secrets struct {
		Items []struct {
			Metadata struct{ Name, UID string }
			Data     map[string]string
		}
	}
	s.must(json.Unmarshal([]byte(s.kubectl("get", "secrets", "-o", "json")), &secrets))
	for _, secret := range secrets.Items {
		for key, value := range secret.Data {
			all["Secret "+secret.Metadata.Name+" "+key] = secret.Metadata.UID + " " + value
		}
	}
	var exported struct {
		Deployment struct {
			Resources []struct {
				Type    string
				Outputs map[string]json.RawMessage
			}
		}
	}
	s.must(json.Unmarshal(s.stdout("stack", "export", "--show-secrets"), &exported))
	for _, resource := range exported.Deployment.Resources {
		for _, generated := range []string{"result", "privateKeyPem"} {
			if value, ok := resource.Outputs[generated]; ok {
				all["the state's "+resource.Type+" "+generated] = string(value)
			}
		}
	}
	return all
}

func (s *story) kept(before map[string]string) {
	s.Helper()
	after := s.credentials()
	for _, name := range keys(before) {
		if after[name] != before[name] {
			s.Errorf("%s has been replaced, deleted or changed", name)
		}
	}
}
