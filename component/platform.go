package component

import (
	"slices"

	"github.com/pulumi/pulumi-go-provider/infer"
	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/rules"
)

// PlatformArgs name the objects of the running Platform that Studios has to change.
type PlatformArgs struct {
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
		constant(&a.ConfigMap, "platform-backend-cfg", rules.ObjectName),
		constant(&a.TowerYmlConfigMap, defaultDocument.configMap, rules.ObjectName),
		constant(&a.TowerYmlKey, defaultDocument.key, rules.ConfigMapKey),
		group(&a.Backend, workloadRows(backendRole)),
		group(&a.Cron, workloadRows(cronRole)),
	}
}

// document is where tower.yml stands.
type document struct{ configMap, key string }

var defaultDocument = document{"tower-yml", "tower.yml"}

// WorkloadArgs name one Deployment of the Platform and the container in it.
type WorkloadArgs struct {
	// Deployment is the name of the Deployment.
	Deployment pulumi.StringPtrInput `pulumi:"deployment,optional"`
	// Container in the Deployment's pods that reads the ConfigMap.
	Container pulumi.StringPtrInput `pulumi:"container,optional"`
}

// Annotate describes the arguments in the schema.
func (a *WorkloadArgs) Annotate(an infer.Annotator) { annotate(an, a) }

// workloadRows are those of one workload, which Seqera's manifests call by its role.
func workloadRows(role string) func(*WorkloadArgs) []row {
	return func(a *WorkloadArgs) []row {
		return []row{
			constant(&a.Deployment, role, rules.ObjectName),
			constant(&a.Container, role, rules.LabelName),
		}
	}
}

const (
	backendRole = "backend"
	cronRole    = "cron"
)

// workload is one of the Platform's two that read the Studios settings.
type workload struct {
	*WorkloadArgs
	role string
}

func (g *graph) backend() workload { return workload{g.Platform.Backend, backendRole} }
func (g *graph) cron() workload    { return workload{g.Platform.Cron, cronRole} }

// A read or patched object is stored in the state whole. What may hold the Platform's own passwords is therefore
// secret; the metadata too, for kubectl repeats the whole object in an annotation.
var (
	configMapSecrets = pulumi.AdditionalSecretOutputs([]string{"data", "binaryData", "metadata"})
	workloadSecrets  = pulumi.AdditionalSecretOutputs([]string{"spec", "metadata"})
)

// read are the options of a read. It repeats what it found as inputs, and a status that changes with every rollout is
// no news to a preview.
func (g *graph) read() []pulumi.ResourceOption {
	return g.under(nil, pulumi.AdditionalSecretOutputs([]string{
		"__inputs", "data", "binaryData", "metadata", "spec", "status",
	}))
}

// platformNow is what the Platform has of that which we edit by list or by document.
type platformNow struct {
	editedTowerYml   pulumi.StringOutput
	towerYmlIsEdited bool              // the live document says what it should
	cronHasKey       pulumi.BoolOutput // it is mounted already
	backendHasKey    pulumi.BoolOutput
}

// readPlatform also edits tower.yml, so that a document which cannot be edited is found before anything is declared.
func (g *graph) readPlatform() (*platformNow, error) {
	towerYml, err := g.readTowerYml()
	if err != nil {
		return nil, err
	}
	before, err := await.Value[string](g.ctx, towerYml)
	if err != nil {
		return nil, err
	}
	edited := g.editTowerYml(towerYml)
	after, err := await.Value[string](g.ctx, edited)
	if err != nil {
		return nil, err
	}
	cron, err := g.readMount(g.cron())
	if err != nil {
		return nil, err
	}
	backend, err := g.readMount(g.backend())
	return &platformNow{
		editedTowerYml:   hidden(edited), // the owner may keep passwords in it
		towerYmlIsEdited: before.Known && before.Value == after.Value,
		cronHasKey:       cron,
		backendHasKey:    backend,
	}, err
}

func (g *graph) readTowerYml() (pulumi.StringOutput, error) {
	id, known := g.id(g.Platform.TowerYmlConfigMap)
	if !known {
		return await.Unknown[string, pulumi.StringOutput](), nil
	}
	configMap, err := corev1.GetConfigMap(g.ctx, g.logical("tower-yml"), id, nil, g.read()...)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	return pulumi.All(configMap.Data, g.Platform.TowerYmlKey).ApplyT(func(read []any) string {
		return read[0].(map[string]string)[read[1].(string)]
	}).(pulumi.StringOutput), nil
}

func (g *graph) readMount(w workload) (pulumi.BoolOutput, error) {
	id, known := g.id(w.Deployment)
	if !known {
		return await.Unknown[bool, pulumi.BoolOutput](), nil
	}
	deployment, err := appsv1.GetDeployment(g.ctx, g.logical(w.role), id, nil, g.read()...)
	if err != nil {
		return pulumi.BoolOutput{}, err
	}
	return pulumi.All(deployment.Spec, g.Oidc.SecretName, w.Container).ApplyT(func(read []any) bool {
		spec := read[0].(appsv1.DeploymentSpec)
		return hasMount(spec.Template.Spec, read[1].(string), read[2].(string))
	}).(pulumi.BoolOutput), nil
}

func hasMount(pod *corev1.PodSpec, secret, container string) bool {
	hasVolume := slices.ContainsFunc(pod.Volumes, func(v corev1.Volume) bool {
		return v.Name == certsVolume && v.Secret != nil && v.Secret.SecretName != nil && *v.Secret.SecretName == secret
	})
	return hasVolume && slices.ContainsFunc(pod.Containers, func(c corev1.Container) bool {
		return c.Name == container && slices.ContainsFunc(c.VolumeMounts, func(m corev1.VolumeMount) bool {
			return m.Name == certsVolume && m.MountPath == certsMount
		})
	})
}

// id names an object of the Platform to a read. A read of an unknown name would never come back, and whatever depends
// on it could not be previewed.
func (g *graph) id(name pulumi.Input) (id pulumi.ID, known bool) {
	result, _ := await.Value[string](g.ctx, pulumi.Sprintf("%s/%s", g.Namespace, name))
	return pulumi.ID(result.Value), result.Known
}
