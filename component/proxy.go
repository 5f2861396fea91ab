package component

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi-go-provider/infer"
	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// ProxyArgs describe the proxy.
type ProxyArgs struct {
	// Name of the proxy's Deployment and Service.
	Name pulumi.StringPtrInput `pulumi:"name,optional"`
	// Image of the proxy.
	Image pulumi.StringPtrInput `pulumi:"image,optional"`
	// ImageRepository is the repository of the image with its registry, where only that is another. Example:
	// "registry.example.com/studios/proxy".
	ImageRepository pulumi.StringPtrInput `pulumi:"imageRepository,optional"`
	// ImageTag is the version of the image, where only that is another. Example: "0.14.1".
	ImageTag pulumi.StringPtrInput `pulumi:"imageTag,optional"`
	// ImageDigest is the digest of the image; without a tag it says no version, which is then not checked.
	ImageDigest pulumi.StringPtrInput `pulumi:"imageDigest,optional"`
	// ImagePullPolicy is when the image is pulled.
	ImagePullPolicy pulumi.StringPtrInput `pulumi:"imagePullPolicy,optional"`
	// Replicas of the proxy. With one, the drain of a node cuts every session.
	Replicas pulumi.IntPtrInput `pulumi:"replicas,optional"`
	// Port that the proxy listens on in its pod.
	Port pulumi.IntPtrInput `pulumi:"port,optional"`
	// ServiceType is the type of the proxy's Service. AWS load balancers need NodePort, unless they target pod addresses.
	ServiceType pulumi.StringPtrInput `pulumi:"serviceType,optional"`
	// LocalCacheTTL is how long the proxy caches sessions.
	LocalCacheTTL pulumi.StringPtrInput `pulumi:"localCacheTtl,optional"`
	// LogLevel is how much the proxy logs.
	LogLevel pulumi.StringPtrInput `pulumi:"logLevel,optional"`
	// DisruptionBudget keeps the drain of nodes from taking all pods at once.
	DisruptionBudget *DisruptionBudgetArgs `pulumi:"disruptionBudget,optional"`
	// Autoscaling leaves the number of pods to a HorizontalPodAutoscaler.
	Autoscaling *AutoscalingArgs `pulumi:"autoscaling,optional"`
	// RollingUpdate is how the Deployment replaces its pods.
	RollingUpdate *RollingUpdateArgs `pulumi:"rollingUpdate,optional"`
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
	// ServiceNodePort is the port of the nodes, of a Service that has one.
	ServiceNodePort pulumi.IntPtrInput `pulumi:"serviceNodePort,optional"`
	// ExtraServicePorts are ports of the Service beside our own.
	ExtraServicePorts corev1.ServicePortArrayInput `pulumi:"extraServicePorts,optional" provider:"type=kubernetes@4.25.0:core/v1:ServicePort"`
}

// Annotate describes the arguments in the schema.
func (a *ProxyArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *ProxyArgs) rows() []row {
	return []row{
		constant(&a.Name, "connect-proxy", rules.ServiceName),
		derived(&a.Image, imageFrom(proxyImage), rules.Image),
		derived(&a.ImageRepository, "that of Seqera, in imageRegistry", rules.Repository).excluding(&a.Image),
		derived(&a.ImageTag, "the version that belongs to the Platform's, unless there is a digest", rules.Tag).excluding(&a.Image),
		derived(&a.ImageDigest, none, rules.Digest).excluding(&a.Image),
		pullPolicies.derivedAt(&a.ImagePullPolicy, "Kubernetes' own"),
		constant(&a.Replicas, 2, rules.AtLeast(1)), // Seqera's manifest runs one
		constant(&a.Port, 8081, rules.Port),
		serviceTypes.at(&a.ServiceType, "NodePort"),
		constant(&a.LocalCacheTTL, "2m", rules.Duration),
		logLevels.at(&a.LogLevel, "info"),
		group(&a.DisruptionBudget, (*DisruptionBudgetArgs).rows),
		group(&a.Autoscaling, (*AutoscalingArgs).rows),
		group(&a.RollingUpdate, (*RollingUpdateArgs).rows),
		// The requests that the studios Helm chart's values.yaml suggests in its comments; so for the server.
		group(&a.Resources, resourceRows(map[string]string{"cpu": "30m", "memory": "64Mi"})),
		group(&a.Pod, (*PodArgs).rows),
		derived(&a.PodLabels, none, rules.Labels),
		derived(&a.PodAnnotations, none, rules.Annotations),
		derived(&a.ServiceAnnotations, none, rules.Annotations),
		derived(&a.ServiceLabels, none, rules.Labels),
		derived(&a.ServiceNodePort, "one that the cluster chooses", rules.Port),
		foreign[[]corev1.ServicePort](&a.ExtraServicePorts, none),
	}
}

// The types under which a Service has endpoints of its own.
var serviceTypes = enum{"ServiceType", []string{"ClusterIP", "NodePort", "LoadBalancer"}}

