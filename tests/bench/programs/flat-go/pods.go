package main

import (
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const nonRoot = 65532

func podTemplate(
	role string, container *corev1.ContainerArgs, annotations pulumi.StringMap, volumes corev1.VolumeArray,
) *corev1.PodTemplateSpecArgs {
	return &corev1.PodTemplateSpecArgs{
		Metadata: &metav1.ObjectMetaArgs{Labels: pods(role), Annotations: annotations},
		Spec: &corev1.PodSpecArgs{
			ImagePullSecrets: corev1.LocalObjectReferenceArray{
				&corev1.LocalObjectReferenceArgs{Name: pulumi.String("cr.seqera.io")},
			},
			NodeSelector:    pulumi.StringMap{"kubernetes.io/arch": pulumi.String("amd64")},
			SecurityContext: &corev1.PodSecurityContextArgs{FsGroup: pulumi.Int(nonRoot)},
			Containers:      corev1.ContainerArray{container},
			Volumes:         volumes,
		},
	}
}

func container(name, cpu, memory string, ports corev1.ContainerPortArray, env corev1.EnvVarArray) *corev1.ContainerArgs {
	probe := &corev1.ProbeArgs{TcpSocket: &corev1.TCPSocketActionArgs{Port: pulumi.String(name)}}
	return &corev1.ContainerArgs{
		Name:  pulumi.String(name),
		Image: pulumi.String("cr.seqera.io/enterprise/studios/" + name + ":0.11.0"),
		Ports: ports,
		Env:   env,
		Resources: &corev1.ResourceRequirementsArgs{
			Requests: pulumi.StringMap{"cpu": pulumi.String(cpu), "memory": pulumi.String(memory)},
		},
		SecurityContext: &corev1.SecurityContextArgs{
			RunAsNonRoot:           pulumi.Bool(true),
			RunAsUser:              pulumi.Int(nonRoot),
			RunAsGroup:             pulumi.Int(nonRoot),
			ReadOnlyRootFilesystem: pulumi.Bool(false),
			Capabilities: &corev1.CapabilitiesArgs{
				Add: pulumi.ToStringArray([]string{"NET_BIND_SERVICE"}), Drop: pulumi.ToStringArray([]string{"ALL"}),
			},
		},
		ReadinessProbe: probe,
		LivenessProbe:  probe,
	}
}

func containerPort(name string, port int) *corev1.ContainerPortArgs {
	return &corev1.ContainerPortArgs{Name: pulumi.String(name), ContainerPort: pulumi.Int(port)}
}

func port(name string, port int, target string) *corev1.ServicePortArgs {
	return &corev1.ServicePortArgs{Name: pulumi.String(name), Port: pulumi.Int(port), TargetPort: pulumi.String(target)}
}

func env(name string, value pulumi.String) *corev1.EnvVarArgs {
	return &corev1.EnvVarArgs{Name: pulumi.String(name), Value: value}
}

func redis() corev1.EnvVarArray {
	return corev1.EnvVarArray{
		env("CONNECT_REDIS_ADDRESS", "redis.example.com:6379"),
		env("CONNECT_REDIS_PREFIX", "connect:session"),
		env("CONNECT_REDIS_TLS_ENABLE", "false"),
		env("CONNECT_REDIS_DB", "1"),
	}
}
