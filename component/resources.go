package component

import (
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// ResourcesArgs are what a container asks of its node.
type ResourcesArgs struct {
	// Requests by resource name. Example: {"cpu": "30m", "memory": "64Mi"}.
	Requests pulumi.StringMapInput `pulumi:"requests,optional"`
	// Limits by resource name.
	Limits pulumi.StringMapInput `pulumi:"limits,optional"`
}

// Annotate describes the arguments in the schema.
func (a *ResourcesArgs) Annotate(an infer.Annotator) { annotate(an, a) }

// resourceRows are those of one workload, by the requests that it has unless others are given.
func resourceRows(requests map[string]string) func(*ResourcesArgs) []row {
	return func(a *ResourcesArgs) []row {
		return []row{
			constant(&a.Requests, requests, rules.ResourceList),
			derived(&a.Limits, none, rules.ResourceList),
		}
	}
}
