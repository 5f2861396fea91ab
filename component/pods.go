package component

import (
	"github.com/pulumi/pulumi-go-provider/infer"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
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
	// Command replaces the entrypoint of the image.
	Command pulumi.StringArrayInput `pulumi:"command,optional"`
	// Args are the arguments in place of the image's own.
	Args pulumi.StringArrayInput `pulumi:"args,optional"`
	// InitContainers are those that run before the container, which waits for them.
	InitContainers corev1.ContainerArrayInput `pulumi:"initContainers,optional" provider:"type=kubernetes@4.25.0:core/v1:Container"`
	// ExtraEnv are environment variables of the container beside those that other arguments set.
	ExtraEnv corev1.EnvVarArrayInput `pulumi:"extraEnv,optional" provider:"type=kubernetes@4.25.0:core/v1:EnvVar"`
	// ExtraEnvFrom are ConfigMaps and Secrets whose keys are environment variables of the container. What arguments set wins over
	// them. What they hold is the matter of whoever makes them: the pods read it when they start, and another content starts none.
	ExtraEnvFrom corev1.EnvFromSourceArrayInput `pulumi:"extraEnvFrom,optional" provider:"type=kubernetes@4.25.0:core/v1:EnvFromSource"`
	// ExtraVolumes are volumes of the pod beside our own.
	ExtraVolumes corev1.VolumeArrayInput `pulumi:"extraVolumes,optional" provider:"type=kubernetes@4.25.0:core/v1:Volume"`
	// ExtraVolumeMounts are mounts in the container beside our own.
	ExtraVolumeMounts corev1.VolumeMountArrayInput `pulumi:"extraVolumeMounts,optional" provider:"type=kubernetes@4.25.0:core/v1:VolumeMount"`
	// Spread is over what the pods spread, as far as it is possible: over nodes, or over zones and in each over nodes.
	Spread pulumi.StringPtrInput `pulumi:"spread,optional"`
	// ReadinessProbe is whether the container is ready. One given here replaces the default whole.
	ReadinessProbe corev1.ProbePtrInput `pulumi:"readinessProbe,optional" provider:"type=kubernetes@4.25.0:core/v1:Probe"`
	// LivenessProbe is whether the container lives. One given here replaces the default whole.
	LivenessProbe corev1.ProbePtrInput `pulumi:"livenessProbe,optional" provider:"type=kubernetes@4.25.0:core/v1:Probe"`
	// StartupProbe is whether the container has started, before which the others do not count.
	StartupProbe corev1.ProbePtrInput `pulumi:"startupProbe,optional" provider:"type=kubernetes@4.25.0:core/v1:Probe"`
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
		derived(&a.Command, "the image's own", rules.Each(rules.NotEmpty)),
		derived(&a.Args, "the image's own", rules.Each(rules.NotEmpty)),
		foreign[[]corev1.Container](&a.InitContainers, none),
		foreign[[]corev1.EnvVar](&a.ExtraEnv, none),
		foreign[[]corev1.EnvFromSource](&a.ExtraEnvFrom, none),
		foreign[[]corev1.Volume](&a.ExtraVolumes, none),
		foreign[[]corev1.VolumeMount](&a.ExtraVolumeMounts, none),
		spreads.derivedAt(&a.Spread, none).excluding(&a.TopologySpreadConstraints),
		foreign[corev1.Probe](&a.ReadinessProbe, "that the port is open"),
		foreign[corev1.Probe](&a.LivenessProbe, "that the port is open"),
		foreign[corev1.Probe](&a.StartupProbe, none),
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
	container.SecurityContext = orElse(p.pod.SecurityContext, g.containerContext())
	container.ReadinessProbe = orElse(p.pod.ReadinessProbe, container.ReadinessProbe)
	container.LivenessProbe = orElse(p.pod.LivenessProbe, container.LivenessProbe)
	container.StartupProbe = p.pod.StartupProbe
	container.Command, container.Args = p.pod.Command, p.pod.Args
	container.Env = p.environment(g.ctx)
	container.EnvFrom = p.pod.ExtraEnvFrom
	container.VolumeMounts = p.mounts(g.ctx)
	spec := &corev1.PodSpecArgs{
		Affinity:                      p.pod.Affinity,
		Tolerations:                   p.pod.Tolerations,
		TopologySpreadConstraints:     orElse(p.pod.TopologySpreadConstraints, g.spread(p)),
		PriorityClassName:             p.pod.PriorityClassName,
		TerminationGracePeriodSeconds: p.pod.TerminationGracePeriodSeconds,
		ImagePullSecrets:              references(g.ImagePullSecrets.(pulumi.StringArrayOutput)),
		NodeSelector:                  g.NodeSelector,
		SecurityContext:               orElse(p.pod.PodSecurityContext, g.podContext()),
		InitContainers:                p.pod.InitContainers,
		Containers:                    corev1.ContainerArray{container},
		Volumes:                       p.podVolumes(g.ctx),
	}
	g.withAccount(spec)
	return &corev1.PodTemplateSpecArgs{
		Metadata: &metav1.ObjectMetaArgs{
			Labels:      g.podLabels(p),
			Annotations: combined(g.Metrics.annotations(), p.annotations, p.restarts),
		},
		Spec: spec,
	}
}

func (g *graph) podLabels(p pods) pulumi.StringMapInput {
	return combined(g.CommonLabels, p.labels, g.selector(p.role))
}

// spreads are from the nearest to the farthest.
var spreads = enum{"Spread", []string{"nodes", "zones"}}

// spread is a wish: a pod that cannot be placed so runs elsewhere.
func (g *graph) spread(p pods) corev1.TopologySpreadConstraintArrayInput {
	keys := map[string][]string{
		"nodes": {"kubernetes.io/hostname"}, "zones": {"topology.kubernetes.io/zone", "kubernetes.io/hostname"},
	}[g.known(p.pod.Spread)]
	if len(keys) == 0 {
		return nil
	}
	var all corev1.TopologySpreadConstraintArray
	for _, key := range keys {
		all = append(all, &corev1.TopologySpreadConstraintArgs{
			MaxSkew: pulumi.Int(1), TopologyKey: pulumi.String(key), WhenUnsatisfiable: pulumi.String("ScheduleAnyway"),
			LabelSelector: &metav1.LabelSelectorArgs{MatchLabels: g.selector(p.role)},
		})
	}
	return all
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
