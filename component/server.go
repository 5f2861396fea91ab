package component

import (
	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// newServer is Seqera's server.yml with probes and requests.
func (g *graph) newServer(c *credentials, after pulumi.Resource) ([]pulumi.Resource, error) {
	service, err := corev1.NewService(g.ctx, g.logical("server"), &corev1.ServiceArgs{
		Metadata: g.meta(g.server.name, serverComponent, combined(g.server.serviceAnnotations, skipAwait)),
		Spec: &corev1.ServiceSpecArgs{
			Type:      pulumi.String("ClusterIP"),
			ClusterIP: pulumi.String("None"),
			Selector:  g.selector(serverComponent),
			Ports: corev1.ServicePortArray{
				&corev1.ServicePortArgs{
					Name: pulumi.String("server"), Port: pulumi.Int(8080), TargetPort: pulumi.String("server"),
				},
				&corev1.ServicePortArgs{
					Name: pulumi.String("entrypoint"), Port: g.server.listenerPort, TargetPort: pulumi.String("entrypoint"),
				},
			},
		},
	}, g.under(nil)...)
	if err != nil {
		return nil, err
	}
	restarts := pulumi.StringMap{}
	if g.redis.password != nil {
		restarts[credentialsAnnotation] = g.secretWritten(c.connect)
	}
	set, err := appsv1.NewStatefulSet(g.ctx, g.logical("server"), &appsv1.StatefulSetArgs{
		Metadata: g.meta(g.server.name, serverComponent, nil),
		Spec: &appsv1.StatefulSetSpecArgs{
			Replicas:    g.server.replicas,
			ServiceName: g.server.name,
			Selector:    &metav1.LabelSelectorArgs{MatchLabels: g.selector(serverComponent)},
			Template:    g.podTemplate(serverComponent, g.server.podSettings, restarts, g.serverContainer(c), nil),
		},
	}, g.under([]pulumi.Resource{c.connect, service, after}, g.timeouts())...)
	return []pulumi.Resource{service, set}, err
}

func (g *graph) serverContainer(c *credentials) *corev1.ContainerArgs {
	return &corev1.ContainerArgs{
		Name: pulumi.String("server"),
		Ports: corev1.ContainerPortArray{
			containerPort("server", g.server.tunnelPort),
			containerPort("entrypoint", g.server.listenerPort),
		},
		Env: append(corev1.EnvVarArray{
			env("CONNECT_HOST_DOMAIN", g.server.name),
			env("CONNECT_TUNNEL_PORT", decimal(g.server.tunnelPort)),
			env("CONNECT_LISTENER_PORT", decimal(g.server.listenerPort)),
			env("CONNECT_LOG_LEVEL", g.server.logLevel),
		}, g.redisEnv(c)...),
		ReadinessProbe: tcpProbe("server"),
		LivenessProbe:  tcpProbe("server"),
	}
}
