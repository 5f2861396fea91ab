package component

import (
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// nonRoot is the user and group that Seqera's images are built for.
const nonRoot = 65532

// podTemplate is what the pods of proxy and server have in common.
func (g *graph) podTemplate(
	role string, p podSettings, restarts pulumi.StringMap, container *corev1.ContainerArgs, volumes corev1.VolumeArray,
) *corev1.PodTemplateSpecArgs {
	container.Image = p.image
	container.Resources = &corev1.ResourceRequirementsArgs{Requests: p.requests, Limits: p.limits}
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
			Labels:      combined(p.podLabels, g.selector(role)),
			Annotations: combined(p.podAnnotations, restarts),
		},
		Spec: &corev1.PodSpecArgs{
			ImagePullSecrets: references(g.imagePullSecrets),
			NodeSelector:     g.nodeSelector,
			SecurityContext:  &corev1.PodSecurityContextArgs{FsGroup: pulumi.Int(nonRoot)},
			Containers:       corev1.ContainerArray{container},
			Volumes:          volumes,
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

// redisEnv is the same for proxy and server: they meet in Redis.
func (g *graph) redisEnv(c *credentials) corev1.EnvVarArray {
	variables := corev1.EnvVarArray{
		env("CONNECT_REDIS_ADDRESS", g.redis.address),
		env("CONNECT_REDIS_PREFIX", g.redis.prefix),
		env("CONNECT_REDIS_TLS_ENABLE", pulumi.Sprintf("%t", g.redis.tls)),
		env("CONNECT_REDIS_DB", decimal(g.redis.database)),
	}
	if g.redis.username != nil {
		variables = append(variables, env("CONNECT_REDIS_USER", *g.redis.username))
	}
	if g.redis.password != nil {
		variables = append(variables, g.secretEnv("CONNECT_REDIS_PASSWORD", redisPasswordKey))
	}
	return variables
}

func env(name string, value pulumi.StringInput) *corev1.EnvVarArgs {
	return &corev1.EnvVarArgs{Name: pulumi.String(name), Value: value.ToStringOutput()}
}

func (g *graph) secretEnv(name, key string) *corev1.EnvVarArgs {
	return &corev1.EnvVarArgs{
		Name: pulumi.String(name),
		ValueFrom: &corev1.EnvVarSourceArgs{SecretKeyRef: &corev1.SecretKeySelectorArgs{
			Name: g.oidc.credentialsName,
			Key:  pulumi.String(key),
		}},
	}
}

func containerPort(name string, port pulumi.IntOutput) *corev1.ContainerPortArgs {
	return &corev1.ContainerPortArgs{Name: pulumi.String(name), ContainerPort: port}
}

// tcpProbe asks no more than that the port is open: Seqera documents no HTTP path for a probe.
func tcpProbe(port string) *corev1.ProbeArgs {
	return &corev1.ProbeArgs{TcpSocket: &corev1.TCPSocketActionArgs{Port: pulumi.String(port)}}
}
