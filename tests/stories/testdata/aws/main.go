// Command aws stands in for the AWS provider, with the two resources of examples/eks: their outputs are unknown in a
// preview, as those of AWS are. It proves wiring only.
package main

import (
	"context"
	"os"

	"github.com/pulumi/pulumi-go-provider/infer"
)

type replicationGroup struct{}

type replicationGroupArgs struct {
	Description              string `pulumi:"description"`
	NodeType                 string `pulumi:"nodeType"`
	TransitEncryptionEnabled bool   `pulumi:"transitEncryptionEnabled"`
	AuthToken                string `pulumi:"authToken" provider:"secret"`
}

type replicationGroupState struct {
	replicationGroupArgs
	PrimaryEndpointAddress string `pulumi:"primaryEndpointAddress"`
}

func (*replicationGroup) Annotate(an infer.Annotator) {
	an.SetToken("elasticache/replicationGroup", "ReplicationGroup")
}

func (*replicationGroup) Create(
	_ context.Context, request infer.CreateRequest[replicationGroupArgs],
) (response infer.CreateResponse[replicationGroupState], err error) {
	response.ID = request.Name
	response.Output.replicationGroupArgs = request.Inputs
	if !request.DryRun {
		response.Output.PrimaryEndpointAddress = "master.sessions.abc123.euw1.cache.amazonaws.com"
	}
	return response, nil
}

type certificate struct{}

type certificateArgs struct {
	DomainName       string `pulumi:"domainName"`
	ValidationMethod string `pulumi:"validationMethod"`
}

type certificateState struct {
	certificateArgs
	Arn string `pulumi:"arn"`
}

func (*certificate) Annotate(an infer.Annotator) { an.SetToken("acm/certificate", "Certificate") }

func (*certificate) Create(
	_ context.Context, request infer.CreateRequest[certificateArgs],
) (response infer.CreateResponse[certificateState], err error) {
	response.ID = request.Name
	response.Output.certificateArgs = request.Inputs
	if !request.DryRun {
		response.Output.Arn = "arn:aws:acm:eu-west-1:123456789012:certificate/2"
	}
	return response, nil
}

func main() {
	provider, err := infer.NewProviderBuilder().
		WithResources(infer.Resource(&replicationGroup{}), infer.Resource(&certificate{})).Build()
	if err == nil {
		err = provider.Run(context.Background(), "aws", "7.0.0")
	}
	if err != nil {
		os.Exit(1)
	}
}
