package component

import (
	"slices"

	"github.com/pulumi/pulumi-go-provider/infer"
	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// ServerArgs describe the server.
type ServerArgs struct {
	// Name of the server's StatefulSet and headless Service.
	Name pulumi.StringPtrInput `pulumi:"name,optional"`
	// Image of the server.
	Image pulumi.StringPtrInput `pulumi:"image,optional"`
	// ImageRepository is the repository of the image with its registry, where only that is another. Example:
	// "registry.example.com/studios/server".
	ImageRepository pulumi.StringPtrInput `pulumi:"imageRepository,optional"`
	// ImageTag is the version of the image, where only that is another. Example: "0.14.1".
	ImageTag pulumi.StringPtrInput `pulumi:"imageTag,optional"`
	// ImageDigest is the digest of the image; without a tag it says no version, which is then not checked.
	ImageDigest pulumi.StringPtrInput `pulumi:"imageDigest,optional"`
	// ImagePullPolicy is when the image is pulled.
	ImagePullPolicy pulumi.StringPtrInput `pulumi:"imagePullPolicy,optional"`
	// Replicas of the server.
	Replicas pulumi.IntPtrInput `pulumi:"replicas,optional"`
	// TunnelPort is where the proxy opens tunnels.
	TunnelPort pulumi.IntPtrInput `pulumi:"tunnelPort,optional"`
	// ListenerPort is where sessions connect.
	ListenerPort pulumi.IntPtrInput `pulumi:"listenerPort,optional"`
	// LogLevel is how much the server logs.
	LogLevel pulumi.StringPtrInput `pulumi:"logLevel,optional"`
	// DisruptionBudget keeps the drain of nodes from taking all pods at once.
	DisruptionBudget *DisruptionBudgetArgs `pulumi:"disruptionBudget,optional"`
	// Resources of the container.
	Resources *ResourcesArgs `pulumi:"resources,optional"`
	// Pod is what the pods have besides.
	Pod *PodArgs `pulumi:"pod,optional"`
	// PodLabels are added to the pods.
	PodLabels pulumi.StringMapInput `pulumi:"podLabels,optional"`
	// PodAnnotations are added to the pods.
	PodAnnotations pulumi.StringMapInput `pulumi:"podAnnotations,optional"`
	// ServiceAnnotations are added to the Service.
	ServiceAnnotations pulumi.StringMapInput `pulumi:"serviceAnnotations,optional"`
	// ServiceLabels are added to the Service.
	ServiceLabels pulumi.StringMapInput `pulumi:"serviceLabels,optional"`
	// ExtraServicePorts are ports of the Service beside our own.
	ExtraServicePorts corev1.ServicePortArrayInput `pulumi:"extraServicePorts,optional" provider:"type=kubernetes@4.25.0:core/v1:ServicePort"`
}

// Annotate describes the arguments in the schema.
func (a *ServerArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *ServerArgs) rows() []row {
	return []row{
		constant(&a.Name, "connect-server", rules.StatefulSetName),
		derived(&a.Image, imageFrom(serverImage), rules.Image),
		derived(&a.ImageRepository, "that of Seqera, in imageRegistry", rules.Repository).excluding(&a.Image),
		derived(&a.ImageTag, "the version that belongs to the Platform's, unless there is a digest", rules.Tag).excluding(&a.Image),
		derived(&a.ImageDigest, none, rules.Digest).excluding(&a.Image),
		pullPolicies.derivedAt(&a.ImagePullPolicy, "Kubernetes' own"),
		constant(&a.Replicas, 2, rules.AtLeast(1)),
		constant(&a.TunnelPort, 7070, rules.Port),
		constant(&a.ListenerPort, 7777, rules.Port),
		logLevels.at(&a.LogLevel, "info"),
		group(&a.DisruptionBudget, (*DisruptionBudgetArgs).rows),
		group(&a.Resources, resourceRows(map[string]string{"cpu": "20m", "memory": "50Mi"})),
		group(&a.Pod, (*PodArgs).rows),
		derived(&a.PodLabels, none, rules.Labels),
		derived(&a.PodAnnotations, none, rules.Annotations),
		derived(&a.ServiceAnnotations, none, rules.Annotations),
		derived(&a.ServiceLabels, none, rules.Labels),
		foreign[[]corev1.ServicePort](&a.ExtraServicePorts, none),
	}
}

// newServer is Seqera's server.yml with probes and requests.
func (g *graph) newServer(c *credentials, after ...pulumi.Resource) ([]pulumi.Resource, error) {
	metadata := g.meta(g.Server.Name, serverComponent, combined(g.Server.ServiceAnnotations, skipAwait))
	service, err := corev1.NewService(g.ctx, g.logical("server"), &corev1.ServiceArgs{
		Metadata: g.labelled(metadata, serverComponent, g.Server.ServiceLabels),
		Spec: &corev1.ServiceSpecArgs{
			Type:      pulumi.String("ClusterIP"),
			ClusterIP: pulumi.String("None"),
			Selector:  g.selector(serverComponent),
			Ports: g.servicePorts(g.Server.ExtraServicePorts,
				&corev1.ServicePortArgs{
					Name: pulumi.String("server"), Port: pulumi.Int(serverPort), TargetPort: pulumi.String("server"),
				},
				&corev1.ServicePortArgs{
					Name: pulumi.String("entrypoint"), Port: number(g.Server.ListenerPort), TargetPort: pulumi.String("entrypoint"),
				}),
		},
	}, g.under(nil)...)
	if err != nil {
		return nil, err
	}
	server := g.serverPods(g.ctx)
	server.restarts = g.readMarks(c)
	if key := g.Metrics.AuthKeySecret; key != nil {
		server.restarts[managementAnnotation] = g.version(managementAnnotation, key.Name)
	}
	set, err := appsv1.NewStatefulSet(g.ctx, g.logical("server"), &appsv1.StatefulSetArgs{
		Metadata: g.meta(g.Server.Name, serverComponent, pulumi.StringMap{waitForAnnotation: serverIsReady(g.Server.Replicas)}),
		Spec: &appsv1.StatefulSetSpecArgs{
			Replicas:    g.Server.Replicas,
			ServiceName: g.Server.Name,
			Selector:    &metav1.LabelSelectorArgs{MatchLabels: g.selector(serverComponent)},
			Template:    g.podTemplate(server),
			// One after another, a pod that never becomes ready would hold up the template that mends it, until somebody deletes it.
			PodManagementPolicy: pulumi.String("Parallel"),
		},
	}, g.under(append(after, c.tokenSecret, service), g.timeouts(), asBefore)...)
	if err == nil && g.hasBudget(g.Server.DisruptionBudget, g.Server.Replicas) {
		err = g.newBudget("server", serverComponent, g.Server.Name, g.Server.DisruptionBudget, set)
	}
	return []pulumi.Resource{service, set}, err
}

// serverIsReady is what the server is waited for by. Left to itself the provider does not ask whether a StatefulSet's controller has seen
// the write, and the pods of before, all of them ready, end the wait of each update.
func serverIsReady(replicas pulumi.IntPtrInput) pulumi.StringOutput {
	return pulumi.Sprintf(`["jsonpath={.status.updatedReplicas}=%[1]s", "jsonpath={.status.readyReplicas}=%[1]s"]`, decimal(replicas))
}

// asBefore leaves one that has been made in another order as it is: no StatefulSet can change that, and another would cut all sessions.
var asBefore = pulumi.IgnoreChanges([]string{"spec.podManagementPolicy"})

// serverPort is that of Seqera's server.yml. Nobody dials it: the Service is headless.
const serverPort = 8080

func (a *StudiosArgs) serverPods(ctx *pulumi.Context) pods {
	server := pods{
		role:        serverComponent,
		group:       "server",
		image:       a.Server.Image,
		resources:   a.Server.Resources,
		labels:      a.Server.PodLabels,
		annotations: a.Server.PodAnnotations,
		pod:         a.Server.Pod,
		container: &corev1.ContainerArgs{
			Name:            pulumi.String("server"),
			ImagePullPolicy: a.Server.ImagePullPolicy,
			Ports: append(corev1.ContainerPortArray{
				containerPort("server", a.Server.TunnelPort),
				containerPort("entrypoint", a.Server.ListenerPort),
			}, a.Metrics.ports()...),
			ReadinessProbe: tcpProbe("server"),
			LivenessProbe:  tcpProbe("server"),
		},
		variables: slices.Concat([]variable{
			env("CONNECT_HOST_DOMAIN", "server.name", a.Server.Name),
			env("CONNECT_TUNNEL_PORT", "server.tunnelPort", decimal(a.Server.TunnelPort)),
			env("CONNECT_LISTENER_PORT", "server.listenerPort", decimal(a.Server.ListenerPort)),
			env("CONNECT_LOG_LEVEL", "server.logLevel", a.Server.LogLevel),
		}, a.redisVariables(), a.Metrics.variables(), a.Metrics.serverVariables()),
		volumes: a.Redis.volumes(),
	}
	a.CertificateAuthority.trust(ctx, &server)
	return server
}
