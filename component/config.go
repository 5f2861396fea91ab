package component

import (
	"maps"
	"strconv"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// platformConfig are the two ConfigMaps that backend and cron read at start.
type platformConfig struct {
	environment, towerYml *corev1.ConfigMapPatch // towerYml is nil where nothing is to be said there
	environmentOver       pulumi.StringInput
	// restarts are annotations that change when what backend and cron have read is another.
	restarts pulumi.StringMap
}

func (g *graph) newPlatformConfig(c *credentials) (config *platformConfig, err error) {
	config = &platformConfig{environmentOver: writtenOver(overAnnotation, g.liveEnvironment(c))}
	config.restarts = pulumi.StringMap{writtenAnnotation: config.environmentOver}
	config.environment, err = g.newEnvironment("platform-environment", c, config, g.under(nil, configMapSecrets))
	if err != nil || g.towerYml == nil {
		return config, err
	}
	over := writtenOver(overAnnotation, g.towerYml.live)
	config.restarts[towerYmlAnnotation] = over
	config.towerYml, err = g.newTowerYml(g.towerYml, over)
	return config, err
}

func (g *graph) liveEnvironment(c *credentials) live {
	if g.found == nil {
		return live{}
	}
	configMap := g.facts.ConfigMap(g.found.ConfigMap)
	state := configMap.Has(g.values(g.environment(c.token)), fieldManager)
	return live{state, configMap.Annotations, configMap.Version}
}

func (g *graph) newEnvironment(
	child string, c *credentials, config *platformConfig, opts []pulumi.ResourceOption,
) (*corev1.ConfigMapPatch, error) {
	var data pulumi.StringMapInput = g.environment(c.token)
	if g.found == nil || g.isOpen(g.RemovedTemplates) || g.isOpen(g.TemplateSets) { // which templates there will be is not known
		data = await.Unknown[map[string]string, pulumi.StringMapOutput]()
	}
	return corev1.NewConfigMapPatch(g.ctx, g.logical(child),
		g.configMapPatch(g.Platform.ConfigMap, fieldManager, config.environmentOver, data), opts...)
}

// environment are the variables that turn Studios on in the Platform. Where its key is stands with its mount. A token of the
// Platform's own is left to it.
func (g *graph) environment(token pulumi.StringOutput) pulumi.StringMap {
	data := pulumi.StringMap{
		"TOWER_DATA_STUDIO_CONNECT_URL": text(g.ConnectURL),
		"TOWER_DATA_EXPLORER_ENABLED":   pulumi.String("true"),
	}
	if g.Oidc.ExistingTokenSecret == nil {
		data[platform.Token] = token
	}
	for _, more := range []pulumi.StringMap{
		g.templateEnvironment(), g.allowListVariable(), g.Workspaces.variables(), g.Wave.variables(), g.Sessions.variables(),
		g.Oidc.audience(), g.sshVariables(),
	} {
		maps.Copy(data, more)
	}
	return data
}

func (g *graph) configMapPatch(
	name pulumi.StringPtrInput, manager string, over pulumi.StringInput, data pulumi.StringMapInput,
) *corev1.ConfigMapPatchArgs {
	return &corev1.ConfigMapPatchArgs{
		Metadata: &metav1.ObjectMetaPatchArgs{Name: name, Namespace: g.Namespace, Annotations: pulumi.StringMap{
			fieldManagerAnnotation: pulumi.String(manager),
			forceAnnotation:        pulumi.String("true"),
			overAnnotation:         over,
		}},
		Data: data,
	}
}

// newSwitch is the first thing that a destroy takes away. It holds the same variables under the same field manager as
// the patch at the start of the graph, so withdrawing it turns Studios off in the ConfigMap before backend and cron
// roll for the last time; in the reverse order of creation alone they would start with a key file that is gone. It
// never follows a change, since the patch at the start has made it already; in another ConfigMap it is another one, or it
// would bring there what it said in the first.
func (g *graph) newSwitch(c *credentials, config *platformConfig, after ...pulumi.Resource) error {
	child := "platform-switch"
	if name := g.known(g.Platform.ConfigMap); name != usualConfigMap {
		child += "-" + shortHash(name)
	}
	_, err := g.newEnvironment(child, c, config,
		g.under(after, configMapSecrets, pulumi.IgnoreChanges([]string{"data", "metadata.annotations"})))
	return err
}

// usualConfigMap is that of the manual page.
const usualConfigMap = "platform-backend-cfg"

func decimal(in pulumi.IntPtrInput) pulumi.StringOutput {
	return number(in).ApplyT(strconv.Itoa).(pulumi.StringOutput)
}
