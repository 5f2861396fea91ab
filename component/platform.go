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
	towerYml      pulumi.StringOutput
	cron, backend pulumi.BoolOutput // whether our key is mounted already
}

func (g *graph) readPlatform() (*live, error) {
	towerYml, err := corev1.GetConfigMap(g.ctx, g.logical("tower-yml"), g.id(g.platform.towerYmlConfigMap), nil,
		g.read()...)
	if err != nil {
		return nil, err
	}
	cron, err := g.readMount(g.platform.cron)
	if err != nil {
		return nil, err
	}
	backend, err := g.readMount(g.platform.backend)
	if err != nil {
		return nil, err
	}
	document := pulumi.All(towerYml.Data, g.platform.towerYmlKey).ApplyT(func(read []any) string {
		return read[0].(map[string]string)[read[1].(string)]
	}).(pulumi.StringOutput)
	return &live{towerYml: document, cron: cron, backend: backend}, nil
}

func (g *graph) readMount(w workloadSettings) (pulumi.BoolOutput, error) {
	deployment, err := appsv1.GetDeployment(g.ctx, g.logical(w.role), g.id(w.deployment), nil,
		g.read()...)
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

// id names an object of the Platform to a read.
func (g *graph) id(name pulumi.StringOutput) pulumi.IDOutput {
	return pulumi.Sprintf("%s/%s", g.namespace, name).ApplyT(func(id string) pulumi.ID {
		return pulumi.ID(id)
	}).(pulumi.IDOutput)
}
