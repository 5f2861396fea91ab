package testbed

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// KubernetesProviderVariable names the environment variable with the folder of another Kubernetes provider, a
// pulumi-resource-kubernetes, that the stories are to run on. Programs often bring one newer than ours.
const KubernetesProviderVariable = "SEQERA_STUDIOS_KUBERNETES_PROVIDER"

// WithKubernetesProvider returns the same tools with the Kubernetes provider of the given folder, linked in a plugin
// folder below dir; without a folder it returns them as they are. SDK and states ask for the version that is pinned, so
// the other one stands in its place.
func (t *Tools) WithKubernetesProvider(dir, folder string) (*Tools, error) {
	if folder == "" {
		return t, nil
	}
	other := filepath.Join(folder, kubernetesProvider)
	if !filepath.IsAbs(folder) {
		return nil, fmt.Errorf("%s: must be an absolute path, not %q", KubernetesProviderVariable, folder)
	}
	if _, err := os.Stat(other); err != nil {
		return nil, fmt.Errorf("%s: %w", KubernetesProviderVariable, err)
	}
	all, err := t.Installed(dir, nil)
	if err != nil {
		return nil, err
	}
	pinned := filepath.Join(all.Home, "plugins", "resource-kubernetes-v"+KubernetesProviderVersion, kubernetesProvider)
	return all, errors.Join(os.Remove(pinned), os.Symlink(other, pinned))
}
