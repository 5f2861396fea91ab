package component

import (
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/utilities"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// sdkVersion is the version of the Kubernetes provider that the SDK asks for. Reads, and what a chart renders, ask for none: the
// engine would start the newest that it finds for them, beside the one that serves everything else.
func sdkVersion() (string, error) {
	sdk, err := pulumi.NewResourceOptions(utilities.PkgResourceDefaultOpts(nil)...)
	if err != nil {
		return "", err
	}
	return sdk.Version, nil
}

// kubernetesPackage is how a read asks for that version; as an option of the resource the SDK does not send it.
func (g *graph) kubernetesPackage() (string, error) {
	return g.ctx.GetOrRegisterPackageRef("kubernetes", func() (*pulumirpc.RegisterPackageRequest, error) {
		version, err := sdkVersion()
		return &pulumirpc.RegisterPackageRequest{Name: "kubernetes", Version: version}, err
	})
}
