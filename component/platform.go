package component

import (
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// PlatformArgs name the objects of the running Platform that Studios has to change. What is left out is found in the
// namespace, and a preview says what was found.
type PlatformArgs struct {
	// Release is the Helm release of the Platform, needed only where the namespace has several.
	Release pulumi.StringPtrInput `pulumi:"release,optional"`
	// Version of the Platform, from which Studios' own version, its templates and the place of the allowed workspaces
	// follow. Needed only where the tag of the backend's image does not tell. Example: "25.3".
	Version pulumi.StringPtrInput `pulumi:"version,optional"`
	// ConfigMap with the environment of backend and cron.
	ConfigMap pulumi.StringPtrInput `pulumi:"configMap,optional"`
	// TowerYmlConfigMap is the ConfigMap that holds tower.yml.
	TowerYmlConfigMap pulumi.StringPtrInput `pulumi:"towerYmlConfigMap,optional"`
	// TowerYmlKey is the key of tower.yml in that ConfigMap.
	TowerYmlKey pulumi.StringPtrInput `pulumi:"towerYmlKey,optional"`
	// Backend is the Deployment that serves the Platform.
	Backend *WorkloadArgs `pulumi:"backend,optional"`
	// Cron is the Deployment that runs the Platform's jobs.
	Cron *WorkloadArgs `pulumi:"cron,optional"`
}

// Annotate describes the arguments in the schema.
func (a *PlatformArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *PlatformArgs) rows() []row {
	return []row{
		derived(&a.Release, "found", rules.ObjectName),
		derived(&a.Version, "that of the backend's image", rules.PlatformVersion),
		derived(&a.ConfigMap, "found: the one that backend and cron both read", rules.ObjectName),
		derived(&a.TowerYmlConfigMap, "found: the one that both have at /tower.yml", rules.ObjectName),
		derived(&a.TowerYmlKey, "found: the one that both have at /tower.yml", rules.ConfigMapKey),
		group(&a.Backend, (*WorkloadArgs).rows),
		group(&a.Cron, (*WorkloadArgs).rows),
	}
}

// WorkloadArgs name one Deployment of the Platform and the container in it.
type WorkloadArgs struct {
	// Deployment is the name of the Deployment.
	Deployment pulumi.StringPtrInput `pulumi:"deployment,optional"`
	// Container in the Deployment's pods that reads the ConfigMap.
	Container pulumi.StringPtrInput `pulumi:"container,optional"`
}

// Annotate describes the arguments in the schema.
func (a *WorkloadArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *WorkloadArgs) rows() []row {
	return []row{
		derived(&a.Deployment, "found: the one that runs it", rules.ObjectName),
		derived(&a.Container, "found: the only one, or the one that has tower.yml", rules.LabelName),
	}
}

// workload is one of the Platform's two that read the Studios settings.
type workload struct {
	*WorkloadArgs
	role string
	live *platform.Deployment // nil in a preview that cannot know yet
	// container is its name where it is known.
	container string
}

func (g *graph) backend() workload { return g.workload(platform.Backend, g.Platform.Backend) }
func (g *graph) cron() workload    { return g.workload(platform.Cron, g.Platform.Cron) }

func (g *graph) workload(role string, args *WorkloadArgs) workload {
	w := workload{WorkloadArgs: args, role: role}
	if g.found != nil {
		found := g.found.Workload(role)
		w.live, w.container = g.facts.Deployment(found.Deployment), found.Container
	}
	return w
}

// A read or patched object is stored in the state whole. What may hold the Platform's own passwords is therefore
// secret; the metadata too, for kubectl repeats the whole object in an annotation.
var (
	configMapSecrets = pulumi.AdditionalSecretOutputs([]string{"data", "binaryData", "metadata"})
	workloadSecrets  = pulumi.AdditionalSecretOutputs([]string{"spec", "metadata"})
)
