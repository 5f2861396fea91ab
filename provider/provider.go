// Package main is the plugin pulumi-resource-seqera-studios: the component for programs in every Pulumi language. It has
// no definitions of its own; arguments, documentation and behaviour are those of package component.
package main

import (
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

const (
	name       = "seqera-studios"
	repository = "https://github.com/seqeralabs/pulumi-seqera-studios"
)

func newProvider() (p.Provider, error) {
	provider, err := infer.NewProviderBuilder().
		WithDisplayName("Seqera Studios").
		WithDescription("Adds Seqera Studios to a Seqera Platform that is running on Kubernetes.").
		WithKeywords("pulumi", "kubernetes", "seqera", "studios", "kind/component", "category/infrastructure").
		WithHomepage(repository).
		WithRepository(repository).
		WithPublisher("seqeralabs").
		WithLicense("Apache-2.0").
		WithLogoURL("https://raw.githubusercontent.com/seqeralabs/pulumi-seqera-studios/main/docs/logo.png").
		WithPluginDownloadURL("github://api.github.com/seqeralabs/pulumi-seqera-studios").
		WithNamespace("seqeralabs").
		WithGoImportPath("github.com/seqeralabs/pulumi-seqera-studios/sdk/go/seqerastudios").
		// The component's token is the same whether a Go program or this plugin registers it.
		WithModuleMap(map[tokens.ModuleName]tokens.ModuleName{"component": "index"}).
		WithComponents(infer.ComponentF(component.NewStudios)).
		Build()
	return refined(provider), err
}
