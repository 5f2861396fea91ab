package component

import (
	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// newProxy is Seqera's proxy.yml with probes, requests and a second replica.
func (g *graph) newProxy(c *credentials, after pulumi.Resource) ([]pulumi.Resource, error) {
	service, err := corev1.NewService(g.ctx, g.logical("proxy"), &corev1.ServiceArgs{
		Metadata: g.meta(g.proxy.name, proxyComponent, combined(g.proxy.serviceAnnotations, skipAwait)),
		Spec: &corev1.ServiceSpecArgs{
			Type:     g.proxy.serviceType,
			Selector: g.selector(proxyComponent),
			Ports: corev1.ServicePortArray{&corev1.ServicePortArgs{
				Name:       pulumi.String("connect-proxy"),
				Port:       pulumi.Int(80),
				TargetPort: pulumi.String("proxy"),
			}},
		},
	}, g.under(nil)...)
	if err != nil {
		return nil, err
	}
	deployment, err := appsv1.NewDeployment(g.ctx, g.logical("proxy"), &appsv1.DeploymentArgs{
		Metadata: g.meta(g.proxy.name, proxyComponent, nil),
		Spec: &appsv1.DeploymentSpecArgs{
			Replicas: g.proxy.replicas,
			Selector: &metav1.LabelSelectorArgs{MatchLabels: g.selector(proxyComponent)},
			Template: g.podTemplate(proxyComponent, g.proxy.podSettings,
				pulumi.StringMap{
					credentialsAnnotation: g.secretWritten(c.connect),
					// Before Connect 0.13 a running proxy does not notice that the Platform signs with another key.
					keyAnnotation: c.fingerprint,
				},
				g.proxyContainer(c),
				corev1.VolumeArray{&corev1.VolumeArgs{
					Name:     pulumi.String(dataVolume),
					EmptyDir: &corev1.EmptyDirVolumeSourceArgs{SizeLimit: pulumi.String("100Mi")},
				}}),
		},
	}, g.under([]pulumi.Resource{c.connect, after}, g.timeouts())...)
	return []pulumi.Resource{service, deployment}, err
}

// skipAwait is for Services, whose pods are waited for instead. Waiting for endpoints would hold up everything until cron
// and backend have rolled, and ten seconds more. A wait may also end with an event from before a change, which is then what
// the state holds, and the next preview shows the change once more.
var skipAwait = pulumi.StringMap{skipAwaitAnnotation: pulumi.String("true")}

const dataVolume = "caddy-temp-data-volume"

func (g *graph) proxyContainer(c *credentials) *corev1.ContainerArgs {
	return &corev1.ContainerArgs{
		Name:  pulumi.String("proxy"),
		Ports: corev1.ContainerPortArray{containerPort("proxy", g.proxy.port)},
		Env: append(corev1.EnvVarArray{
			env("CONNECT_HTTP_PORT", decimal(g.proxy.port)),
			env("CONNECT_PROXY_URL", g.connectURL),
			// The server's Service is headless, so its name leads to the pods and their container port is dialled.
			env("CONNECT_TUNNEL_URL", pulumi.Sprintf("%s:%d", g.server.name, g.server.tunnelPort)),
			env("PLATFORM_URL", g.platformURL),
			env("LOCAL_CACHE_TTL", g.proxy.localCacheTTL),
			env("CONNECT_LOG_LEVEL", g.proxy.logLevel),
			g.secretEnv("CONNECT_OIDC_CLIENT_REGISTRATION_TOKEN", tokenKey),
		}, g.redisEnv(c)...),
		ReadinessProbe: tcpProbe("proxy"),
		LivenessProbe:  tcpProbe("proxy"),
		VolumeMounts: corev1.VolumeMountArray{&corev1.VolumeMountArgs{
			Name:      pulumi.String(dataVolume),
			MountPath: pulumi.String("/data"),
		}},
	}
}
