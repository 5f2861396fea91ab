package component_test

import (
	"strings"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// everything sets every argument, each to a value that no other has.
func everything() *component.StudiosArgs {
	return &component.StudiosArgs{
		Namespace:   pulumi.String("platform"),
		PlatformURL: pulumi.String("https://cloud.example.com"),
		ConnectURL:  pulumi.String("https://connect.studios.example.com"),
		Redis: component.RedisArgs{
			Address: pulumi.String("redis.example.com:6380"), Database: pulumi.Int(0), Cluster: pulumi.Bool(true), Prefix: pulumi.String("studios:key"),
			TLS: pulumi.Bool(true), TLSSkipVerify: pulumi.Bool(true), ClientCertificate: &component.ClientCertificateArgs{
				SecretName: pulumi.String("redis-certificate"), Certificate: pulumi.String("client.crt"), PrivateKey: pulumi.String("client.key"),
			},
			Username: pulumi.String("redis-user"), Password: pulumi.String("redis-password"),
		},
		AllowedWorkspaces:   pulumi.IntArray{pulumi.Int(12345), pulumi.Int(67890)},
		AllowedWorkspacesIn: pulumi.String("environment"),
		Templates: map[string]component.TemplateArgs{"LAB": {
			Repository: pulumi.String("registry.example.com/lab:1"), Tool: pulumi.String("vscode"),
			Icon: pulumi.String("flask"), Status: pulumi.String("experimental"), Port: pulumi.Int(3001),
		}},
		Workspaces: &component.WorkspacesArgs{SSH: pulumi.String("11, 12"), Iframe: pulumi.String("13, 14"), Metrics: pulumi.String("none")},
		Wave: &component.WaveArgs{
			CustomImageRegistry: pulumi.String("wave.example.com"), CustomImageRepository: pulumi.String("studios/built"),
			CustomImageNameStrategy: pulumi.String("imageSuffix"), StatusCheckInitialDelay: pulumi.String("6s"), StatusCheckRate: pulumi.String("31s"),
			DisallowedRegistries: pulumi.StringArray{pulumi.String("one.example.com"), pulumi.String("two.example.com")},
		},
		Sessions: &component.SessionArgs{
			PathRouting: pulumi.Bool(true), DefaultLifespanHours: pulumi.Int(9), PrivateByDefault: pulumi.Bool(false), ForceStopThreshold: pulumi.String("11m"),
			ListLimit: pulumi.Int(101), MetricsRetentionDays: pulumi.Int(91), FeatureManifestURL: pulumi.String("https://example.com/features.json"),
		},
		Quotas: &component.QuotasArgs{
			Name: pulumi.String("quota-policy"), Buckets: map[string]component.BucketArgs{"LAB": {
				Quotas: pulumi.StringMap{"720h": pulumi.String("1TB")}, Header: pulumi.String("X-Connect-Sub"), Permissions: pulumi.String("userId"),
			}},
			TrustedProxyCIDRs:      pulumi.StringArray{pulumi.String("10.0.0.0/16"), pulumi.String("172.16.0.0/12")},
			TelemetryFlushInterval: pulumi.String("40s"), TelemetryTTL: pulumi.String("200h"), TelemetryStreamEmitInterval: pulumi.String("2s"),
		},
		Oidc: &component.OidcArgs{
			AccessTokenAudience: pulumi.String("studios"), EnforceAudience: pulumi.Bool(true),
			RegistrationToken: pulumi.String("0123456789abcdef"), Pem: pulumi.String(recorder.PrivateKey),
			SecretName: pulumi.String("key-secret"), TokenSecretName: pulumi.String("token-secret"),
		},
		Proxy: &component.ProxyArgs{
			Name: pulumi.String("proxy-name"), Image: pulumi.String("registry.example.com/proxy:1"), Replicas: pulumi.Int(4),
			ImagePullPolicy: pulumi.String("Always"),
			Port:            pulumi.Int(9081), ServiceType: pulumi.String("LoadBalancer"), LocalCacheTTL: pulumi.String("5m"),
			LogLevel:         pulumi.String("debug"),
			DisruptionBudget: &component.DisruptionBudgetArgs{Enabled: pulumi.Bool(true), MaxUnavailable: pulumi.String("30%")},
			Autoscaling: &component.AutoscalingArgs{
				MinReplicas: pulumi.Int(5), MaxReplicas: pulumi.Int(9), CPUUtilization: pulumi.Int(71), MemoryUtilization: pulumi.Int(72),
			},
			RollingUpdate:      &component.RollingUpdateArgs{MaxUnavailable: pulumi.String("0"), MaxSurge: pulumi.String("2")},
			Resources:          resources("50m", "256Mi"),
			Pod:                pod("proxy", 5),
			PodLabels:          pulumi.StringMap{"proxy-label": pulumi.String("a")},
			PodAnnotations:     pulumi.StringMap{"proxy-annotation": pulumi.String("b")},
			ServiceAnnotations: pulumi.StringMap{"proxy-service": pulumi.String("c")},
			ServiceLabels:      pulumi.StringMap{"proxy-service": pulumi.String("o")},
			ServiceNodePort:    pulumi.Int(32080),
			ExtraServicePorts:  servicePort("proxy"),
		},
		Server: &component.ServerArgs{
			Name: pulumi.String("server-name"), Image: pulumi.String("registry.example.com/server:1"), Replicas: pulumi.Int(6),
			ImagePullPolicy: pulumi.String("Never"),
			TunnelPort:      pulumi.Int(7071), ListenerPort: pulumi.Int(7778), LogLevel: pulumi.String("warn"),
			DisruptionBudget:   &component.DisruptionBudgetArgs{Enabled: pulumi.Bool(true), MaxUnavailable: pulumi.String("2")},
			Resources:          resources("40m", "200Mi"),
			Pod:                pod("server", 7),
			PodLabels:          pulumi.StringMap{"server-label": pulumi.String("d")},
			PodAnnotations:     pulumi.StringMap{"server-annotation": pulumi.String("e")},
			ServiceAnnotations: pulumi.StringMap{"server-service": pulumi.String("f")},
			ServiceLabels:      pulumi.StringMap{"server-service": pulumi.String("p")},
			ExtraServicePorts:  servicePort("server"),
		},
		SSH: &component.SSHArgs{
			Enabled: pulumi.Bool(true), Key: pulumi.String(recorder.SSHKey), SecretName: pulumi.String("ssh-secret"),
			Port: pulumi.Int(2223), PublicPort: pulumi.Int(2224), Address: pulumi.String("ssh.example.com"),
			KeysManagement: pulumi.Bool(false), SupportedKeyTypes: pulumi.ToStringArray([]string{"ssh-ed25519", "ssh-rsa"}),
			MaxConnections: pulumi.Int(1500), MaxConnectionChannels: pulumi.Int(15), HandshakeTimeout: pulumi.String("15s"),
			Service: &component.SSHServiceArgs{
				Name: pulumi.String("ssh-name"), Type: pulumi.String("LoadBalancer"), ClassName: pulumi.String("ssh.example.com/class"),
				Annotations: pulumi.StringMap{"ssh": pulumi.String("m")}, SourceRanges: pulumi.ToStringArray([]string{"10.0.0.0/8"}),
				ExternalTrafficPolicy: pulumi.String("Cluster"), NodePort: pulumi.Int(32222),
			},
		},
		Ingress: &component.IngressArgs{
			Name: pulumi.String("ingress-name"), CopyFrom: pulumi.String("front-ingress"), Host: pulumi.String("*.example.com"),
			ClassName: pulumi.String("ingress-class"), Annotations: pulumi.StringMap{"ingress": pulumi.String("g")},
			Path: pulumi.String("/studios"), PathType: pulumi.String("Exact"), TLSSecretName: pulumi.String("wildcard-secret"),
			Enabled: pulumi.Bool(true), Controller: pulumi.String("alb"), Issuer: pulumi.String("issuer-name"), ExternalDNS: pulumi.Bool(true),
			CertificateARN: pulumi.String("arn:aws:acm:eu-west-1:123456789012:certificate/2"),
			Labels:         pulumi.StringMap{"ingress": pulumi.String("q")},
			ExtraRules:     networkingv1.IngressRuleArray{&networkingv1.IngressRuleArgs{Host: pulumi.String("www.example.com")}},
			ExtraTLS:       networkingv1.IngressTLSArray{&networkingv1.IngressTLSArgs{SecretName: pulumi.String("www-secret")}},
			DefaultBackend: &networkingv1.IngressBackendArgs{Service: &networkingv1.IngressServiceBackendArgs{Name: pulumi.String("default-name")}},
		},
		Certificate: &component.CertificateArgs{PEM: pulumi.String(recorder.Certificate)},
		CertificateAuthority: &component.CertificateAuthorityArgs{
			PEM: pulumi.String(recorder.Root), Name: pulumi.String("authority-name"), InProxyAndServer: pulumi.Bool(true),
			Key: pulumi.String("root.crt"),
		},
		Gateway: &component.GatewayArgs{
			Name: pulumi.String("gateway-name"), Namespace: pulumi.String("gateway-namespace"), SectionName: pulumi.String("https"),
			SSHSectionName: pulumi.String("ssh"), RouteName: pulumi.String("route-name"), RequestTimeout: pulumi.String("0s"),
			Annotations: pulumi.StringMap{"route": pulumi.String("n")},
			Policy:      pulumi.String("apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: BackendTrafficPolicy\nspec: {timeout: {http: {streamIdleTimeout: 3600s}}}\n"),
		},
		Platform: &component.PlatformArgs{
			ConfigMap: pulumi.String("environment"), TowerYmlConfigMap: pulumi.String("document"),
			TowerYmlKey: pulumi.String("document.yml"), Release: pulumi.String("release"), Version: pulumi.String("26.2"),
			Backend: &component.WorkloadArgs{Deployment: pulumi.String("web"), Container: pulumi.String("web-container")},
			Cron:    &component.WorkloadArgs{Deployment: pulumi.String("jobs"), Container: pulumi.String("jobs-container")},
		},
		ImagePullSecrets: pulumi.StringArray{pulumi.String("pull-secret")},
		NodeSelector:     pulumi.StringMap{"node": pulumi.String("h")},
		ServiceAccount: &component.ServiceAccountArgs{
			Name: pulumi.String("account-name"), Create: pulumi.Bool(true), Annotations: pulumi.StringMap{"account": pulumi.String("k")},
		},
		PodSecurity: pulumi.String("restricted"), CheckPodSecurity: pulumi.Bool(true),
		OpenShift: pulumi.Bool(true),
		NetworkPolicy: &component.NetworkPolicyArgs{
			Enabled: pulumi.Bool(true), IngressNamespace: pulumi.String("door"), MetricsNamespace: pulumi.String("monitoring"),
		},
		Metrics: &component.MetricsArgs{
			Port: pulumi.Int(9090), Path: pulumi.String("/metrics-path"),
			AuthKeySecret: &component.SecretKeyArgs{Name: pulumi.String("management"), Key: pulumi.String("key")},
		},
		CommonLabels:   pulumi.StringMap{"common": pulumi.String("l")},
		Labels:         pulumi.StringMap{"label": pulumi.String("i")},
		Annotations:    pulumi.StringMap{"annotation": pulumi.String("j")},
		TimeoutSeconds: pulumi.Int(321),
	}
}

func resources(cpu, memory string) *component.ResourcesArgs {
	return &component.ResourcesArgs{
		Requests: pulumi.StringMap{"cpu": pulumi.String(cpu)}, Limits: pulumi.StringMap{"memory": pulumi.String(memory)},
	}
}

// pod has what no other workload has.
func pod(role string, number int) *component.PodArgs {
	return &component.PodArgs{
		Affinity: &corev1.AffinityArgs{PodAntiAffinity: &corev1.PodAntiAffinityArgs{
			RequiredDuringSchedulingIgnoredDuringExecution: corev1.PodAffinityTermArray{
				&corev1.PodAffinityTermArgs{TopologyKey: pulumi.String(role + "-topology")},
			},
		}},
		Tolerations: corev1.TolerationArray{&corev1.TolerationArgs{Key: pulumi.String(role + "-taint")}},
		TopologySpreadConstraints: corev1.TopologySpreadConstraintArray{&corev1.TopologySpreadConstraintArgs{
			MaxSkew: pulumi.Int(number), TopologyKey: pulumi.String(role + "-zone"), WhenUnsatisfiable: pulumi.String("DoNotSchedule"),
		}},
		PodSecurityContext: &corev1.PodSecurityContextArgs{FsGroup: pulumi.Int(1000 + number)},
		SecurityContext:    &corev1.SecurityContextArgs{RunAsUser: pulumi.Int(2000 + number)},
		ExtraEnv: corev1.EnvVarArray{
			&corev1.EnvVarArgs{Name: pulumi.String("EXTRA"), Value: pulumi.String(role + "-extra")},
		},
		Command: pulumi.StringArray{pulumi.String(role + "-command")},
		Args:    pulumi.StringArray{pulumi.String(role + "-arg")},
		InitContainers: corev1.ContainerArray{
			&corev1.ContainerArgs{Name: pulumi.String(role + "-before"), Image: pulumi.String("registry.example.com/before:1")},
		},
		ExtraEnvFrom: corev1.EnvFromSourceArray{
			&corev1.EnvFromSourceArgs{ConfigMapRef: &corev1.ConfigMapEnvSourceArgs{Name: pulumi.String(role + "-environment")}},
		},
		ExtraVolumes: corev1.VolumeArray{
			&corev1.VolumeArgs{Name: pulumi.String(role + "-volume"), EmptyDir: &corev1.EmptyDirVolumeSourceArgs{}},
		},
		ExtraVolumeMounts: corev1.VolumeMountArray{
			&corev1.VolumeMountArgs{Name: pulumi.String(role + "-volume"), MountPath: pulumi.String("/" + role)},
		},
		ReadinessProbe:                probe(role, 11),
		LivenessProbe:                 probe(role, 12),
		StartupProbe:                  probe(role, 13),
		PriorityClassName:             pulumi.String(role + "-priority"),
		TerminationGracePeriodSeconds: pulumi.Int(3000 + number),
	}
}

func servicePort(role string) corev1.ServicePortArray {
	return corev1.ServicePortArray{&corev1.ServicePortArgs{Name: pulumi.String(role + "-extra"), Port: pulumi.Int(9999)}}
}

func probe(role string, seconds int) *corev1.ProbeArgs {
	return &corev1.ProbeArgs{PeriodSeconds: pulumi.Int(seconds), TcpSocket: &corev1.TCPSocketActionArgs{Port: pulumi.String(role)}}
}

// excluding are values of what makes no sense beside others.
var excluding = map[string]pulumi.Input{
	"oidc.keyBits": pulumi.Int(4096), "oidc.existingKeySecret": pulumi.String("key-of-the-platform"),
	"proxy.imageRepository": pulumi.String("registry.example.com/studios/proxy"), "proxy.imageTag": pulumi.String("0.14.2"),
	"proxy.imageDigest":      pulumi.String("sha256:" + strings.Repeat("a", 64)),
	"server.imageRepository": pulumi.String("registry.example.com/studios/server"), "server.imageTag": pulumi.String("0.14.3"),
	"server.imageDigest":                  pulumi.String("sha256:" + strings.Repeat("b", 64)),
	"proxy.disruptionBudget.minAvailable": pulumi.String("40%"), "server.disruptionBudget.minAvailable": pulumi.String("3"),
	"ingress.tlsSecretNames": pulumi.ToStringArray([]string{"wildcard-secret", "wildcard"}), "ingress.clusterIssuer": pulumi.String("cluster-issuer"),
	"certificate.secretName":             pulumi.String("wildcard"),
	"certificateAuthority.configMapName": pulumi.String("authority"), "certificateAuthority.secretName": pulumi.String("authority"),
	"ssh.fingerprint":  pulumi.String(recorder.SSHFingerprint),
	"proxy.pod.spread": pulumi.String("nodes"), "server.pod.spread": pulumi.String("zones"),
}

// besides are what else has to be another for an argument to matter.
var besides = map[string]func(a *component.StudiosArgs){
	"imageRegistry": func(a *component.StudiosArgs) {
		a.Proxy.Image, a.ImageRegistry = nil, pulumi.String("mirror.example.com/seqera")
	},
	"allowedWorkspacesIn":        func(a *component.StudiosArgs) { a.AllowedWorkspacesIn = pulumi.String("platform") },
	"templateSets":               ownTemplates,
	"removedTemplates":           ownTemplates,
	"quotas.buckets.*.jwt.token": byToken,
	"quotas.buckets.*.jwt.claim": byToken,
	"quotas.buckets.*.clientIp":  byAddress,

	"additionalTemplates.*.repository": additional,
	"additionalTemplates.*.tool":       additional,
	"additionalTemplates.*.icon":       additional,
	"additionalTemplates.*.status":     additional,
	"additionalTemplates.*.port":       additional,

	"oidc.existingTokenSecret.name": existingToken,
	"oidc.existingTokenSecret.key":  existingToken,
	"redis.database":                func(a *component.StudiosArgs) { a.Redis.Cluster = nil },
	"redis.cluster":                 func(a *component.StudiosArgs) { a.Redis.Database = nil },

	"redis.existingPasswordSecret.name": existingPassword,
	"redis.existingPasswordSecret.key":  existingPassword,

	"certificateAuthority.key": func(a *component.StudiosArgs) {
		a.CertificateAuthority.PEM, a.CertificateAuthority.ConfigMapName = nil, pulumi.String("authority")
	},
	"rotation.token": func(a *component.StudiosArgs) {
		a.Oidc.RegistrationToken, a.Rotation = nil, &component.RotationArgs{Token: pulumi.String("2026-11")}
	},
	"rotation.key": func(a *component.StudiosArgs) {
		a.Oidc.Pem, a.Rotation = nil, &component.RotationArgs{Key: pulumi.String("2026-12")}
	},
	"platform.towerYmlConfigMap": inTowerYml,
	"platform.towerYmlKey":       inTowerYml,
	"proxy.disruptionBudget.enabled": func(a *component.StudiosArgs) {
		a.Proxy.Replicas, a.Proxy.Autoscaling, a.Proxy.DisruptionBudget = pulumi.Int(1), nil, enabled()
	},
	"server.disruptionBudget.enabled": func(a *component.StudiosArgs) {
		a.Server.Replicas, a.Server.DisruptionBudget = pulumi.Int(1), enabled()
	},
	"proxy.resources.limits":     func(a *component.StudiosArgs) { a.Proxy.Autoscaling.MemoryUtilization = nil },
	"podSecurity":                withDefaultContexts,
	"ssh.fingerprint":            existingSSHKey,
	"ingress.copyFrom":           func(a *component.StudiosArgs) { a.Ingress.ClassName, a.Ingress.CertificateARN = nil, nil },
	"ssh.service.type":           func(a *component.StudiosArgs) { a.SSH.Service.ClassName, a.SSH.Service.SourceRanges = nil, nil },
	"ssh.existingKeySecret.name": existingSSHKey,
	"ssh.existingKeySecret.key":  existingSSHKey,
	"rotation.ssh": func(a *component.StudiosArgs) {
		a.SSH.Key, a.Rotation = nil, &component.RotationArgs{SSH: pulumi.String("2026-10")}
	},
	"platform.version": func(a *component.StudiosArgs) { // without what an earlier one would not know
		a.Proxy.Image, a.SSH, a.Metrics, a.Workspaces, a.Wave, a.Sessions, a.Quotas, a.Oidc.AccessTokenAudience, a.Oidc.EnforceAudience = nil, nil, nil, nil, nil, nil, nil, nil, nil
		a.CertificateAuthority = nil
	},
}

// instead is what has to take the place of an argument that is left out.
var instead = map[string]func(a *component.StudiosArgs){
	"certificateAuthority.pem":           func(a *component.StudiosArgs) { a.CertificateAuthority.ConfigMapName = pulumi.String("authority") },
	"certificateAuthority.configMapName": func(a *component.StudiosArgs) { a.CertificateAuthority.SecretName = pulumi.String("authority") },
	"certificateAuthority.secretName":    func(a *component.StudiosArgs) { a.CertificateAuthority.ConfigMapName = pulumi.String("authority") },
	"quotas.buckets.*.clientIp": func(a *component.StudiosArgs) {
		a.Quotas.Buckets["LAB"] = component.BucketArgs{Quotas: a.Quotas.Buckets["LAB"].Quotas, Header: pulumi.String("X-Connect-Sub")}
	},
}

func ownTemplates(a *component.StudiosArgs) {
	a.Templates, a.RemovedTemplates = nil, pulumi.StringArray{pulumi.String("XPRAGA")}
	a.TemplateSets = pulumi.StringArray{pulumi.String("recommended"), pulumi.String("deprecated")}
}

func additional(a *component.StudiosArgs) { a.AdditionalTemplates, a.Templates = a.Templates, nil }

func byToken(a *component.StudiosArgs) {
	a.Quotas.Buckets["LAB"] = component.BucketArgs{
		Quotas: a.Quotas.Buckets["LAB"].Quotas, JWT: &component.JWTArgs{Token: pulumi.String("access"), Claim: pulumi.String("sub")},
	}
}

func byAddress(a *component.StudiosArgs) {
	a.Quotas.Buckets["LAB"] = component.BucketArgs{Quotas: a.Quotas.Buckets["LAB"].Quotas, ClientIP: pulumi.Bool(true)}
}

func enabled() *component.DisruptionBudgetArgs {
	return &component.DisruptionBudgetArgs{Enabled: pulumi.Bool(true)}
}

func existingSSHKey(a *component.StudiosArgs) {
	a.SSH.Key, a.SSH.Fingerprint = nil, pulumi.String(recorder.SSHFingerprint)
	a.SSH.ExistingKeySecret = &component.SecretKeyArgs{Name: pulumi.String("key-of-ssh"), Key: pulumi.String("key")}
}

func withDefaultContexts(a *component.StudiosArgs) {
	a.Proxy.Pod.SecurityContext, a.Server.Pod.SecurityContext = nil, nil
}

func inTowerYml(a *component.StudiosArgs) { a.AllowedWorkspacesIn = pulumi.String("towerYml") }

func existingToken(a *component.StudiosArgs) {
	a.Oidc.RegistrationToken = nil
	a.Oidc.ExistingTokenSecret = &component.SecretKeyArgs{Name: pulumi.String("token-of-the-platform"), Key: pulumi.String("token")}
}

func existingPassword(a *component.StudiosArgs) {
	a.Redis.Password = nil
	a.Redis.ExistingPasswordSecret = &component.SecretKeyArgs{Name: pulumi.String("redis-secret"), Key: pulumi.String("password")}
}

// others are other good values of what cannot be left out.
var others = map[string]pulumi.Input{
	"namespace":              pulumi.String("elsewhere"),
	"platformUrl":            pulumi.String("https://platform.example.com"),
	"connectUrl":             pulumi.String("https://connect.other.example.com"),
	"redis.address":          pulumi.String("redis.example.com"),
	"templates.*.repository": pulumi.String("registry.example.com/lab:2"),
	"templates.*.tool":       pulumi.String("jupyter"),

	"additionalTemplates.*.repository": pulumi.String("registry.example.com/lab:2"),
	"additionalTemplates.*.tool":       pulumi.String("jupyter"),
	"quotas.buckets.*.quotas":          pulumi.StringMap{"24h": pulumi.String("1048576")},
	"quotas.buckets.*.jwt.token":       pulumi.String("identity"),
	"quotas.buckets.*.jwt.claim":       pulumi.String("email"),

	"oidc.existingTokenSecret.name": pulumi.String("another-token"),
	"oidc.existingTokenSecret.key":  pulumi.String("another"),

	"redis.clientCertificate.secretName": pulumi.String("another-certificate"),
	"redis.existingPasswordSecret.name":  pulumi.String("another-redis-secret"),
	"redis.existingPasswordSecret.key":   pulumi.String("another"),

	"platform.backend.container": pulumi.String("backend"),
	"platform.cron.container":    pulumi.String("backend"),

	"serviceAccount.name":           pulumi.String("another-account"),
	"serviceAccount.create":         pulumi.Bool(false),
	"proxy.autoscaling.maxReplicas": pulumi.Int(8),
	"ssh.service.type":              pulumi.String("NodePort"),
	"ssh.fingerprint":               pulumi.String("SHA256:" + strings.Repeat("a", 43)),
	"ssh.existingKeySecret.name":    pulumi.String("another-key-of-ssh"),
	"ssh.existingKeySecret.key":     pulumi.String("another"),
	"metrics.port":                  pulumi.Int(9091),
	"metrics.authKeySecret.name":    pulumi.String("another-key-of-ssh"),
	"metrics.authKeySecret.key":     pulumi.String("another"),
	"gateway.name":                  pulumi.String("another-gateway"),
	"ingress.enabled":               pulumi.Bool(false),

	"proxy.pod.extraVolumes":  inMemory("proxy-volume"),
	"server.pod.extraVolumes": inMemory("server-volume"),
}

func inMemory(name string) corev1.VolumeArray {
	return corev1.VolumeArray{&corev1.VolumeArgs{
		Name: pulumi.String(name), EmptyDir: &corev1.EmptyDirVolumeSourceArgs{Medium: pulumi.String("Memory")},
	}}
}
