package component

import (
	"maps"

	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/platform"
)

// newRollout gives one Deployment of the Platform the key and restarts it whenever what it reads has changed.
func (g *graph) newRollout(w workload, c *credentials, config *platformConfig, after ...pulumi.Resource) (pulumi.Resource, error) {
	after = append(after, c.keySecret, config.environment, config.towerYml)
	restarts := maps.Clone(config.restarts)
	if c.keySecret != nil {
		mount, err := g.newMount(w, after)
		if err != nil {
			return nil, err
		}
		after = append(after, mount)
		restarts[keyAnnotation] = c.keyMark
	}
	var marked live
	if w.live != nil {
		marked = live{w.live.HasAnnotations(g.values(restarts)), w.live.Annotations, w.live.Version}
	}
	annotations := pulumi.StringMap{
		forceAnnotation: pulumi.String("true"),
		overAnnotation:  writtenOver(overAnnotation, marked),
	}
	return appsv1.NewDeploymentPatch(g.ctx, g.logical(w.role+"-restart"), &appsv1.DeploymentPatchArgs{
		Metadata: g.workloadMeta(w, annotations),
		Spec: &appsv1.DeploymentSpecPatchArgs{Template: &corev1.PodTemplateSpecPatchArgs{
			Metadata: &metav1.ObjectMetaPatchArgs{Annotations: restarts},
		}},
	}, g.under(after, workloadSecrets, g.timeouts())...)
}

// newMount adds the key, and says where it is: both together, so that no pod ever looks for a file that it does not have. The
// provider compares lists entry by entry with the Deployment's own, so a list in a patch looks changed for ever: while the live
// Deployment has the key the patch is not compared at all, and when its content changes it is another patch, under another
// name and another field manager. It does not wait: the restart follows at once, and waits.
func (g *graph) newMount(w workload, after []pulumi.Resource) (pulumi.Resource, error) {
	opts := []pulumi.ResourceOption{workloadSecrets}
	secretName := g.known(g.Oidc.SecretName)
	key := platform.Key{Volume: certsVolume, Secret: secretName, Mount: certsMount, File: certsMount + "/" + pemFile}
	version := shortHash(key.Volume, key.Mount, key.Secret, w.container)
	var mounted live
	if w.live != nil {
		mounted = live{w.live.HasKey(w.container, key), w.live.Annotations, w.live.Version}
	}
	if mounted.isLeftAlone(mountedOverAnnotation) {
		opts = append(opts, pulumi.IgnoreChanges([]string{"spec"}))
	}
	annotations := pulumi.StringMap{
		fieldManagerAnnotation: pulumi.String(fieldManager + "-mount-" + version),
		forceAnnotation:        pulumi.String("true"),
		skipAwaitAnnotation:    pulumi.String("true"),
		mountedOverAnnotation:  writtenOver(mountedOverAnnotation, mounted),
	}
	return appsv1.NewDeploymentPatch(g.ctx, g.logical(w.role+"-mount-"+version), &appsv1.DeploymentPatchArgs{
		Metadata: g.workloadMeta(w, annotations),
		Spec: &appsv1.DeploymentSpecPatchArgs{Template: &corev1.PodTemplateSpecPatchArgs{
			Spec: g.podWithKey(w, key),
		}},
	}, g.under(after, opts...)...)
}

func (g *graph) podWithKey(w workload, key platform.Key) *corev1.PodSpecPatchArgs {
	return &corev1.PodSpecPatchArgs{
		Volumes: corev1.VolumePatchArray{&corev1.VolumePatchArgs{
			Name:   pulumi.String(key.Volume),
			Secret: &corev1.SecretVolumeSourcePatchArgs{SecretName: g.Oidc.SecretName},
		}},
		Containers: corev1.ContainerPatchArray{&corev1.ContainerPatchArgs{
			Name: w.Container,
			Env: corev1.EnvVarPatchArray{&corev1.EnvVarPatchArgs{
				Name:  pulumi.String(platform.PemPath),
				Value: pulumi.String(key.File),
			}},
			VolumeMounts: corev1.VolumeMountPatchArray{&corev1.VolumeMountPatchArgs{
				Name:      pulumi.String(key.Volume),
				MountPath: pulumi.String(key.Mount),
				ReadOnly:  pulumi.Bool(true),
			}},
		}},
	}
}

func (g *graph) workloadMeta(w workload, annotations pulumi.StringMap) *metav1.ObjectMetaPatchArgs {
	return &metav1.ObjectMetaPatchArgs{Name: w.Deployment, Namespace: g.Namespace, Annotations: annotations}
}
