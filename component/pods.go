package component

import (
	"github.com/pulumi/pulumi-go-provider/infer"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/rules"
)

// PodArgs place and secure the pods of a workload, and add to them, in Kubernetes' own terms.
type PodArgs struct {
	// Affinity of the pods to nodes and to other pods.
	Affinity corev1.AffinityPtrInput `pulumi:"affinity,optional" provider:"type=kubernetes@4.25.0:core/v1:Affinity"`
	// Tolerations let the pods run on tainted nodes.
	Tolerations corev1.TolerationArrayInput `pulumi:"tolerations,optional" provider:"type=kubernetes@4.25.0:core/v1:Toleration"`
	// TopologySpreadConstraints are how the pods spread over zones or nodes.
	TopologySpreadConstraints corev1.TopologySpreadConstraintArrayInput `pulumi:"topologySpreadConstraints,optional" provider:"type=kubernetes@4.25.0:core/v1:TopologySpreadConstraint"`
	// PodSecurityContext is the security context of the pod. One given here replaces the default whole.
	PodSecurityContext corev1.PodSecurityContextPtrInput `pulumi:"podSecurityContext,optional" provider:"type=kubernetes@4.25.0:core/v1:PodSecurityContext"`
	// SecurityContext is the security context of the container. One given here replaces the default whole.
	SecurityContext corev1.SecurityContextPtrInput `pulumi:"securityContext,optional" provider:"type=kubernetes@4.25.0:core/v1:SecurityContext"`
	// ExtraEnv are environment variables of the container beside those that other arguments set.
	ExtraEnv corev1.EnvVarArrayInput `pulumi:"extraEnv,optional" provider:"type=kubernetes@4.25.0:core/v1:EnvVar"`
	// ExtraVolumes are volumes of the pod beside our own.
	ExtraVolumes corev1.VolumeArrayInput `pulumi:"extraVolumes,optional" provider:"type=kubernetes@4.25.0:core/v1:Volume"`
	// ExtraVolumeMounts are mounts in the container beside our own.
	ExtraVolumeMounts corev1.VolumeMountArrayInput `pulumi:"extraVolumeMounts,optional" provider:"type=kubernetes@4.25.0:core/v1:VolumeMount"`
	// PriorityClassName is the PriorityClass of the pods.
	PriorityClassName pulumi.StringPtrInput `pulumi:"priorityClassName,optional"`
	// TerminationGracePeriodSeconds is how long the pods may take to end, in seconds.
	TerminationGracePeriodSeconds pulumi.IntPtrInput `pulumi:"terminationGracePeriodSeconds,optional"`
}

func (a *PodArgs) rows() []row {
	return []row{
		foreign[corev1.Affinity](&a.Affinity, none),
		foreign[[]corev1.Toleration](&a.Tolerations, none),
		foreign[[]corev1.TopologySpreadConstraint](&a.TopologySpreadConstraints, none),
		foreign[corev1.PodSecurityContext](&a.PodSecurityContext, "the group that Seqera's images are built for"),
		foreign[corev1.SecurityContext](&a.SecurityContext, "the user that Seqera's images are built for, without capabilities"),
		foreign[[]corev1.EnvVar](&a.ExtraEnv, none),
		foreign[[]corev1.Volume](&a.ExtraVolumes, none),
		foreign[[]corev1.VolumeMount](&a.ExtraVolumeMounts, none),
		derived(&a.PriorityClassName, none, rules.ObjectName),
		derived(&a.TerminationGracePeriodSeconds, "Kubernetes' own", rules.AtLeast(0)),
	}
}

// Annotate describes the arguments in the schema.
func (a *PodArgs) Annotate(an infer.Annotator) { annotate(an, a) }

var logLevels = enum{"LogLevel", []string{"trace", "debug", "info", "warn", "error", "fatal"}}

// nonRoot is the user and group that Seqera's images are built for.
const nonRoot = 65532

// pods are what the pods of proxy and server have in common, and where they differ. The groups of both repeat the
// arguments, for a component package fills no embedded ones.
type pods struct {
	role, group string // the group of its arguments
	image       pulumi.StringPtrInput
	resources   *ResourcesArgs
	labels      pulumi.StringMapInput
	annotations pulumi.StringMapInput
	restarts    pulumi.StringMap // annotations that change when the pods have to be restarted
	pod         *PodArgs
	container   *corev1.ContainerArgs
	variables   []variable
	volumes     []volume
}

func (g *graph) podTemplate(p pods) *corev1.PodTemplateSpecArgs {
	container := p.container
	container.Image = p.image
	container.Resources = &corev1.ResourceRequirementsArgs{Requests: p.resources.Requests, Limits: p.resources.Limits}
	container.SecurityContext = orElse[corev1.SecurityContextPtrInput](p.pod.SecurityContext, &corev1.SecurityContextArgs{
		RunAsNonRoot: pulumi.Bool(true),
		RunAsUser:    pulumi.Int(nonRoot),
		RunAsGroup:   pulumi.Int(nonRoot),
		Capabilities: &corev1.CapabilitiesArgs{
			Add:  pulumi.ToStringArray([]string{"NET_BIND_SERVICE"}),
			Drop: pulumi.ToStringArray([]string{"ALL"}),
		},
		ReadOnlyRootFilesystem: pulumi.Bool(false),
	})
	container.Env = p.environment(g.ctx)
	container.VolumeMounts = p.mounts(g.ctx)
	return &corev1.PodTemplateSpecArgs{
		Metadata: &metav1.ObjectMetaArgs{
			Labels:      combined(p.labels, g.selector(p.role)),
			Annotations: combined(p.annotations, p.restarts),
		},
		Spec: &corev1.PodSpecArgs{
			Affinity:                      p.pod.Affinity,
			Tolerations:                   p.pod.Tolerations,
			TopologySpreadConstraints:     p.pod.TopologySpreadConstraints,
			PriorityClassName:             p.pod.PriorityClassName,
			TerminationGracePeriodSeconds: p.pod.TerminationGracePeriodSeconds,
			ImagePullSecrets:              references(g.ImagePullSecrets.(pulumi.StringArrayOutput)),
			NodeSelector:                  g.NodeSelector,
			SecurityContext: orElse[corev1.PodSecurityContextPtrInput](p.pod.PodSecurityContext,
				&corev1.PodSecurityContextArgs{FsGroup: pulumi.Int(nonRoot)}),
			Containers: corev1.ContainerArray{container},
			Volumes:    p.podVolumes(g.ctx),
		},
	}
}

// orElse is a value, or another where there is none.
func orElse[I pulumi.Input](value, otherwise I) I {
	if any(value) == nil {
		return otherwise
	}
	return value
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

func containerPort(name string, port pulumi.IntPtrInput) *corev1.ContainerPortArgs {
	return &corev1.ContainerPortArgs{Name: pulumi.String(name), ContainerPort: number(port)}
}

// tcpProbe asks no more than that the port is open: Seqera documents no HTTP path for a probe.
func tcpProbe(port string) *corev1.ProbeArgs {
	return &corev1.ProbeArgs{TcpSocket: &corev1.TCPSocketActionArgs{Port: pulumi.String(port)}}
}
