package component

import (
	"github.com/pulumi/pulumi-go-provider/infer"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/rules"
)

// ResourcesArgs are what a container asks of its node.
type ResourcesArgs struct {
	// Requests by resource name. Example: {"cpu": "30m", "memory": "64Mi"}.
	Requests pulumi.StringMapInput `pulumi:"requests,optional"`
	// Limits by resource name.
	Limits pulumi.StringMapInput `pulumi:"limits,optional"`
}

// Annotate describes the arguments in the schema.
func (a *ResourcesArgs) Annotate(an infer.Annotator) { annotate(an, a) }

// resourceRows are those of one workload, by the requests that it has unless others are given.
func resourceRows(requests map[string]string) func(*ResourcesArgs) []row {
	return func(a *ResourcesArgs) []row {
		return []row{
			constant(&a.Requests, requests, rules.ResourceList),
			derived(&a.Limits, none, rules.ResourceList),
		}
	}
}

var logLevels = enum{"LogLevel", []string{"trace", "debug", "info", "warn", "error", "fatal"}}

// nonRoot is the user and group that Seqera's images are built for.
const nonRoot = 65532

// pods are what the pods of proxy and server have in common, and where they differ. The groups of both repeat the
// arguments, for a component package fills no embedded ones.
type pods struct {
	role        string
	image       pulumi.StringPtrInput
	resources   *ResourcesArgs
	labels      pulumi.StringMapInput
	annotations pulumi.StringMapInput
	restarts    pulumi.StringMap // annotations that change when the pods have to be restarted
	container   *corev1.ContainerArgs
	volumes     corev1.VolumeArray
}

func (g *graph) podTemplate(p pods) *corev1.PodTemplateSpecArgs {
	container := p.container
	container.Image = p.image
	container.Resources = &corev1.ResourceRequirementsArgs{Requests: p.resources.Requests, Limits: p.resources.Limits}
	container.SecurityContext = &corev1.SecurityContextArgs{
		RunAsNonRoot: pulumi.Bool(true),
		RunAsUser:    pulumi.Int(nonRoot),
		RunAsGroup:   pulumi.Int(nonRoot),
		Capabilities: &corev1.CapabilitiesArgs{
			Add:  pulumi.ToStringArray([]string{"NET_BIND_SERVICE"}),
			Drop: pulumi.ToStringArray([]string{"ALL"}),
		},
		ReadOnlyRootFilesystem: pulumi.Bool(false),
	}
	return &corev1.PodTemplateSpecArgs{
		Metadata: &metav1.ObjectMetaArgs{
			Labels:      combined(p.labels, g.selector(p.role)),
			Annotations: combined(p.annotations, p.restarts),
		},
		Spec: &corev1.PodSpecArgs{
			ImagePullSecrets: references(g.ImagePullSecrets.(pulumi.StringArrayOutput)),
			NodeSelector:     g.NodeSelector,
			SecurityContext:  &corev1.PodSecurityContextArgs{FsGroup: pulumi.Int(nonRoot)},
			Containers:       corev1.ContainerArray{container},
			Volumes:          p.volumes,
		},
	}
}

func references(names pulumi.StringArrayOutput) corev1.LocalObjectReferenceArrayOutput {
	return names.ApplyT(func(names []string) []corev1.LocalObjectReference {
		all := make([]corev1.LocalObjectReference, len(names))
		for i := range names {
			all[i] = corev1.LocalObjectReference{Name: &names[i]}
		}
		return all
	}).(corev1.LocalObjectReferenceArrayOutput)
}

func env(name string, value pulumi.Input) *corev1.EnvVarArgs {
	return &corev1.EnvVarArgs{Name: pulumi.String(name), Value: text(value)}
}

func (g *graph) secretEnv(name, key string) *corev1.EnvVarArgs {
	return &corev1.EnvVarArgs{
		Name: pulumi.String(name),
		ValueFrom: &corev1.EnvVarSourceArgs{SecretKeyRef: &corev1.SecretKeySelectorArgs{
			Name: g.Oidc.TokenSecretName,
			Key:  pulumi.String(key),
		}},
	}
}

func containerPort(name string, port pulumi.IntPtrInput) *corev1.ContainerPortArgs {
	return &corev1.ContainerPortArgs{Name: pulumi.String(name), ContainerPort: number(port)}
}

// tcpProbe asks no more than that the port is open: Seqera documents no HTTP path for a probe.
func tcpProbe(port string) *corev1.ProbeArgs {
	return &corev1.ProbeArgs{TcpSocket: &corev1.TCPSocketActionArgs{Port: pulumi.String(port)}}
}
