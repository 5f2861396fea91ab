package component

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"slices"

	helmv4 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/helm/v4"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/rules"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

//go:embed all:preflight
var preflightChart embed.FS

// newPreflight looks at the cluster before anything is changed. A Pulumi read needs a name, fails where there is no such
// object, and keeps what it reads in the state; a Helm chart can look up whatever there is. What it found comes back in an
// object that it renders: a transform takes the facts out of it before it is registered, so neither the state nor the
// cluster gets to see them, and changes of the Platform are none of ours. What remains of the object records that this
// Platform has Studios.
func (g *graph) newPreflight() (pulumi.Resource, error) {
	dir, err := unpackPreflight()
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)

	var broken error
	take := func(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
		var facts string
		if args.Props["metadata"], facts = g.withoutFacts(args.Props["metadata"]); facts != "" {
			g.facts = &platform.Facts{SecretsUnseen: g.isBlind()}
			broken = json.Unmarshal([]byte(facts), g.facts)
		}
		return &pulumi.ResourceTransformResult{Props: args.Props, Opts: args.Opts}
	}
	chart, err := helmv4.NewChart(g.ctx, g.logical("preflight"), &helmv4.ChartArgs{
		Chart:     pulumi.String(dir),
		Name:      pulumi.String("studios-preflight"), // Helm takes fewer names than Pulumi
		Namespace: g.Namespace,
		Values:    g.preflightValues(),
	}, g.under(nil, pulumi.Transforms([]pulumi.ResourceTransform{take}))...)
	if err != nil {
		return nil, err
	}
	// The chart is read, and the cluster looked at, by the time that its outputs are there.
	if _, err = await.Value[any](g.ctx, chart.Resources); err == nil && broken != nil {
		err = fmt.Errorf("facts of the preflight: %w", broken)
	}
	return chart, err
}

// withoutFacts takes the facts out of the metadata of an object. What is rendered from a secret name comes as a secret.
func (g *graph) withoutFacts(metadata pulumi.Input) (pulumi.Input, string) {
	if metadata == nil {
		return nil, ""
	}
	whole := awaitInput[map[string]any](g.ctx, metadata)
	annotations, _ := whole.Value["annotations"].(map[string]any)
	facts, isThere := annotations[factsAnnotation].(string)
	if !isThere {
		return metadata, ""
	}
	delete(annotations, factsAnnotation)
	if whole.Secret {
		return pulumi.ToSecret(pulumi.ToMap(whole.Value)), facts
	}
	return pulumi.ToMap(whole.Value), facts
}

const factsAnnotation = "seqera-studios/facts"

// preflightValues say what to look at, as far as it is known: of what has an unknown name there is nothing to tell yet. The
// chart is not rendered in a preview that does not know the release, for that may have to be installed yet.
func (g *graph) preflightValues() pulumi.Map {
	objects := pulumi.Array{}
	for _, o := range g.planned() {
		if o.Kind != "Secret" || !g.isBlind() {
			objects = append(objects, pulumi.Map{
				"apiVersion": pulumi.String(o.APIVersion), "kind": pulumi.String(o.Kind), "name": o.at,
			})
		}
	}
	var secrets []string
	if !g.isBlind() {
		secrets = rules.Sorted(g.secretNames())
	}
	return pulumi.Map{
		"release":      orElse[pulumi.Input](g.Platform.Release, pulumi.String("")),
		"record":       pulumi.String(platform.Record),
		"annotation":   pulumi.String(factsAnnotation),
		"owners":       pulumi.ToStringArray(g.owners),
		"towerYml":     pulumi.String(platform.TowerYmlPath),
		"told":         pulumi.ToStringArray(append(platform.Told, "TOWER_DATA_EXPLORER_ENABLED", platform.PemPath)),
		"family":       pulumi.String(platform.Family),
		"tokens":       pulumi.ToStringArray([]string{platform.Token}),
		"secrets":      pulumi.ToStringArray(secrets),
		"readsSecrets": pulumi.Bool(!g.isBlind()),
		"objects":      objects,
		"awaited":      g.awaited(),
	}
}

// BlindVariable in the environment of a preview keeps it from looking at Secrets. Who previews a pull request need not be able
// to read them; what is in a stack is the same for all who run it, so this is no argument. An update has to look.
const BlindVariable = "SEQERA_STUDIOS_BLIND_PREVIEW"

func (g *graph) isBlind() bool { return g.ctx.DryRun() && os.Getenv(BlindVariable) == "true" }

// awaited are what an update looks up because the Kubernetes provider waits by it, to tell at once of a list that is not allowed.
// A preview waits for nothing.
func (g *graph) awaited() pulumi.Array {
	all := pulumi.Array{}
	if g.ctx.DryRun() {
		return all
	}
	for _, kind := range rights.Awaited {
		all = append(all, pulumi.Map{"apiVersion": pulumi.String(kind.APIVersion), "kind": pulumi.String(kind.Kind)})
	}
	return all
}

// planned is an object that is going to be created, by the argument that names it.
type planned struct {
	platform.Planned
	APIVersion string
	at         pulumi.Input
}

// planned are those whose names are known.
func (g *graph) planned() []planned {
	all := []planned{
		g.plan("oidc.tokenSecretName", "v1", "Secret", g.Oidc.TokenSecretName),
		g.plan("proxy.name", "apps/v1", "Deployment", g.Proxy.Name),
		g.plan("proxy.name", "v1", "Service", g.Proxy.Name),
		g.plan("server.name", "apps/v1", "StatefulSet", g.Server.Name),
		g.plan("server.name", "v1", "Service", g.Server.Name),
		g.plan("ingress.name", "networking.k8s.io/v1", "Ingress", g.Ingress.Name),
	}
	if g.Oidc.ExistingKeySecret == nil {
		all = append(all, g.plan("oidc.secretName", "v1", "Secret", g.Oidc.SecretName))
	}
	return slices.DeleteFunc(all, func(p planned) bool { return p.Name == "" })
}

func (g *graph) plan(argument, apiVersion, kind string, name pulumi.Input) planned {
	return planned{platform.Planned{Argument: argument, Kind: kind, Name: g.known(name)}, apiVersion, name}
}

// secretNames are those of Secrets of which something has to be known, with the argument that needs them to be there.
func (g *graph) secretNames() map[string]string {
	all := map[string]string{}
	for _, secret := range awaitInput[[]string](g.ctx, g.ImagePullSecrets).Value {
		all[secret] = "imagePullSecrets"
	}
	all[g.known(g.Ingress.TLSSecretName)] = "ingress.tlsSecretName"
	for _, name := range []pulumi.Input{g.Oidc.SecretName, g.Oidc.TokenSecretName, g.Oidc.ExistingKeySecret, g.Oidc.existingToken().Name} {
		all[g.known(name)] = ""
	}
	delete(all, "")
	return all
}

// known is an argument, empty where it is left out or not known yet.
func (g *graph) known(in pulumi.Input) string { return awaitInput[string](g.ctx, in).Value }

func unpackPreflight() (string, error) {
	chart, err := fs.Sub(preflightChart, "preflight")
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "seqera-studios-preflight-")
	if err != nil {
		return "", err
	}
	return dir, os.CopyFS(dir, chart)
}
