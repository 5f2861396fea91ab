// A program whose arguments are outputs of a resource that does not exist before the first update.
package main

import (
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		settings := config.New(ctx, "")
		later, err := random.NewRandomShuffle(ctx, "later", &random.RandomShuffleArgs{
			Inputs: pulumi.StringArray{pulumi.String(settings.Require("namespace"))},
		})
		if err != nil {
			return err
		}
		namespace := later.Results.Index(pulumi.Int(0))
		_, err = component.NewStudios(ctx, "studios", &component.StudiosArgs{
			Namespace:   namespace,
			PlatformURL: pulumi.String("https://platform.example.com"),
			ConnectURL:  pulumi.String("https://connect.example.com"),
			Redis:       component.RedisArgs{Address: pulumi.Sprintf("%s%s.example.com", settings.Get("scheme"), namespace)},
			Labels:      pulumi.StringMap{"later": namespace},
			Ingress:     &component.IngressArgs{CopyFrom: pulumi.String("front-ingress")},
		})
		return err
	})
}
