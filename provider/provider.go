// Package provider serves the component to programs in every Pulumi language. It has no definitions of its own; arguments,
// documentation and behaviour are those of package component.
package provider

import (
	"errors"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

// Name is that of the package in every language.
const Name = "seqera-studios"

const repository = "https://github.com/seqeralabs/pulumi-seqera-studios"

// New is the provider that a plugin runs.
func New() (p.Provider, error) {
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
		WithComponents(infer.ComponentF(newStudios)).
		Build()
	return strict(refined(provider)), err
}

// newStudios speaks of arguments by the names that they have in the language of the program.
func newStudios(
	ctx *pulumi.Context, name string, args *component.StudiosArgs, opts ...pulumi.ResourceOption,
) (*component.Studios, error) {
	studios, err := component.NewStudios(ctx, name, args, opts...)
	if err != nil && programRuntime() == "python" {
		err = errors.New(pythonNames(err.Error()))
	}
	return studios, err
}
