package testbed

import "context"

// gatewayAPI is the module that ships the CustomResourceDefinitions of Gateway API, with its checksum.
const (
	gatewayAPI    = "sigs.k8s.io/gateway-api@v1.6.1"
	gatewayAPISum = "h1:mock6phZbI6rvZerwrVNk7hVNymQgHo+6sJ81Ia7ftY="
)

// InstallGatewayAPI installs the standard channel of Gateway API.
func (c *Cluster) InstallGatewayAPI(ctx context.Context) error {
	files, err := moduleFiles(ctx, gatewayAPI, gatewayAPISum, "config/crd/standard/gateway.networking.k8s.io_*s.yaml")
	if err != nil {
		return err
	}
	return c.define(ctx, files, "crd/httproutes.gateway.networking.k8s.io", "crd/tcproutes.gateway.networking.k8s.io")
}
