package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		studios, err := component.NewStudios(ctx, "studios", &component.StudiosArgs{
			Namespace:   pulumi.String("seqera"),
			PlatformURL: pulumi.String("https://platform.example.com"),
			ConnectURL:  pulumi.String("https://connect.example.com"),
			Redis: component.RedisArgs{
				Address:  pulumi.String("redis.example.com:6379"),
				Password: config.New(ctx, "").RequireSecret("redisPassword"),
			},
			Ingress: &component.IngressArgs{CopyFrom: pulumi.String("front-ingress")},
		})
		if err != nil {
			return err
		}
		ctx.Export("connectUrl", studios.ConnectURL)
		ctx.Export("wildcardHost", studios.WildcardHost)
		ctx.Export("registrationToken", studios.RegistrationToken)
		return nil
	})
}
