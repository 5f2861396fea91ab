package component

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	helmv4 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/helm/v4"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
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

	version, err := sdkVersion()
	if err != nil {
		return nil, err
	}
	var broken error
	take := func(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
		args.Opts.Version = version
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
		if o.Kind == "Secret" && g.isBlind() {
			continue
		}
		object := pulumi.Map{
			"apiVersion": pulumi.String(o.APIVersion), "kind": pulumi.String(o.Kind), "name": o.at,
		}
		if o.isForeign {
			object["isForeign"] = pulumi.Bool(true)
		}
		objects = append(objects, object)
	}
	var secrets, certificates []string
	if !g.isBlind() {
		secrets, certificates = rules.Sorted(g.secretNames()), rules.Sorted(g.certificates())
	}
	return pulumi.Map{
		"release":      orElse[pulumi.Input](g.Platform.Release, pulumi.String("")),
		"record":       pulumi.String(platform.Record),
		"annotation":   pulumi.String(factsAnnotation),
		"owners":       pulumi.ToStringArray(g.owners),
		"towerYml":     pulumi.String(platform.TowerYmlPath),
		"told":         pulumi.ToStringArray(g.told()),
		"family":       pulumi.String(platform.Family),
		"redis":        pulumi.String(platform.RedisURL),
		"tokens":       pulumi.ToStringArray([]string{platform.Token}),
		"secrets":      pulumi.ToStringArray(secrets),
		"certificates": pulumi.ToStringArray(certificates),
		"objects":      objects,
		"apis":         pulumi.ToStringArray(slices.Sorted(slices.Values(slices.Concat(slices.Collect(maps.Values(g.apis()))...)))),
		"readsSecrets": pulumi.Bool(!g.isBlind()),
		// The right to read a namespace is none that everybody has.
		"readsNamespace": pulumi.Bool(awaitInput[bool](g.ctx, g.CheckPodSecurity).Value),
		"awaited":        g.awaited(),
	}
}

// told are the variables whose values the facts hold: those that a decision needs, and ours, but for the token.
func (g *graph) told() []string {
	ours := g.environment(await.Unknown[string, pulumi.StringOutput]())
	delete(ours, platform.Token)
	for name := range ours {
		if strings.HasPrefix(name, platform.Family) {
			delete(ours, name) // are told anyway
		}
	}
	told := slices.Concat(platform.Told, []string{platform.PemPath}, rules.Sorted(ours))
	if a := g.CertificateAuthority; a.isOn() {
		told = append(told, platform.Authority)
		if a.ConfigMapName != nil {
			told = append(told, g.known(a.key()))
		}
	}
	return told
}

// planned is an object that is going to be created, by the argument that names it.
type planned struct {
	platform.Planned
	APIVersion string
	at         pulumi.Input
	isForeign  bool // of a kind that is not Kubernetes' own
}

// planned are those whose names are known.
func (g *graph) planned() []planned {
	all := []planned{
		g.plan("oidc.tokenSecretName", "v1", "Secret", g.Oidc.TokenSecretName),
		g.plan("proxy.name", "apps/v1", "Deployment", g.Proxy.Name),
		g.plan("proxy.name", "v1", "Service", g.Proxy.Name),
		g.plan("server.name", "apps/v1", "StatefulSet", g.Server.Name),
		g.plan("server.name", "v1", "Service", g.Server.Name),
	}
	if g.Oidc.ExistingKeySecret == nil {
		all = append(all, g.plan("oidc.secretName", "v1", "Secret", g.Oidc.SecretName))
	}
	if len(g.Quotas.Buckets) > 0 {
		all = append(all, g.plan("quotas.name", "v1", "ConfigMap", g.policyName()))
	}
	all = append(all, g.plannedBeside()...)
	return slices.DeleteFunc(all, func(p planned) bool { return p.Name == "" })
}

// plannedBeside are those that are there on request.
func (g *graph) plannedBeside() (all []planned) {
	add := func(isWanted bool, argument, apiVersion, kind string, name pulumi.Input) {
		if isWanted {
			all = append(all, g.plan(argument, apiVersion, kind, name))
		}
	}
	add(g.hasBudget(g.Proxy.DisruptionBudget, g.Proxy.minReplicas()), "proxy.name", "policy/v1", "PodDisruptionBudget", g.Proxy.Name)
	add(g.hasBudget(g.Server.DisruptionBudget, g.Server.Replicas), "server.name", "policy/v1", "PodDisruptionBudget", g.Server.Name)
	add(g.Proxy.Autoscaling.isOn(), "proxy.name", "autoscaling/v2", "HorizontalPodAutoscaler", g.Proxy.Name)
	add(g.SSH.isOn(g.ctx), "ssh.service.name", "v1", "Service", g.SSH.Service.Name)
	add(g.SSH.isOn(g.ctx) && g.SSH.ExistingKeySecret == nil, "ssh.secretName", "v1", "Secret", g.SSH.SecretName)
	add(g.CertificateAuthority.isOurs(), "certificateAuthority.name", "v1", "ConfigMap", g.CertificateAuthority.configMap())
	add(g.hasIngress(), "ingress.name", "networking.k8s.io/v1", "Ingress", g.Ingress.Name)
	all = append(all, g.plannedForeign()...)
	add(g.makesAccount(), "serviceAccount.name", "v1", "ServiceAccount", g.ServiceAccount.Name)
	add(g.hasNetworkPolicies(), "proxy.name", "networking.k8s.io/v1", "NetworkPolicy", g.Proxy.Name)
	add(g.hasNetworkPolicies(), "server.name", "networking.k8s.io/v1", "NetworkPolicy", g.Server.Name)
	return all
}

func (g *graph) plan(argument, apiVersion, kind string, name pulumi.Input) planned {
	return planned{Planned: platform.Planned{Argument: argument, Kind: kind, Name: g.known(name)}, APIVersion: apiVersion, at: name}
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
