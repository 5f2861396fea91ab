package component

import (
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/toweryml"
)

// towerYml is the document that says which workspaces may use Studios, as far as Studios has to say it there.
type towerYml struct {
	live            live
	edited          pulumi.StringOutput
	suffix, manager string // of the patch
}

// readTowerYml also edits the document, so that one which cannot be edited is found before anything is declared. There is none
// where the list stands elsewhere, and where a document of somebody else's says it already.
func (g *graph) readTowerYml() (*towerYml, *field.Error, error) {
	inEnvironment, at := g.isAllowedIn(platform.InEnvironment), g.found.TowerYml
	switch {
	case g.isAllowedIn(platform.InPlatform), inEnvironment && (g.AllowedWorkspaces != nil || g.found.NoTowerYml != nil):
		return nil, nil, nil
	case g.found.NoTowerYml != nil:
		return nil, g.found.NoTowerYml, nil
	}
	configMap := g.facts.ConfigMap(at.ConfigMap)
	before, err := g.readDocument(at)
	if err != nil {
		return nil, nil, err
	}
	doc := newDocument(at)
	doc.live = live{platform.Unknown, configMap.Annotations, configMap.Version}
	workspaces, isKnown := g.allowedWorkspaces()
	if !isKnown {
		return doc, nil, nil
	}
	after, err := toweryml.Edit(before, workspaces)
	if err != nil {
		return nil, platform.NotEdited(at, err), nil
	}
	_, wasWritten := configMap.Annotations[overAnnotation]
	wasWritten = wasWritten || configMap.Holds(doc.manager, at.Key)
	isSaid := after == before || inEnvironment && !toweryml.Restricts(before)
	switch by := configMap.Applier(at.Key); {
	case isSaid && !wasWritten:
		return nil, nil, nil
	case isSaid:
		doc.live.state, after = platform.Live, before
	case by != "":
		return nil, platform.Applied(at, by, toweryml.Spelled(workspaces), g.elsewhere()), nil
	case configMap.Immutable:
		return nil, platform.Immutable(at), nil
	default:
		doc.live.state = platform.Stale
	}
	doc.edited = hidden(constantText(after)) // the owner may keep passwords in it
	return doc, nil, nil
}

// elsewhere are the places for the list besides tower.yml. Before 26.1 the environment cannot allow all workspaces.
func (g *graph) elsewhere() []string {
	if g.AllowedWorkspaces == nil {
		return []string{platform.InPlatform}
	}
	return []string{platform.InEnvironment, platform.InPlatform}
}

func (g *graph) readDocument(at platform.Document) (string, error) {
	id, _ := await.Value[string](g.ctx, pulumi.Sprintf("%s/%s", g.Namespace, at.ConfigMap))
	// A read repeats what it found as inputs.
	secrets := pulumi.AdditionalSecretOutputs([]string{"__inputs", "data", "binaryData", "metadata"})
	ofKubernetes, err := g.kubernetesPackage()
	if err != nil {
		return "", err
	}
	var configMap corev1.ConfigMap
	err = g.ctx.ReadPackageResource("kubernetes:core/v1:ConfigMap", g.logical("tower-yml"), pulumi.ID(id.Value), nil, &configMap,
		ofKubernetes, g.under(nil, secrets)...)
	if err != nil {
		return "", err
	}
	data, err := await.Value[map[string]string](g.ctx, configMap.Data)
	return data.Value[at.Key], err
}

// allowedWorkspaces are nil where all are allowed.
func (g *graph) allowedWorkspaces() (ids []int64, isKnown bool) {
	if g.AllowedWorkspaces == nil {
		return nil, true
	}
	list := awaitInput[[]int](g.ctx, g.AllowedWorkspaces)
	ids = make([]int64, 0, len(list.Value))
	for _, id := range list.Value {
		ids = append(ids, int64(id))
	}
	return ids, list.Known
}

// newTowerYml writes the edited document. The whole document is one key, which the patch comes to own, so withdrawing
// the patch would take the Platform's configuration with it: it stays when the component goes. While the live
// document says what it should, the patch leaves it alone, whoever has edited the rest.
func (g *graph) newTowerYml(doc *towerYml, over pulumi.StringInput) (*corev1.ConfigMapPatch, error) {
	opts := []pulumi.ResourceOption{configMapSecrets, pulumi.RetainOnDelete(true)}
	if doc.live.isLeftAlone(overAnnotation) {
		opts = append(opts, pulumi.IgnoreChanges([]string{"data"}))
	}
	data := text(g.Platform.TowerYmlKey).ApplyT(func(key string) pulumi.StringMapOutput {
		return pulumi.StringMap{key: doc.edited}.ToStringMapOutput()
	}).(pulumi.StringMapOutput)
	return corev1.NewConfigMapPatch(g.ctx, g.logical("platform-tower-yml"+doc.suffix),
		g.configMapPatch(g.Platform.TowerYmlConfigMap, doc.manager, over, data), g.under(nil, opts...)...)
}

// usualDocument is that of Seqera's manifests.
var usualDocument = platform.Document{ConfigMap: "tower-yml", Key: "tower.yml"}

// newDocument is a document of which nothing is known yet. Another than the usual is the matter of another patch and another
// field manager: with one for both, an apply of the second would drop the first, which nobody else owns.
func newDocument(at platform.Document) *towerYml {
	doc := &towerYml{edited: await.Unknown[string, pulumi.StringOutput]()}
	if at != usualDocument {
		doc.suffix = "-" + shortHash(at.ConfigMap, at.Key)
	}
	doc.manager = fieldManager + doc.suffix
	return doc
}