// newProxy is Seqera's proxy.yml with probes, requests and a second replica.
func (g *graph) newProxy(c *credentials, after ...pulumi.Resource) ([]pulumi.Resource, error) {
	backend, _ := g.gkeAnnotations()
	metadata := g.meta(g.Proxy.Name, proxyComponent, combined(backend, g.Proxy.ServiceAnnotations, skipAwait))
	service, err := corev1.NewService(g.ctx, g.logical("proxy"), &corev1.ServiceArgs{
		Metadata: g.labelled(metadata, proxyComponent, g.Proxy.ServiceLabels),
		Spec: &corev1.ServiceSpecArgs{
			Type:     g.Proxy.ServiceType,
			Selector: g.selector(proxyComponent),
			Ports: g.servicePorts(g.Proxy.ExtraServicePorts, &corev1.ServicePortArgs{
				Name:       pulumi.String("connect-proxy"),
				Port:       pulumi.Int(80),
				TargetPort: pulumi.String("proxy"),
				NodePort:   g.Proxy.ServiceNodePort,
			}),
		},
	}, g.under(nil)...)
	if err != nil {
		return nil, err
	}
	policy, err := g.newPolicy()
	if err != nil {
		return nil, err
	}
	proxy := g.proxyPods(g.ctx)
	proxy.restarts = g.proxyMarks(c)
	annotations, scaling := g.Proxy.Autoscaling.scaling()
	template := g.podTemplate(proxy)
	deployment, err := appsv1.NewDeployment(g.ctx, g.logical("proxy"), &appsv1.DeploymentArgs{
		Metadata: g.meta(g.Proxy.Name, proxyComponent, annotations),
		Spec: &appsv1.DeploymentSpecArgs{
			Replicas: g.Proxy.Replicas,
			Selector: &metav1.LabelSelectorArgs{MatchLabels: g.selector(proxyComponent)},
			Strategy: g.Proxy.RollingUpdate.strategy(),
			Template: template,
		},
	}, g.under(append(after, c.tokenSecret, c.sshSecret, policy), g.timeouts(), scaling)...)
	if err != nil {
		return nil, err
	}
	mark := pulumi.JSONMarshal(template).ApplyT(func(template string) string { return shortHash(template) }).(pulumi.StringOutput)
	if _, err := g.newWait("proxy", g.Proxy.Name, pulumi.StringMap{templateAnnotation: mark}, deployment); err != nil {
		return nil, err
	}
	if err := g.newSSHService(); err != nil {
		return nil, err
	}
	return []pulumi.Resource{service, deployment}, g.newAvailability(deployment)
}

func (g *graph) proxyMarks(c *credentials) pulumi.StringMap {
	marks := pulumi.StringMap{tokenAnnotation: c.tokenMark}
	if isNoticed := platform.IsFrom(g.known(g.Proxy.Image), platform.NoticesOtherKeys); !isNoticed {
		marks[keyAnnotation] = c.keyMark
	}
	maps.Copy(marks, g.readMarks(c))
	if c.sshMark != nil {
		marks[sshAnnotation] = c.sshMark
	}
	return marks
}

// proxyPods need no credentials, but those that restart them.
func (a *StudiosArgs) proxyPods(ctx *pulumi.Context) pods {
	proxy := pods{
		role:        proxyComponent,
		group:       "proxy",
		image:       a.Proxy.Image,
		resources:   a.Proxy.Resources,
		labels:      a.Proxy.PodLabels,
		annotations: a.Proxy.PodAnnotations,
		pod:         a.Proxy.Pod,
		container: &corev1.ContainerArgs{
			Name:            pulumi.String("proxy"),
			ImagePullPolicy: a.Proxy.ImagePullPolicy,
			Ports:           append(corev1.ContainerPortArray{containerPort("proxy", a.Proxy.Port)}, a.Metrics.ports()...),
			ReadinessProbe:  tcpProbe("proxy"),
			LivenessProbe:   tcpProbe("proxy"),
		},
		variables: slices.Concat([]variable{
			env("CONNECT_HTTP_PORT", "proxy.port", decimal(a.Proxy.Port)),
			env("CONNECT_PROXY_URL", "connectUrl", a.ConnectURL),
			// The server's Service is headless, so its name leads to the pods and their container port is dialled.
			env("CONNECT_TUNNEL_URL", "server.tunnelPort", pulumi.Sprintf("%s:%d", a.Server.Name, a.Server.TunnelPort)),
			env("PLATFORM_URL", "platformUrl", a.PlatformURL),
			env("LOCAL_CACHE_TTL", "proxy.localCacheTtl", a.Proxy.LocalCacheTTL),
			env("CONNECT_LOG_LEVEL", "proxy.logLevel", a.Proxy.LogLevel),
			a.tokenVariable(),
		}, a.redisVariables(), a.quotaVariables(), a.Metrics.variables()),
		volumes: slices.Concat([]volume{{
			name: "caddy-temp-data-volume", path: "/data",
			source: corev1.VolumeArgs{EmptyDir: &corev1.EmptyDirVolumeSourceArgs{SizeLimit: pulumi.String("100Mi")}},
		}}, a.Redis.volumes(), a.policyVolumes()),
	}
	a.CertificateAuthority.trust(ctx, &proxy)
	if a.SSH.isOn(ctx) {
		a.SSH.add(&proxy)
	}
	if awaitInput[bool](ctx, a.OpenShift).Value {
		proxy.variables = append(proxy.variables, homes()...)
	}
	return proxy
}

// tokenVariable reads the registration token from our Secret or from the Platform's.
func (a *StudiosArgs) tokenVariable() variable {
	const name, argument = "CONNECT_OIDC_CLIENT_REGISTRATION_TOKEN", "oidc.registrationToken"
	if existing := a.Oidc.ExistingTokenSecret; existing != nil {
		return secretEnv(name, argument, existing.Name, existing.Key)
	}
	return secretEnv(name, argument, a.Oidc.TokenSecretName, pulumi.String(tokenKey))
}

// skipAwait is for Services, whose pods are waited for instead, and for Ingresses, of which some controllers never tell an address.
// Waiting for endpoints would hold up everything until cron and backend have rolled, and ten seconds more. A wait may also end
// with an event from before a change, which is then what the state holds, and the next preview shows the change once more.
var skipAwait = pulumi.StringMap{skipAwaitAnnotation: pulumi.String("true")}
