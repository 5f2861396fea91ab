package component

import (
	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/await"
)

// newRollout mounts the key in one Deployment of the Platform and restarts it whenever what it reads has changed.
func (g *graph) newRollout(
	w workload, hasKey pulumi.BoolOutput, c *credentials, config *platformConfig, after ...pulumi.Resource,
) (pulumi.Resource, error) {
	after = append(after, c.keySecret, config.environment, config.towerYml)
	mount, err := g.newMount(w, hasKey, after)
	if err != nil {
		return nil, err
	}
	return appsv1.NewDeploymentPatch(g.ctx, g.logical(w.role+"-restart"), &appsv1.DeploymentPatchArgs{
		Metadata: g.workloadMeta(w, pulumi.StringMap{forceAnnotation: pulumi.String("true")}),
		Spec: &appsv1.DeploymentSpecPatchArgs{Template: &corev1.PodTemplateSpecPatchArgs{
			Metadata: &metav1.ObjectMetaPatchArgs{Annotations: pulumi.StringMap{
				writtenAnnotation:  g.written(config.environment, fieldManager),
				towerYmlAnnotation: g.written(config.towerYml, fieldManager+g.documentSuffix()),
				keyAnnotation:      c.fingerprint,
			}},
		}},
	}, g.under(append(after, mount), workloadSecrets, g.timeouts())...)
}

// newMount adds the volume and its mount. The provider compares lists entry by entry with the Deployment's own, so a
// list in a patch looks changed for ever: while the live Deployment has our mount the patch is not compared at all,
// and when its content changes it is another patch, under another name and another field manager. It does not wait:
// the restart follows at once, and waits.
func (g *graph) newMount(w workload, hasKey pulumi.BoolOutput, after []pulumi.Resource) (pulumi.Resource, error) {
	opts := []pulumi.ResourceOption{workloadSecrets}
	mounted, err := await.Value[bool](g.ctx, hasKey)
	if err != nil {
		return nil, err
	}
	if mounted.Value {
		opts = append(opts, pulumi.IgnoreChanges([]string{"spec"}))
	}
	secretName, _ := await.Value[string](g.ctx, text(g.Oidc.SecretName))
	container, _ := await.Value[string](g.ctx, text(w.Container))
	version := shortHash(certsVolume, certsMount, secretName.Value, container.Value)

	return appsv1.NewDeploymentPatch(g.ctx, g.logical(w.role+"-mount-"+version), &appsv1.DeploymentPatchArgs{
		Metadata: g.workloadMeta(w, pulumi.StringMap{
			fieldManagerAnnotation: pulumi.String(fieldManager + "-mount-" + version),
			forceAnnotation:        pulumi.String("true"),
			skipAwaitAnnotation:    pulumi.String("true"),
		}),
		Spec: &appsv1.DeploymentSpecPatchArgs{Template: &corev1.PodTemplateSpecPatchArgs{
			Spec: &corev1.PodSpecPatchArgs{
				Volumes: corev1.VolumePatchArray{&corev1.VolumePatchArgs{
					Name:   pulumi.String(certsVolume),
					Secret: &corev1.SecretVolumeSourcePatchArgs{SecretName: g.Oidc.SecretName},
				}},
				Containers: corev1.ContainerPatchArray{&corev1.ContainerPatchArgs{
					Name: w.Container,
					VolumeMounts: corev1.VolumeMountPatchArray{&corev1.VolumeMountPatchArgs{
						Name:      pulumi.String(certsVolume),
						MountPath: pulumi.String(certsMount),
						ReadOnly:  pulumi.Bool(true),
					}},
				}},
			},
		}},
	}, g.under(after, opts...)...)
}

func (g *graph) workloadMeta(w workload, annotations pulumi.StringMap) *metav1.ObjectMetaPatchArgs {
	return &metav1.ObjectMetaPatchArgs{Name: w.Deployment, Namespace: g.Namespace, Annotations: annotations}
}
