package component

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

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

// written is the time at which our fields of a ConfigMap last changed, as the API server keeps it. Unlike a hash of
// what we write it also changes when a drift is repaired, and unlike the object's resourceVersion it does not when
// somebody changes fields of their own.
func (g *graph) written(patch *corev1.ConfigMapPatch) pulumi.StringOutput {
	return g.lastWrite(patch.Metadata.ManagedFields().ApplyT(func(entries []metav1.ManagedFieldsEntryPatch) string {
		var last string
		for _, entry := range entries {
			last = later(last, entry.Manager, entry.Time)
		}
		return last
	}).(pulumi.StringOutput))
}

func later(last string, manager, at *string) string {
	if manager != nil && *manager == fieldManager && at != nil {
		return max(last, *at) // RFC 3339 in UTC sorts as text
	}
	return last
}

// lastWrite is unknown in a preview of an update that is going to write.
func (g *graph) lastWrite(at pulumi.StringOutput) pulumi.StringOutput {
	return pulumi.Unsecret(at.ApplyT(func(at string) pulumi.StringOutput {
		if g.ctx.DryRun() && g.isToCome(at) {
			return unknown[string, pulumi.StringOutput]()
		}
		return pulumi.String(at).ToStringOutput()
	}).(pulumi.StringOutput)).(pulumi.StringOutput)
}

// isToCome tells whether a time seen in a preview is that of the preview's own trial write: the update will have a
// later one.
func (g *graph) isToCome(written string) bool {
	at, err := time.Parse(time.RFC3339, written)
	// The API server writes whole seconds.
	return err != nil || !at.Before(g.started.Truncate(time.Second))
}

func (g *graph) timeouts() pulumi.ResourceOption {
	wait := fmt.Sprintf("%ds", g.timeoutSeconds)
	return pulumi.Timeouts(&pulumi.CustomTimeouts{Create: wait, Update: wait})
}

// secretWritten is the time at which one of our Secrets last changed. A hash of what it holds would stand in the pods
// for everybody to guess at.
func (g *graph) secretWritten(secret *corev1.Secret) pulumi.StringOutput {
	return g.lastWrite(secret.Metadata.ManagedFields().ApplyT(func(entries []metav1.ManagedFieldsEntry) string {
		var last string
		for _, entry := range entries {
			last = later(last, entry.Manager, entry.Time)
		}
		return last
	}).(pulumi.StringOutput))
}
