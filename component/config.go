package component

import (
	"maps"
	"strconv"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/rules"
	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/toweryml"
)

// platformConfig are the two ConfigMaps that backend and cron read at start.
type platformConfig struct {
	environment, towerYml *corev1.ConfigMapPatch
}

func (g *graph) newPlatformConfig(c *credentials, now *platformNow) (*platformConfig, error) {
	environment, err := corev1.NewConfigMapPatch(g.ctx, g.logical("platform-environment"),
		g.configMapPatch(g.Platform.ConfigMap, fieldManager, g.environment(c)), g.under(nil, configMapSecrets)...)
	if err != nil {
		return nil, err
	}
	towerYml, err := g.newTowerYml(now)
	if err != nil {
		return nil, err
	}
	return &platformConfig{environment: environment, towerYml: towerYml}, nil
}

// environment are the variables that turn Studios on in the Platform.
func (g *graph) environment(c *credentials) pulumi.StringMap {
	data := pulumi.StringMap{
		"TOWER_DATA_STUDIO_CONNECT_URL":                text(g.ConnectURL),
		"TOWER_OIDC_PEM_PATH":                          pulumi.String(certsMount + "/" + pemFile),
		"TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN": c.token,
		"TOWER_DATA_EXPLORER_ENABLED":                  pulumi.String("true"),
	}
	maps.Copy(data, g.templateEnvironment())
	return data
}

// variables are the names of those in environment.
func (g *graph) variables() []string { return rules.Sorted(g.environment(&credentials{})) }

// newTowerYml writes the edited document. The whole document is one key, which the patch comes to own, so withdrawing
// the patch would take the Platform's configuration with it: it stays when the component goes. While the live
// document says what it should, the patch leaves it alone, whoever has edited the rest.
func (g *graph) newTowerYml(now *platformNow) (*corev1.ConfigMapPatch, error) {
	opts := []pulumi.ResourceOption{configMapSecrets, pulumi.RetainOnDelete(true)}
	if now.towerYmlIsEdited {
		opts = append(opts, pulumi.IgnoreChanges([]string{"data"}))
	}
	data := text(g.Platform.TowerYmlKey).ApplyT(func(key string) pulumi.StringMapOutput {
		return pulumi.StringMap{key: now.editedTowerYml}.ToStringMapOutput()
	}).(pulumi.StringMapOutput)
	suffix := g.documentSuffix()
	return corev1.NewConfigMapPatch(g.ctx, g.logical("platform-tower-yml"+suffix),
		g.configMapPatch(g.Platform.TowerYmlConfigMap, fieldManager+suffix, data), g.under(nil, opts...)...)
}

// documentSuffix makes another document the matter of another patch and another field manager. With one for both, an apply of
// the second would drop the first, which nobody else owns.
func (g *graph) documentSuffix() string {
	configMap, _ := await.Value[string](g.ctx, text(g.Platform.TowerYmlConfigMap))
	key, _ := await.Value[string](g.ctx, text(g.Platform.TowerYmlKey))
	if is := (document{configMap.Value, key.Value}); is != defaultDocument {
		return "-" + shortHash(is.configMap, is.key)
	}
	return ""
}

func (g *graph) editTowerYml(document pulumi.StringOutput) pulumi.StringOutput {
	if g.AllowedWorkspaces == nil {
		return document.ApplyT(func(document string) (string, error) {
			return toweryml.Edit(document, nil)
		}).(pulumi.StringOutput)
	}
	return pulumi.All(document, g.AllowedWorkspaces).ApplyT(func(read []any) (string, error) {
		workspaces := make([]int64, 0)
		for _, id := range read[1].([]int) {
			workspaces = append(workspaces, int64(id))
		}
		return toweryml.Edit(read[0].(string), workspaces)
	}).(pulumi.StringOutput)
}

func (g *graph) configMapPatch(name pulumi.StringPtrInput, manager string, data pulumi.StringMapInput) *corev1.ConfigMapPatchArgs {
	return &corev1.ConfigMapPatchArgs{
		Metadata: &metav1.ObjectMetaPatchArgs{
			Name:      name,
			Namespace: g.Namespace,
			Annotations: pulumi.StringMap{
				fieldManagerAnnotation: pulumi.String(manager),
				forceAnnotation:        pulumi.String("true"),
			},
		},
		Data: data,
	}
}

// newSwitch is the first thing that a destroy takes away. It holds the same variables under the same field manager as
// the patch at the start of the graph, so withdrawing it turns Studios off in the ConfigMap before backend and cron
// roll for the last time; in the reverse order of creation alone they would start with a key file that is gone. It
// never follows a change, since the patch at the start has made it already.
func (g *graph) newSwitch(c *credentials, after ...pulumi.Resource) error {
	_, err := corev1.NewConfigMapPatch(g.ctx, g.logical("platform-switch"),
		g.configMapPatch(g.Platform.ConfigMap, fieldManager, g.environment(c)),
		g.under(after, configMapSecrets, pulumi.IgnoreChanges([]string{"data"}))...)
	return err
}

func decimal(in pulumi.IntPtrInput) pulumi.StringOutput {
	return number(in).ApplyT(strconv.Itoa).(pulumi.StringOutput)
}
