package testbed

import (
	"context"
	_ "embed"
)

const (
	// gatewayAPI is the module that ships the CustomResourceDefinitions of Gateway API, with its checksum.
	gatewayAPI    = "sigs.k8s.io/gateway-api@v1.6.1"
	gatewayAPISum = "h1:mock6phZbI6rvZerwrVNk7hVNymQgHo+6sJ81Ia7ftY="

	envoyGateway    = "github.com/envoyproxy/gateway@v1.8.0"
	envoyGatewaySum = "h1:pn5TYSteO1zZjUMPVXGY7ayFDhZAZZWAQ+yDgVzj78o="
)

// gke are the kinds that GKE has for its Ingress, as far as Studios uses them. No Go module ships their definitions; the fields are
// those of the types in k8s.io/ingress-gce.
//
//go:embed gke.yml
var gke string

// InstallGatewayAPI installs the standard channel of Gateway API.
func (c *Cluster) InstallGatewayAPI(ctx context.Context) error {
	files, err := moduleFiles(ctx, gatewayAPI, gatewayAPISum, "config/crd/standard/gateway.networking.k8s.io_*s.yaml")
	if err != nil {
		return err
	}
	return c.define(ctx, files, "crd/httproutes.gateway.networking.k8s.io", "crd/tcproutes.gateway.networking.k8s.io")
}

// InstallEnvoyGateway installs the definition of Envoy Gateway's BackendTrafficPolicy.
func (c *Cluster) InstallEnvoyGateway(ctx context.Context) error {
	files, err := moduleFiles(ctx, envoyGateway, envoyGatewaySum,
		"charts/gateway-crds-helm/templates/generated/gateway.envoyproxy.io_backendtrafficpolicies.yaml")
	if err != nil {
		return err
	}
	return c.define(ctx, files, "crd/backendtrafficpolicies.gateway.envoyproxy.io")
}

// InstallGKE installs the definitions of BackendConfig and FrontendConfig.
func (c *Cluster) InstallGKE(ctx context.Context) error {
	if err := c.Apply(ctx, "default", gke); err != nil {
		return err
	}
	return c.established(ctx, "crd/backendconfigs.cloud.google.com", "crd/frontendconfigs.networking.gke.io")
}
