// The stack program: it turns a stack's configuration into one Studios component. Every setting is described in
// Pulumi.yaml at the root; `make up STACK=…` runs it.
package main

import (
	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		args, err := load(ctx)
		if err != nil {
			return err
		}
		cluster, err := newCluster(ctx)
		if err != nil {
			return err
		}
		studios, err := component.NewStudios(ctx, "studios", args, pulumi.Provider(cluster))
		if err != nil {
			return err
		}
		ctx.Export("connectUrl", studios.ConnectURL)
		ctx.Export("wildcardHost", studios.WildcardHost)
		ctx.Export("registrationToken", studios.RegistrationToken)
		ctx.Export("oidcSecretName", studios.OidcSecretName)
		ctx.Export("tokenSecretName", studios.TokenSecretName)
		ctx.Export("proxyServiceName", studios.ProxyServiceName)
		ctx.Export("serverServiceName", studios.ServerServiceName)
		ctx.Export("templateCheckUrl", studios.TemplateCheckURL)
		return nil
	})
}

// newCluster is a provider of the program's own: it can hold what the component cannot count on, that a Secret or
// ConfigMap is changed in place instead of being gone for a moment. Where the cluster is comes from the usual settings
// kubernetes:kubeconfig and kubernetes:context, or from the environment.
func newCluster(ctx *pulumi.Context) (*kubernetes.Provider, error) {
	args := &kubernetes.ProviderArgs{
		EnableConfigMapMutable: pulumi.Bool(true),
		EnableSecretMutable:    pulumi.Bool(true),
	}
	settings := config.New(ctx, "kubernetes")
	if kubeconfig := settings.Get("kubeconfig"); kubeconfig != "" {
		args.Kubeconfig = pulumi.ToSecret(pulumi.String(kubeconfig)).(pulumi.StringOutput)
	}
	if context := settings.Get("context"); context != "" {
		args.Context = pulumi.String(context)
	}
	return kubernetes.NewProvider(ctx, "cluster", args)
}
