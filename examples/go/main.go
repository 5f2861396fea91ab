package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"github.com/seqeralabs/pulumi-seqera-studios/sdk/go/seqerastudios"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		studios, err := seqerastudios.NewStudios(ctx, "studios", &seqerastudios.StudiosArgs{
			Namespace:   pulumi.String("seqera"),
			PlatformUrl: pulumi.String("https://platform.example.com"),
			ConnectUrl:  pulumi.String("https://connect.example.com"),
			Redis: seqerastudios.RedisArgs{
				Address:  pulumi.String("redis.example.com:6379"),
				Password: config.New(ctx, "").RequireSecret("redisPassword"),
			},
			Ingress: &seqerastudios.IngressArgs{CopyFrom: pulumi.String("front-ingress")},
		})
		if err != nil {
			return err
		}
		ctx.Export("connectUrl", studios.ConnectUrl)
		ctx.Export("wildcardHost", studios.WildcardHost)
		ctx.Export("registrationToken", studios.RegistrationToken)
		return nil
	})
}
