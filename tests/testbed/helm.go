package testbed

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// helms are the binaries by major version. They treat what others have written differently: 3 overwrites it, 4 applies
// on the server's side and is refused.
var helms = map[int]string{3: "helm", 4: "helm4"}

// Helm runs Helm of a major version in a namespace and returns what it printed.
func (c *Cluster) Helm(ctx context.Context, major int, namespace string, args ...string) (string, error) {
	binary, ok := helms[major]
	if !ok {
		return "", fmt.Errorf("no Helm %d", major)
	}
	command := exec.CommandContext(ctx, filepath.Join(c.tools.Bin, binary), append([]string{"--namespace", namespace}, args...)...)
	command.Env = c.helmEnv(binary)
	var failure strings.Builder
	command.Stderr = &failure
	output, err := command.Output()
	if err != nil {
		return string(output), fmt.Errorf("%s %s: %w\n%s", binary, strings.Join(args, " "), err, failure.String())
	}
	return string(output), nil
}

// helmEnv keeps Helm from the user's settings, plugins and repositories.
func (c *Cluster) helmEnv(binary string) []string {
	env := slices.DeleteFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "HELM_") })
	home := filepath.Join(c.dir, binary)
	return append(env, "KUBECONFIG="+c.Kubeconfig, "HELM_CACHE_HOME="+home, "HELM_CONFIG_HOME="+home, "HELM_DATA_HOME="+home)
}
