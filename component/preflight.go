package component

import (
	"embed"
	"io/fs"
	"os"

	helmv4 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/helm/v4"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/await"
)

//go:embed preflight
var preflightChart embed.FS

// newPreflight looks at the cluster before anything is changed. A Pulumi read of an object that is missing fails with
// a message of the engine's, and there is no read that an absent object passes; a Helm chart can look up both. The
// chart renders nothing, so nothing of it reaches the cluster, and nothing of what it reads reaches the state.
func (g *graph) newPreflight() (pulumi.Resource, error) {
	dir, err := unpackPreflight()
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)

	chart, err := helmv4.NewChart(g.ctx, g.logical("preflight"), &helmv4.ChartArgs{
		Chart:     pulumi.String(dir),
		Name:      pulumi.String("studios-preflight"), // Helm takes fewer names than Pulumi
		Namespace: g.Namespace,
		Values: pulumi.Map{
			"platformUrl":       g.PlatformURL,
			"configMap":         g.Platform.ConfigMap,
			"towerYmlConfigMap": g.Platform.TowerYmlConfigMap,
			"towerYmlKey":       g.Platform.TowerYmlKey,
			"cron":              workloadValues(g.cron()),
			"backend":           workloadValues(g.backend()),
			"ingress":           g.copiedIngressName(),
			"variables":         pulumi.ToStringArray(g.variables()),
			"allowList":         pulumi.String("TOWER_DATA_STUDIO_ALLOWED_WORKSPACES"),
			"pods": pulumi.Map{
				"proxy":  combined(g.Proxy.PodLabels, g.selector(proxyComponent)),
				"server": combined(g.Server.PodLabels, g.selector(serverComponent)),
			},
			"mountPath":       pulumi.String(certsMount),
			"volume":          pulumi.String(certsVolume),
			"owners":          pulumi.ToStringArray(g.owners),
			"ownerAnnotation": pulumi.String(ownerAnnotation),
			"objects": pulumi.Array{
				object("v1", "Secret", "oidc.secretName", g.Oidc.SecretName),
				object("v1", "Secret", "oidc.tokenSecretName", g.Oidc.TokenSecretName),
				object("apps/v1", "Deployment", "proxy.name", g.Proxy.Name),
				object("v1", "Service", "proxy.name", g.Proxy.Name),
				object("apps/v1", "StatefulSet", "server.name", g.Server.Name),
				object("v1", "Service", "server.name", g.Server.Name),
				object("networking.k8s.io/v1", "Ingress", "ingress.name", g.Ingress.Name),
			},
		},
	}, g.under(nil)...)
	if err != nil {
		return nil, err
	}
	// The chart is read, and the cluster looked at, by the time that its outputs are there.
	_, err = await.Value[any](g.ctx, chart.Resources)
	return chart, err
}

func workloadValues(w workload) pulumi.Map {
	return pulumi.Map{"deployment": w.Deployment, "container": w.Container}
}

func object(apiVersion, kind, argument string, name pulumi.Input) pulumi.Map {
	return pulumi.Map{
		"apiVersion": pulumi.String(apiVersion),
		"kind":       pulumi.String(kind),
		"argument":   pulumi.String(argument),
		"name":       name,
	}
}

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
