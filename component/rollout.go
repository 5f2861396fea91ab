package component

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// newRollout mounts the key in one Deployment of the Platform and restarts it whenever what it reads has changed.
func (g *graph) newRollout(
	w workloadSettings, mounted pulumi.BoolOutput, c *credentials, config *platformConfig, after ...pulumi.Resource,
) (pulumi.Resource, error) {
	after = append(after, c.oidc, config.environment, config.towerYml)
	mount, err := g.newMount(w, mounted, after)
	if err != nil {
		return nil, err
	}
	return appsv1.NewDeploymentPatch(g.ctx, g.logical(w.role+"-restart"), &appsv1.DeploymentPatchArgs{
		Metadata: g.workloadMeta(w, pulumi.StringMap{forceAnnotation: pulumi.String("true")}),
		Spec: &appsv1.DeploymentSpecPatchArgs{Template: &corev1.PodTemplateSpecPatchArgs{
			Metadata: &metav1.ObjectMetaPatchArgs{Annotations: pulumi.StringMap{
				writtenAnnotation:  g.written(config.environment),
				towerYmlAnnotation: g.written(config.towerYml),
				keyAnnotation:      c.fingerprint,
			}},
		}},
	}, g.under(append(after, mount), workloadSecrets, g.timeouts())...)
}

// newMount adds the volume and its mount. The provider compares lists entry by entry with the Deployment's own, so a
// list in a patch looks changed for ever: while the live Deployment has our mount the patch is not compared at all,
// and when its content changes it is another patch, under another name and another field manager. It does not wait:
// the restart follows at once, and waits.
func (g *graph) newMount(w workloadSettings, mounted pulumi.BoolOutput, after []pulumi.Resource) (pulumi.Resource, error) {
	a := &arguments{ctx: g.ctx}
	secret, _ := settledText(a, g.oidc.secret)
	container, _ := settledText(a, w.container)
	opts := []pulumi.ResourceOption{workloadSecrets}
	isMounted, known := settle[bool](a, mounted)
	if err := a.err(g.name); err != nil {
		return nil, err
	}
	if known && isMounted {
		opts = append(opts, pulumi.IgnoreChanges([]string{"spec"}))
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{certsVolume, certsMount, secret, container}, "\n")))
	version := hex.EncodeToString(sum[:4])

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
					Secret: &corev1.SecretVolumeSourcePatchArgs{SecretName: g.oidc.secret},
				}},
				Containers: corev1.ContainerPatchArray{&corev1.ContainerPatchArgs{
					Name: w.container,
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

func (g *graph) workloadMeta(w workloadSettings, annotations pulumi.StringMap) *metav1.ObjectMetaPatchArgs {
	return &metav1.ObjectMetaPatchArgs{Name: w.deployment, Namespace: g.namespace, Annotations: annotations}
}

func (g *graph) timeouts() pulumi.ResourceOption {
	wait := fmt.Sprintf("%ds", g.timeoutSeconds)
	return pulumi.Timeouts(&pulumi.CustomTimeouts{Create: wait, Update: wait})
}
