package component

import (
	"fmt"

	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/utilities"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// custom is an object of a kind that is not Kubernetes' own.
type custom struct{ pulumi.CustomResourceState }

// newCustom is what the SDK's package apiextensions does. That one comes with the SDK's provider, and with it in the program a
// plugin makes providers that it is handed anew.
func (g *graph) newCustom(child, apiVersion, kind string, metadata *metav1.ObjectMetaArgs, spec pulumi.Input, after ...pulumi.Resource) (pulumi.Resource, error) {
	object := &custom{}
	err := g.ctx.RegisterResource(fmt.Sprintf("kubernetes:%s:%s", apiVersion, kind), g.logical(child), pulumi.Map{
		"apiVersion": pulumi.String(apiVersion), "kind": pulumi.String(kind), "metadata": metadata, "spec": spec,
	}, object, utilities.PkgResourceDefaultOpts(g.under(after))...)
	return object, err
}
