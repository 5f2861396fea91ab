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
	var files []file
	if g.CertificateAuthority.isOn() {
		files = append(files, g.authorityFile())
		restarts[authorityAnnotation] = g.authorityMark()
	}
	if c.keySecret != nil {
		files = slices.Insert(files, 0, g.keyFile())
		restarts[keyAnnotation] = c.keyMark
	}
	version := w.version(files)
	annotations := pulumi.StringMap{forceAnnotation: pulumi.String("true"), fieldManagerAnnotation: pulumi.String(fieldManager + "-" + version)}
	template := &corev1.PodTemplateSpecPatchArgs{Metadata: &metav1.ObjectMetaPatchArgs{Annotations: restarts}}
	opts := []pulumi.ResourceOption{workloadSecrets, g.timeouts()}
	pods := g.livePods(w, restarts, files)
	if len(files) > 0 {
		template.Spec = podWith(w, files)
		if pods.isLeftAlone(overAnnotation) && w.live.Carries(g.values(annotations)) == platform.Live {
			opts = append(opts, pulumi.IgnoreChanges([]string{"spec.template.spec"}))
		}
	}
	// On the pods, so that no two writes want the same ones: for those of before the controller takes their ReplicaSet again, and says
	// for a moment that they are rolled out.
	restarts[overAnnotation] = writtenOver(overAnnotation, pods)
	waits := pulumi.StringMap{overAnnotation: restarts[overAnnotation]}
	restart, err := appsv1.NewDeploymentPatch(g.ctx, g.logical(w.role+"-restart-"+version), &appsv1.DeploymentPatchArgs{
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

// version tells files apart, which stand with their variables in one patch, so that no pod ever looks for a file that it does not have. The
// provider compares lists entry by entry with the Deployment's own, so a list in a patch looks changed for ever: while there is nothing
// to write they are not compared at all, and when they change it is another patch, under another name and another field manager. A patch
// that writes ignores nothing: for what is ignored the provider sends the whole of what it finds, and takes it from its owner.
func (w workload) version(files []file) string {
	if len(files) == 0 {
		return "marks"
	}
	var parts []string
	for _, f := range files {
		parts = append(parts, f.Volume, f.Mount, f.Secret+f.ConfigMap)
		if f.Key != "" {
			parts = append(parts, f.Key)
		}
	}
	return shortHash(append(parts, w.container)...)
}

// livePods are those of a Deployment, held against their marks and files.
func (g *graph) livePods(w workload, marks pulumi.StringMap, files []file) live {
	if w.live == nil {
		return live{}
	}
	var wanted []platform.File
	for _, f := range files {
		wanted = append(wanted, f.File)
	}
	state := w.live.HasAnnotations(g.values(marks))
	if state != platform.Unknown && w.live.HasFiles(w.container, wanted) == platform.Stale {
		state = platform.Stale
	}
	return live{state, w.live.PodAnnotations, w.live.Version}
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
