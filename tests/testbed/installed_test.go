package testbed

import (
	"os"
	"path/filepath"
	"testing"
)

// What the user has is taken where it does for the demo, and nothing else.
func TestInstalled(t *testing.T) {
	program := func(path, answer string) string {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+answer+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		return filepath.Dir(path)
	}
	for name, c := range map[string]struct {
		tool    tool
		files   map[string]string
		isTaken bool
	}{
		"kubectl":                           {tool{name: "kubectl"}, map[string]string{"bin/kubectl": "echo v1"}, true},
		"a kubectl that does not run":       {tool{name: "kubectl"}, map[string]string{"bin/kubectl": "exit 1"}, false},
		"nothing":                           {tool{name: "kubectl"}, nil, false},
		"pulumi with its language host":     {tool{name: "pulumi"}, map[string]string{"bin/pulumi": "echo v3.260.1", "bin/pulumi-language-go": ""}, true},
		"the language host":                 {tool{name: "pulumi-language-go"}, map[string]string{"bin/pulumi": "echo v3.260.1", "bin/pulumi-language-go": ""}, true},
		"pulumi without its language host":  {tool{name: "pulumi"}, map[string]string{"bin/pulumi": "echo v3.260.1"}, false},
		"pulumi older than the project has": {tool{name: "pulumi"}, map[string]string{"bin/pulumi": "echo v3.100.0", "bin/pulumi-language-go": ""}, false},
		"a plugin of the pinned version": {tool{name: "pulumi-resource-tls", plugin: "tls-v5.2.0"},
			map[string]string{"home/plugins/resource-tls-v5.2.0/pulumi-resource-tls": ""}, true},
		"a plugin of another version": {tool{name: "pulumi-resource-tls", plugin: "tls-v5.2.0"},
			map[string]string{"home/plugins/resource-tls-v5.3.0/pulumi-resource-tls": ""}, false},
		"an API server": {tool{name: "kube-apiserver"}, map[string]string{"bin/kube-apiserver": ""}, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			t.Setenv("PATH", filepath.Join(dir, "bin"))
			t.Setenv("PULUMI_HOME", filepath.Join(dir, "home"))
			want := ""
			for file, answer := range c.files {
				folder := program(filepath.Join(dir, file), answer)
				if c.isTaken {
					want = folder
				}
			}
			if got := installed(t.Context(), c.tool); got != want {
				t.Errorf("taken from %q, not %q", got, want)
			}
		})
	}
}
