package component_test

import (
	"strings"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// workloadChoices are of proxy and server, but for what both have.
var workloadChoices = []choice{
	{inside: []given{{"proxy.name": "p" + a63[1:]}, {"proxy.name": "a"}}, outside: []given{{"proxy.name": "one", "server.name": "one"}, {"proxy.name": "a" + a63}}},
	{inside: []given{{"server.name": a63[:52]}}, outside: []given{{"server.name": a63[:53]}, {"server.name": a63}}},
	{inside: []given{{"imageRegistry": "registry:5000"}, {"imageRegistry": "registry.example.com/a/b"}}},
	{inside: []given{{"imagePullSecrets": []any{a253, "b.c"}}}, outside: []given{{"imagePullSecrets": []any{"cr.seqera.io", "cr.seqera.io"}}}},
	{
		inside: []given{
			{"proxy.replicas": 1}, {"proxy.replicas": 2147483647}, {"proxy.replicas": 3, "proxy.disruptionBudget.minAvailable": "2"},
			{"proxy.replicas": 3, "proxy.disruptionBudget.maxUnavailable": "100%"}, {"proxy.disruptionBudget.enabled": false},
			{"proxy.autoscaling.maxReplicas": 2}, {"proxy.autoscaling.minReplicas": 1, "proxy.autoscaling.maxReplicas": 1, "proxy.autoscaling.cpuUtilization": 1},
			{"proxy.autoscaling.maxReplicas": 2147483647, "proxy.autoscaling.memoryUtilization": 2147483647, "proxy.disruptionBudget.minAvailable": "50%"},
		},
		outside: []given{
			{"proxy.replicas": 2147483648}, {"proxy.replicas": 3, "proxy.disruptionBudget.minAvailable": "3"},
			{"proxy.disruptionBudget.minAvailable": "100%"}, {"proxy.disruptionBudget.minAvailable": "1", "proxy.disruptionBudget.maxUnavailable": "1"},
			{"proxy.autoscaling.maxReplicas": 1}, {"proxy.autoscaling.minReplicas": 1}, {"proxy.autoscaling.maxReplicas": 5, "proxy.autoscaling.minReplicas": 6},
			{"proxy.autoscaling.maxReplicas": 5, "proxy.resources.requests": map[string]any{"memory": "64Mi"},
				"proxy.resources.limits": map[string]any{"memory": "64Mi"}},
		},
	},
	{
		inside: []given{
			{"server.replicas": 1, "server.disruptionBudget.enabled": true}, {"server.replicas": 4, "server.disruptionBudget.minAvailable": "74%"},
			{"server.disruptionBudget.maxUnavailable": "1%"},
		},
		outside: []given{{"server.replicas": 4, "server.disruptionBudget.minAvailable": "76%"}},
	},
	{
		inside: []given{
			{"proxy.rollingUpdate.maxUnavailable": "0", "proxy.rollingUpdate.maxSurge": "100%"},
			{"proxy.rollingUpdate.maxUnavailable": "100%", "proxy.rollingUpdate.maxSurge": "0"}, {"proxy.rollingUpdate.maxSurge": "0%"},
		},
		outside: []given{
			{"proxy.rollingUpdate.maxUnavailable": "0", "proxy.rollingUpdate.maxSurge": "0%"}, {"proxy.rollingUpdate.maxUnavailable": "101%"},
		},
	},
	{inside: []given{{"proxy.port": 1}, {"proxy.port": 65535}}, outside: []given{{"proxy.port": 9090, "metrics.port": 9090}, {"proxy.port": 2222, "ssh.enabled": true, "ssh.port": 2222}}},
	{
		inside: []given{{"server.tunnelPort": 1, "server.listenerPort": 65535}},
		outside: []given{
			{"server.tunnelPort": 7777}, {"server.listenerPort": 8080}, {"server.listenerPort": 9090, "metrics.port": 9090}, {"server.tunnelPort": 9090, "metrics.port": 9090},
		},
	},
	{
		inside: []given{
			{"proxy.serviceType": "ClusterIP"}, {"proxy.serviceType": "NodePort"}, {"proxy.serviceType": "LoadBalancer", "proxy.serviceNodePort": 30080},
		},
		outside: []given{{"proxy.serviceType": "ClusterIP", "proxy.serviceNodePort": 30080}},
	},
	{inside: []given{{"proxy.localCacheTtl": "1ns", "proxy.logLevel": "trace", "server.logLevel": "fatal"}}},
}

// podChoices are of what proxy and server both have.
func podChoices(role string) []choice {
	own := func(of []choice) []choice {
		for _, c := range of {
			for _, options := range [][]given{c.inside, c.outside} {
				for i, option := range options {
					prefixed := given{}
					for path, value := range option {
						prefixed[role+"."+path] = value
					}
					options[i] = prefixed
				}
			}
		}
		return of
	}
	digest := "sha256:" + strings.Repeat("0", 64)
	return own([]choice{
		{
			inside: []given{
				{"image": "registry.example.com:5000/a/b_c:0.14.1"}, {"imageRepository": "registry.example.com/" + role, "imageTag": "0.14.1", "imageDigest": digest},
				{"imageDigest": digest},
			},
			outside: []given{{"image": "a:1", "imageTag": "1"}, {"image": " a:1"}, {"image": "a"}},
		},
		{inside: []given{{"imagePullPolicy": "Always"}, {"imagePullPolicy": "Never"}}},
		{inside: []given{{"pod.command": []any{"/bin/sh", "-c"}, "pod.args": []any{"a $(B)"}}}},
		{inside: []given{{"pod.initContainers": before("wait")}}, outside: []given{{"pod.initContainers": append(before("wait"), before("wait")...)}}},
		{inside: []given{{"pod.extraEnvFrom": corev1.EnvFromSourceArray{
			&corev1.EnvFromSourceArgs{Prefix: pulumi.String("A_"), ConfigMapRef: &corev1.ConfigMapEnvSourceArgs{Name: pulumi.String("environment")}},
			&corev1.EnvFromSourceArgs{SecretRef: &corev1.SecretEnvSourceArgs{Name: pulumi.String("redis-secret"), Optional: pulumi.Bool(true)}},
		}}}},
		{inside: []given{{"serviceLabels": map[string]any{"a/b": a63}}, {"extraServicePorts": servicePorts("web", 9000)}}},
		{
			inside: []given{
				{"resources.requests": map[string]any{"cpu": "1m", "memory": "1", "ephemeral-storage": "1Gi"}},
				{"resources.requests": map[string]any{"cpu": "1", "memory": "1Mi", "nvidia.com/gpu": "2"}, "resources.limits": map[string]any{"nvidia.com/gpu": "2", "cpu": "1000m"}},
				{"resources.requests": map[string]any{"cpu": "1n", "memory": "1Mi", "hugepages-2Mi": "4Mi"}, "resources.limits": map[string]any{"hugepages-2Mi": "4Mi"}},
				{"resources.requests": map[string]any{"cpu": "1", "memory": "0.5", "kubernetes.io/a": "1"}, "resources.limits": map[string]any{"kubernetes.io/a": "1000m"}},
			},
			outside: []given{
				{"resources.requests": map[string]any{"cpu": "2"}, "resources.limits": map[string]any{"cpu": "1"}}, {"resources.requests": map[string]any{"gpu": "1"}},
				{"resources.requests": map[string]any{"cpu": "1", "memory": "1", "example.com/a": "0.5"}, "resources.limits": map[string]any{"example.com/a": "500m"}},
				{"resources.requests": map[string]any{"cpu": "1", "memory": "1", "requests.example.com/a": "1"}, "resources.limits": map[string]any{"requests.example.com/a": "1"}},
				{"resources.requests": map[string]any{"cpu": "1", "memory": "1", "hugepages-2Mi": "3Mi"}, "resources.limits": map[string]any{"hugepages-2Mi": "3Mi"}},
				{"resources.requests": map[string]any{"cpu": "1", "memory": "1", "hugepages-a": "1"}, "resources.limits": map[string]any{"hugepages-a": "1"}},
				{"resources.requests": map[string]any{"hugepages-2Mi": "2Mi"}, "resources.limits": map[string]any{"hugepages-2Mi": "2Mi"}},
				{"resources.requests": map[string]any{"nvidia.com/gpu": "1"}}, {"resources.requests": map[string]any{"cpu": "-1"}},
			},
		},
		{inside: []given{
			{"podLabels": map[string]any{a253 + "/" + a63: a63, "app.kubernetes.io/name": "theirs", "a": ""}},
			{"podAnnotations": map[string]any{"A.B/c": "a\nb", "seqera-studios/oidc-key": "theirs"}},
		}, outside: []given{{"podLabels": map[string]any{"a": a63 + "a"}}}},
		{inside: []given{{"serviceAnnotations": map[string]any{"example.com/a": strings.Repeat("a", 120<<10-13)}}, {"serviceAnnotations": map[string]any{"pulumi.com/skipAwait": "false"}}},
			outside: []given{{"serviceAnnotations": map[string]any{"a": strings.Repeat("a", 120<<10)}}}},
		{inside: []given{{"pod.affinity": &corev1.AffinityArgs{NodeAffinity: &corev1.NodeAffinityArgs{
			RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelectorArgs{NodeSelectorTerms: corev1.NodeSelectorTermArray{&corev1.NodeSelectorTermArgs{
				MatchExpressions: corev1.NodeSelectorRequirementArray{&corev1.NodeSelectorRequirementArgs{Key: pulumi.String("a"), Operator: pulumi.String("Exists")}}}}},
		}}}}},
		{inside: []given{{"pod.tolerations": corev1.TolerationArray{&corev1.TolerationArgs{Operator: pulumi.String("Exists")}}}}},
		{inside: []given{{"pod.spread": "nodes"}, {"pod.spread": "zones"}, {"pod.topologySpreadConstraints": corev1.TopologySpreadConstraintArray{
			&corev1.TopologySpreadConstraintArgs{MaxSkew: pulumi.Int(1), TopologyKey: pulumi.String("a"), WhenUnsatisfiable: pulumi.String("DoNotSchedule"),
				LabelSelector: &metav1.LabelSelectorArgs{MatchLabels: pulumi.StringMap{"a": pulumi.String("b")}}}}}}},
		{inside: []given{{"pod.podSecurityContext": &corev1.PodSecurityContextArgs{FsGroup: pulumi.Int(1), RunAsUser: pulumi.Int(1)}},
			{"pod.securityContext": &corev1.SecurityContextArgs{RunAsNonRoot: pulumi.Bool(true), AllowPrivilegeEscalation: pulumi.Bool(false)}}}},
		{
			inside: []given{{"pod.extraEnv": env("a.b-c")}, {"pod.extraEnv": corev1.EnvVarArray{
				&corev1.EnvVarArgs{Name: pulumi.String("A"), Value: pulumi.String("$(B)")}, &corev1.EnvVarArgs{Name: pulumi.String("B")},
			}}},
			outside: []given{{"pod.extraEnv": env("a b")}, {"pod.extraEnv": append(env("A"), env("A")...)}, {"pod.extraEnv": env("CONNECT_REDIS_ADDRESS")},
				{"pod.extraEnv": corev1.EnvVarArray{&corev1.EnvVarArgs{Name: pulumi.String("A"), Value: pulumi.String("b"), ValueFrom: &corev1.EnvVarSourceArgs{
					FieldRef: &corev1.ObjectFieldSelectorArgs{FieldPath: pulumi.String("metadata.name")}}}}}},
		},
		{
			inside: []given{{"pod.extraVolumes": inMemory(a63), "pod.extraVolumeMounts": mount(a63, "a/b")}},
			outside: []given{
				{"pod.extraVolumes": inMemory("a"), "pod.extraVolumeMounts": append(mount("a", "/a"), mount("a", "/a/")...)},
				{"pod.extraVolumes": inMemory("a"), "pod.extraVolumeMounts": mount("a", "/")}, {"pod.extraVolumeMounts": mount("a", "/a")},
				{"pod.extraVolumes": append(inMemory("a"), inMemory("a")...)}, {"pod.extraVolumes": inMemory("a" + a63)},
				{"pod.extraVolumes": inMemory("a"), "pod.extraVolumeMounts": mount("a", "")},
			},
		},
		{inside: []given{
			{"pod.readinessProbe": probe("a", 1), "pod.startupProbe": probe("a-1", 2147483647)}, {"pod.livenessProbe": probe("1a", 1)},
		}},
		{inside: []given{{"pod.priorityClassName": a253, "pod.terminationGracePeriodSeconds": 0}, {"pod.terminationGracePeriodSeconds": 2147483647}}},
	})
}
