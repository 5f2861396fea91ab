//go:build testbed

package stories

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/upgrade"
)

// installations are what is recorded: where in the user's project stands which file of ours.
var installations = map[string][2]string{
	"minimal":     {"stacks/Pulumi.minimal.yaml", "stacks/Pulumi.local.yaml"},
	"everything":  {"stacks/Pulumi.everything.yaml", "tests/upgrade/everything.yaml"},
	"production":  {"stacks/Pulumi.production.yaml", "stacks/Pulumi.production.yaml"},
	"yaml-plugin": {"Pulumi.yaml", "examples/yaml/Pulumi.yaml"},
}

// record installs Studios as each of these users would, and writes down what there is then.
func record(t *testing.T, recording string) {
	for name, file := range installations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, err := upgrade.New(upgradeStates, recording, name)
			if err == nil {
				err = copyFile(filepath.Join(state.Project(), file[0]), filepath.Join(repository, file[1]))
			}
			if err != nil {
				t.Fatal(err)
			}
			s := newUpgrade(t, state)
			s.must(cluster.InstallPlatform(t.Context(), s.namespace))
			s.pulumi("stack", "init", s.stack)
			s.configure(name)
			s.up()
			s.write(state)
		})
	}
}

func (s *story) configure(name string) {
	s.Helper()
	switch name {
	case "yaml-plugin":
		s.replace("seqera", s.namespace, "namespace: ", "\n")
		s.set("redisPassword", redisPassword, "--secret")
		return
	case "production":
		s.pulumi("config", "rm", "kubernetes:context")
	}
	s.set("namespace", s.namespace)
}

func (s *story) write(state upgrade.State) {
	s.Helper()
	s.must(state.WriteDeployment(s.stdout("stack", "export"), cluster.Kubeconfig))
	s.must(state.WriteObjects(s.Context(), cluster))
	s.must(state.WriteExpected())
	if s.tools == tools {
		s.must(os.Remove(filepath.Join(s.dir, "Pulumi.yaml"))) // it is not the user's
	}
	s.must(os.RemoveAll(state.Project()))
	s.must(os.CopyFS(state.Project(), os.DirFS(s.dir)))
}

func copyFile(to, from string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, text, 0o644))
}
