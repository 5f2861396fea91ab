package component

import (
	"slices"

	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

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

// live is what the Platform has now of that which we edit by list or by document.
type live struct {
	editedTowerYml   pulumi.StringOutput
	towerYmlIsEdited bool              // the live document says what it should
	cron, backend    pulumi.BoolOutput // whether our key is mounted already
}

// readPlatform also edits tower.yml, so that a document which cannot be edited is found before anything is declared.
func (g *graph) readPlatform() (*live, error) {
	towerYml, err := g.readTowerYml()
	if err != nil {
		return nil, err
	}
	edited := g.editTowerYml(towerYml)
	a := &arguments{ctx: g.ctx}
	before, known := settle[string](a, towerYml)
	after, _ := settle[string](a, edited)
	if err := a.err(g.name); err != nil {
		return nil, err
	}
	cron, err := g.readMount(g.platform.cron)
	if err != nil {
		return nil, err
	}
	backend, err := g.readMount(g.platform.backend)
	return &live{
		editedTowerYml:   secret(edited), // the owner may keep passwords in it
		towerYmlIsEdited: known && before == after,
		cron:             cron,
		backend:          backend,
	}, err
}

func (g *graph) readTowerYml() (pulumi.StringOutput, error) {
	id, known := g.id(g.platform.towerYmlConfigMap)
	if !known {
		return unknown[string, pulumi.StringOutput](), nil
	}
	configMap, err := corev1.GetConfigMap(g.ctx, g.logical("tower-yml"), id, nil, g.read()...)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	return pulumi.All(configMap.Data, g.platform.towerYmlKey).ApplyT(func(read []any) string {
		return read[0].(map[string]string)[read[1].(string)]
	}).(pulumi.StringOutput), nil
}

func (g *graph) readMount(w workloadSettings) (pulumi.BoolOutput, error) {
	id, known := g.id(w.deployment)
	if !known {
		return unknown[bool, pulumi.BoolOutput](), nil
	}
	deployment, err := appsv1.GetDeployment(g.ctx, g.logical(w.role), id, nil, g.read()...)
	if err != nil {
		return pulumi.BoolOutput{}, err
	}
	return pulumi.All(deployment.Spec, g.oidc.secret, w.container).ApplyT(func(read []any) bool {
		spec := read[0].(appsv1.DeploymentSpec)
		return mounted(spec.Template.Spec, read[1].(string), read[2].(string))
	}).(pulumi.BoolOutput), nil
}

func mounted(pod *corev1.PodSpec, secret, container string) bool {
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
func (g *graph) id(name pulumi.StringOutput) (id pulumi.ID, known bool) {
	text, known := settledText(&arguments{ctx: g.ctx}, pulumi.Sprintf("%s/%s", g.namespace, name))
	return pulumi.ID(text), known
}

// unknown is a value that a preview cannot have yet.
func unknown[T any, O pulumi.Output]() O {
	return pulumi.UnsafeUnknownOutput(nil).ApplyT(func(any) (none T) { return none }).(O)
}
