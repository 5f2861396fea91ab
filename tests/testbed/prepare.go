package testbed

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// KubernetesProviderVersion is that of the Kubernetes provider, of which the testbed has one.
const KubernetesProviderVersion = "4.25.0"

const (
	kubernetesProvider = "pulumi-resource-kubernetes"
	pythonHost         = "pulumi-language-python"
)

// prepare puts into a module's folder what its sources want and the module does not hold.
func prepare(module, dir string) error {
	if module != "kubernetes-provider" {
		return nil
	}
	return writeKubernetesSchema(dir)
}

// accompany puts beside a binary what it wants there.
func accompany(t tool, dir, bin string) error {
	if t.name != pythonHost {
		return nil
	}
	return copyPythonExecutor(dir, bin)
}

// writeKubernetesSchema puts the provider's schema where its main embeds it from. The release process of the provider
// generates that file; the module holds the same schema without its version.
func writeKubernetesSchema(dir string) error {
	module, err := moduleDir(dir, "github.com/pulumi/pulumi-kubernetes/provider/v4")
	if err != nil {
		return err
	}
	source := filepath.Join(module, "cmd", kubernetesProvider, "schema.json")
	text, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		return fmt.Errorf("reading %s: %w", source, err)
	}
	schema["version"] = KubernetesProviderVersion
	if text, err = json.Marshal(schema); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "schema.json"), text, 0o644)
}

// copyPythonExecutor copies the script with which the Python host starts programs.
func copyPythonExecutor(dir, bin string) error {
	const name = pythonHost + "-exec"
	module, err := moduleDir(dir, "github.com/pulumi/pulumi/sdk/v3")
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(module, "python", "cmd", name))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(bin, name), text, 0o755)
}

// moduleDir is where the sources of a module are that the one in dir depends on.
func moduleDir(dir, path string) (string, error) {
	download := exec.Command("go", "mod", "download", "-json", path)
	download.Dir = dir
	download.Env = buildEnv()
	output, err := download.Output()
	if err != nil {
		return "", fmt.Errorf("finding %s: %w", path, err)
	}
	var module struct{ Dir string }
	return module.Dir, json.Unmarshal(output, &module)
}
