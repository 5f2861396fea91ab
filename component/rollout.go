package component

import (
	"maps"
	"slices"

	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// newRollout gives one Deployment of the Platform the key and the certificate authority, and restarts it whenever what it reads has
// changed: all in one write, which is one rollout.
func (g *graph) newRollout(w workload, c *credentials, config *platformConfig, after ...pulumi.Resource) (pulumi.Resource, error) {
	after = append(after, c.keySecret, c.authority, config.environment, config.towerYml)
	restarts := maps.Clone(config.restarts)
	files, overAs := []file(nil), mountedOverAnnotation
	if g.CertificateAuthority.isOn() {
		files, overAs = append(files, g.authorityFile()), authorityMountedAnnotation
		restarts[authorityAnnotation] = g.authorityMark()
	}
	if c.keySecret != nil {
		files, overAs = slices.Insert(files, 0, g.keyFile()), mountedOverAnnotation
		restarts[keyAnnotation] = c.keyMark
	}
	var marked live
	if w.live != nil {
		marked = live{w.live.HasAnnotations(g.values(restarts)), w.live.Annotations, w.live.Version}
	}
	over := writtenOver(overAnnotation, marked)
	name, annotations := w.role+"-restart", pulumi.StringMap{forceAnnotation: pulumi.String("true"), overAnnotation: over}
	waits := pulumi.StringMap{overAnnotation: over}
	template := &corev1.PodTemplateSpecPatchArgs{Metadata: &metav1.ObjectMetaPatchArgs{Annotations: restarts}}
	opts := []pulumi.ResourceOption{workloadSecrets, g.timeouts()}
	if len(files) > 0 {
		mount := w.mounts(files)
		name += "-" + mount.version
		annotations[fieldManagerAnnotation] = pulumi.String(fieldManager + "-" + mount.version)
		annotations[overAs] = writtenOver(overAs, mount.live)
		waits[overAs] = annotations[overAs]
		template.Spec = podWith(w, files)
		isThere := marked.state == platform.Live && mount.live.state == platform.Live
		if isThere && w.live.Carries(g.values(annotations)) == platform.Live {
			opts = append(opts, pulumi.IgnoreChanges([]string{"spec.template.spec"}))
		}
	}
	restart, err := appsv1.NewDeploymentPatch(g.ctx, g.logical(name), &appsv1.DeploymentPatchArgs{
		Metadata: g.workloadMeta(w, annotations),
		Spec:     &appsv1.DeploymentSpecPatchArgs{Template: template},
	}, g.under(after, opts...)...)
	if err != nil {
		return nil, err
	}
	return g.newWait(w.role, w.Deployment, waits, restart)
}

// newWait waits once more for what was just written, which may have waited for too little: the provider begins with the Deployment as
// its watch has seen it last, often that of before, whose pods are all ready. Its annotations change when the pods do, so that it
// applies then, and are nothing else to anybody.
func (g *graph) newWait(role string, name pulumi.StringPtrInput, annotations pulumi.StringMap, after pulumi.Resource) (pulumi.Resource, error) {
	annotations[forceAnnotation] = pulumi.String("true")
	return appsv1.NewDeploymentPatch(g.ctx, g.logical(role+"-rollout"), &appsv1.DeploymentPatchArgs{
		Metadata: &metav1.ObjectMetaPatchArgs{Name: name, Namespace: g.Namespace, Annotations: annotations},
	}, g.under([]pulumi.Resource{after}, workloadSecrets, g.timeouts())...)
}

// file is one with the volume that it is in.
type file struct {
	platform.File
	source corev1.VolumePatchArgs
}

func (g *graph) keyFile() file {
	return file{
		platform.File{Volume: certsVolume, Secret: g.known(g.Oidc.SecretName), Mount: certsMount, Name: pemFile, Variable: platform.PemPath},
		corev1.VolumePatchArgs{Secret: &corev1.SecretVolumeSourcePatchArgs{SecretName: g.Oidc.SecretName}},
	}
}

// mounted is the hash of files, and what a Deployment has of them.
type mounted struct {
	version string
	live    live
}

// mounts is about files that stand with their variables in one patch, so that no pod ever looks for a file that it does not have. The
// provider compares lists entry by entry with the Deployment's own, so a list in a patch looks changed for ever: while there is nothing
// to write they are not compared at all, and when they change it is another patch, under another name and another field manager. A patch
// that writes ignores nothing: for what is ignored the provider sends the whole of what it finds, and takes it from its owner.
func (w workload) mounts(files []file) mounted {
	wanted, parts := []platform.File(nil), []string(nil)
	for _, f := range files {
		wanted = append(wanted, f.File)
		parts = append(parts, f.Volume, f.Mount, f.Secret+f.ConfigMap)
		if f.Key != "" {
			parts = append(parts, f.Key)
		}
	}
	m := mounted{version: shortHash(append(parts, w.container)...)}
	if w.live != nil {
		m.live = live{w.live.HasFiles(w.container, wanted), w.live.Annotations, w.live.Version}
	}
	return m
}

func podWith(w workload, files []file) *corev1.PodSpecPatchArgs {
	var volumes corev1.VolumePatchArray
	container := &corev1.ContainerPatchArgs{Name: w.Container}
	var variables corev1.EnvVarPatchArray
	var mounts corev1.VolumeMountPatchArray
	for _, f := range files {
		f.source.Name = pulumi.String(f.Volume)
		volumes = append(volumes, &f.source)
		variables = append(variables, &corev1.EnvVarPatchArgs{Name: pulumi.String(f.Variable), Value: pulumi.String(f.Path())})
		mounts = append(mounts, &corev1.VolumeMountPatchArgs{
			Name: pulumi.String(f.Volume), MountPath: pulumi.String(f.Mount), ReadOnly: pulumi.Bool(true),
		})
	}
	container.Env, container.VolumeMounts = variables, mounts
	return &corev1.PodSpecPatchArgs{Volumes: volumes, Containers: corev1.ContainerPatchArray{container}}
}

func (g *graph) workloadMeta(w workload, annotations pulumi.StringMap) *metav1.ObjectMetaPatchArgs {
	return &metav1.ObjectMetaPatchArgs{Name: w.Deployment, Namespace: g.Namespace, Annotations: annotations}
}
