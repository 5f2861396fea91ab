package testbed

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
)

// gatewayAPI is the module that ships the CustomResourceDefinitions of Gateway API, with its checksum.
const (
	gatewayAPI    = "sigs.k8s.io/gateway-api@v1.6.1"
	gatewayAPISum = "h1:mock6phZbI6rvZerwrVNk7hVNymQgHo+6sJ81Ia7ftY="
)

// InstallGatewayAPI installs the standard channel of Gateway API.
func (c *Cluster) InstallGatewayAPI(ctx context.Context) error {
	output, err := exec.CommandContext(ctx, "go", "mod", "download", "-json", gatewayAPI).Output()
	if err != nil {
		return fmt.Errorf("fetching %s: %w\n%s", gatewayAPI, err, output)
	}
	var module struct{ Dir, Sum string }
	if err := json.Unmarshal(output, &module); err != nil {
		return err
	}
	if module.Sum != gatewayAPISum {
		return fmt.Errorf("%s has the checksum %s, not %s", gatewayAPI, module.Sum, gatewayAPISum)
	}
	files, err := filepath.Glob(filepath.Join(module.Dir, "config/crd/standard/gateway.networking.k8s.io_*s.yaml"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("%s has no definitions: %w", gatewayAPI, err)
	}
	// On the server's side: they are too long for an annotation.
	for _, file := range files {
		if _, err := c.Kubectl(ctx, "default", "apply", "--server-side", "--filename", file); err != nil {
			return err
		}
	}
	_, err = c.Kubectl(ctx, "default", "wait", "crd/httproutes.gateway.networking.k8s.io", "crd/tcproutes.gateway.networking.k8s.io",
		"--for=condition=Established", "--timeout=60s")
	return err
}
