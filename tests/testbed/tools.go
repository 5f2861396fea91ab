package testbed

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// modules is the folder with one small module a tool: their dependencies exclude each other. It cannot be embedded, for
// what lies below another go.mod does not belong to this module.
func modules() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "tools")
}

// tool is one of them and what is built from it.
type tool struct {
	module   string            // folder below tools
	packages map[string]string // import path by name of the binary
	plugin   string            // name and version, of a provider that Pulumi looks for in its plugin folder
	prepare  func(dir string) error
}

// tools are listed with the slowest first, so that a cold build shows early how long it takes.
var tools = []tool{
	{
		module:   "kubernetes-provider",
		packages: map[string]string{"pulumi-resource-kubernetes": "."},
		plugin:   "kubernetes-v" + kubernetesProviderVersion,
		prepare:  writeKubernetesSchema,
	},
	{
		module: "kubernetes",
		packages: map[string]string{
			"etcd":                    "go.etcd.io/etcd/server/v3",
			"kube-apiserver":          "k8s.io/kubernetes/cmd/kube-apiserver",
			"kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
			"kube-scheduler":          "k8s.io/kubernetes/cmd/kube-scheduler",
			"kubectl":                 "k8s.io/kubernetes/cmd/kubectl",
		},
	},
	{module: "pulumi", packages: map[string]string{"pulumi": "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"}},
	{
		module:   "random-provider",
		packages: map[string]string{"pulumi-resource-random": "."},
		plugin:   "random-v4.19.1",
	},
	{
		module:   "tls-provider",
		packages: map[string]string{"pulumi-resource-tls": "."},
		plugin:   "tls-v5.2.0",
	},
	{
		module: "kwok",
		packages: map[string]string{
			"kwok":    "sigs.k8s.io/kwok/cmd/kwok",
			"kwokctl": "sigs.k8s.io/kwok/cmd/kwokctl",
		},
	},
	{
		module: "languages-yaml-java",
		packages: map[string]string{
			"pulumi-language-java": "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java",
			"pulumi-language-yaml": "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
		},
	},
	{
		module: "languages",
		packages: map[string]string{
			"pulumi-language-go":     "github.com/pulumi/pulumi/sdk/v3/go/pulumi-language-go",
			"pulumi-language-nodejs": "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
			"pulumi-language-python": "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python",
		},
		prepare: copyPythonExecutor,
	},
}

const kubernetesProviderVersion = "4.25.0"

// writeKubernetesSchema puts the provider's schema where its main embeds it from. The release process of the provider
// generates that file; the module holds the same schema without its version.
func writeKubernetesSchema(dir string) error {
	module, err := moduleDir(dir, "github.com/pulumi/pulumi-kubernetes/provider/v4")
	if err != nil {
		return err
	}
	source := filepath.Join(module, "cmd", "pulumi-resource-kubernetes", "schema.json")
	text, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		return fmt.Errorf("reading %s: %w", source, err)
	}
	schema["version"] = kubernetesProviderVersion
	if text, err = json.Marshal(schema); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "schema.json"), text, 0o644)
}

// copyPythonExecutor puts the script with which the Python host starts programs beside it.
func copyPythonExecutor(dir string) error {
	const name = "pulumi-language-python-exec"
	module, err := moduleDir(dir, "github.com/pulumi/pulumi/sdk/v3")
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(module, "python", "cmd", name))
	if err != nil {
		return err
	}
	return errors.Join(os.Mkdir(filepath.Join(dir, "bin"), 0o755), os.WriteFile(filepath.Join(dir, "bin", name), text, 0o755))
}

// moduleDir is where the sources of a module are that the one in dir depends on.
func moduleDir(dir, path string) (string, error) {
	download := exec.Command("go", "mod", "download", "-json", path)
	download.Dir = dir
	output, err := download.Output()
	if err != nil {
		return "", fmt.Errorf("finding %s: %w", path, err)
	}
	var module struct{ Dir string }
	return module.Dir, json.Unmarshal(output, &module)
}
