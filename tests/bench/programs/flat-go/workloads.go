package main

import (
	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	policyv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/policy/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	proxyRole  = "proxy"
	serverRole = "server"
)

// restart mounts the key in a Deployment of the Platform and restarts it, in one rollout.
func (p *program) restart(name string, after []pulumi.Resource) ([]pulumi.Resource, error) {
	volume := pulumi.String("seqera-studios-oidc")
	restart, err := appsv1.NewDeploymentPatch(p.ctx, name+"-restart", &appsv1.DeploymentPatchArgs{
		Metadata: p.patchMeta(name, "seqera-studios-files"),
		Spec: &appsv1.DeploymentSpecPatchArgs{Template: &corev1.PodTemplateSpecPatchArgs{
			Metadata: &metav1.ObjectMetaPatchArgs{Annotations: pulumi.StringMap{
				"seqera-studios/environment-written": pulumi.String("1"),
				"seqera-studios/tower-yml-written":   pulumi.String("1"),
				"seqera-studios/oidc-key":            p.key.PublicKeyFingerprintSha256,
			}},
			Spec: &corev1.PodSpecPatchArgs{
				Volumes: corev1.VolumePatchArray{&corev1.VolumePatchArgs{
					Name:   volume,
					Secret: &corev1.SecretVolumeSourcePatchArgs{SecretName: pulumi.String("platform-oidc-certs")},
				}},
				Containers: corev1.ContainerPatchArray{&corev1.ContainerPatchArgs{
					Name: pulumi.String(name),
					Env: corev1.EnvVarPatchArray{&corev1.EnvVarPatchArgs{
						Name: pulumi.String("TOWER_OIDC_PEM_PATH"), Value: pulumi.String("/etc/seqera-studios/oidc.pem"),
					}},
					VolumeMounts: corev1.VolumeMountPatchArray{&corev1.VolumeMountPatchArgs{
						Name: volume, MountPath: pulumi.String("/etc/seqera-studios"), ReadOnly: pulumi.Bool(true),
					}},
				}},
			},
		}},
		// The provider compares lists by position: a patch of one would be a change for ever.
	}, pulumi.IgnoreChanges([]string{"spec.template.spec"}), pulumi.DependsOn(after))
	if err != nil {
		return nil, err
	}
	wait, err := p.wait(name, "seqera-studios/written-over", restart)
	return []pulumi.Resource{wait}, err
}

// wait is a patch of its own, since the provider may take the pods of before for those of what was just written.
func (p *program) wait(name, mark string, after pulumi.Resource) (pulumi.Resource, error) {
	meta := p.patchMeta(name, "")
	meta.Annotations.(pulumi.StringMap)[mark] = pulumi.String("1")
	return appsv1.NewDeploymentPatch(p.ctx, name+"-rollout", &appsv1.DeploymentPatchArgs{Metadata: meta}, pulumi.DependsOn([]pulumi.Resource{after}))
}

func (p *program) proxy(after []pulumi.Resource) ([]pulumi.Resource, error) {
	service, err := p.service("connect-proxy", proxyRole, &corev1.ServiceSpecArgs{
		Type:  pulumi.String("NodePort"),
		Ports: corev1.ServicePortArray{port("connect-proxy", 80, "proxy")},
	})
	if err != nil {
		return nil, err
	}
	data := pulumi.String("caddy-temp-data-volume")
	container := container("proxy", "30m", "64Mi", corev1.ContainerPortArray{containerPort("proxy", 8081)}, append(corev1.EnvVarArray{
		env("CONNECT_HTTP_PORT", "8081"),
		env("CONNECT_PROXY_URL", "https://connect.example.com"),
		env("CONNECT_TUNNEL_URL", "connect-server:7070"),
		env("PLATFORM_URL", "https://platform.example.com"),
		env("LOCAL_CACHE_TTL", "2m"),
		env("CONNECT_LOG_LEVEL", p.logLevel),
		&corev1.EnvVarArgs{
			Name: pulumi.String("CONNECT_OIDC_CLIENT_REGISTRATION_TOKEN"),
			ValueFrom: &corev1.EnvVarSourceArgs{SecretKeyRef: &corev1.SecretKeySelectorArgs{
				Name: pulumi.String("connect-credentials"), Key: pulumi.String("registration-token"),
			}},
		},
	}, redis()...))
	container.VolumeMounts = corev1.VolumeMountArray{&corev1.VolumeMountArgs{Name: data, MountPath: pulumi.String("/data")}}
	template := podTemplate(proxyRole, container, pulumi.StringMap{
		"seqera-studios/credentials": pulumi.String("1"),
		"seqera-studios/oidc-key":    p.key.PublicKeyFingerprintSha256,
	}, corev1.VolumeArray{&corev1.VolumeArgs{
		Name: data, EmptyDir: &corev1.EmptyDirVolumeSourceArgs{SizeLimit: pulumi.String("100Mi")},
	}})
	deployment, err := appsv1.NewDeployment(p.ctx, "proxy", &appsv1.DeploymentArgs{
		Metadata: p.meta("connect-proxy", proxyRole),
		Spec: &appsv1.DeploymentSpecArgs{
			Replicas: pulumi.Int(2),
			Selector: &metav1.LabelSelectorArgs{MatchLabels: pods(proxyRole)},
			Template: template,
		},
	}, pulumi.DependsOn(after))
	if err != nil {
		return nil, err
	}
	if _, err := p.wait("connect-proxy", "seqera-studios/pod-template", deployment); err != nil {
		return nil, err
	}
	return []pulumi.Resource{service, deployment}, p.budget("connect-proxy", proxyRole, deployment)
}

func (p *program) server(after []pulumi.Resource) ([]pulumi.Resource, error) {
	service, err := p.service("connect-server", serverRole, &corev1.ServiceSpecArgs{
		Type:      pulumi.String("ClusterIP"),
		ClusterIP: pulumi.String("None"),
		Ports:     corev1.ServicePortArray{port("server", 8080, "server"), port("entrypoint", 7777, "entrypoint")},
	})
	if err != nil {
		return nil, err
	}
	ports := corev1.ContainerPortArray{containerPort("server", 7070), containerPort("entrypoint", 7777)}
	container := container("server", "20m", "50Mi", ports, append(corev1.EnvVarArray{
		env("CONNECT_HOST_DOMAIN", "connect-server"),
		env("CONNECT_TUNNEL_PORT", "7070"),
		env("CONNECT_LISTENER_PORT", "7777"),
		env("CONNECT_LOG_LEVEL", "info"),
	}, redis()...))
	metadata := p.meta("connect-server", serverRole)
	metadata.Annotations = pulumi.StringMap{
		"pulumi.com/waitFor": pulumi.String(`["jsonpath={.status.updatedReplicas}=2", "jsonpath={.status.readyReplicas}=2"]`),
	}
	set, err := appsv1.NewStatefulSet(p.ctx, "server", &appsv1.StatefulSetArgs{
		Metadata: metadata,
		Spec: &appsv1.StatefulSetSpecArgs{
			Replicas:    pulumi.Int(2),
			ServiceName: pulumi.String("connect-server"),
			Selector:    &metav1.LabelSelectorArgs{MatchLabels: pods(serverRole)},
			Template:    podTemplate(serverRole, container, nil, nil),

			PodManagementPolicy: pulumi.String("Parallel"),
		},
	}, pulumi.DependsOn(append(after, service)))
	if err != nil {
		return nil, err
	}
	return []pulumi.Resource{service, set}, p.budget("connect-server", serverRole, set)
}

func (p *program) budget(name, role string, of pulumi.Resource) error {
	_, err := policyv1.NewPodDisruptionBudget(p.ctx, role+"-budget", &policyv1.PodDisruptionBudgetArgs{
		Metadata: p.meta(name, role),
		Spec: &policyv1.PodDisruptionBudgetSpecArgs{
			MaxUnavailable:             pulumi.Int(1),
			Selector:                   &metav1.LabelSelectorArgs{MatchLabels: pods(role)},
			UnhealthyPodEvictionPolicy: pulumi.String("AlwaysAllow"),
		},
	}, pulumi.DependsOn([]pulumi.Resource{of}))
	return err
}

func (p *program) service(name, role string, spec *corev1.ServiceSpecArgs) (pulumi.Resource, error) {
	meta := p.meta(name, role)
	meta.Annotations = pulumi.StringMap{"pulumi.com/skipAwait": pulumi.String("true")}
	spec.Selector = pods(role)
	return corev1.NewService(p.ctx, name, &corev1.ServiceArgs{Metadata: meta, Spec: spec})
}

func (p *program) ingress(after []pulumi.Resource) ([]pulumi.Resource, error) {
	meta := p.meta("connect-ingress", proxyRole)
	meta.Annotations = pulumi.ToStringMap(map[string]string{
		"kubernetes.io/ingress.class":               "alb",
		"alb.ingress.kubernetes.io/scheme":          "internet-facing",
		"alb.ingress.kubernetes.io/certificate-arn": "arn:aws:acm:eu-west-1:123456789012:certificate/5d2a7c1e-0000-4000-8000-0123456789ab",
		"alb.ingress.kubernetes.io/listen-ports":    `[{"HTTP": 80}, {"HTTPS":443}]`,
		"alb.ingress.kubernetes.io/ssl-policy":      "ELBSecurityPolicy-TLS13-1-2-2021-06",
		"alb.ingress.kubernetes.io/load-balancer-attributes": "idle_timeout.timeout_seconds=301, routing.http2.enabled=false, " +
			"access_logs.s3.enabled=true, access_logs.s3.bucket=example-logs, access_logs.s3.prefix=platform",
		"pulumi.com/skipAwait": "true",
	})
	ingress, err := networkingv1.NewIngress(p.ctx, "ingress", &networkingv1.IngressArgs{
		Metadata: meta,
		Spec: &networkingv1.IngressSpecArgs{Rules: networkingv1.IngressRuleArray{&networkingv1.IngressRuleArgs{
			Host: pulumi.String("*.example.com"),
			Http: &networkingv1.HTTPIngressRuleValueArgs{Paths: networkingv1.HTTPIngressPathArray{
				&networkingv1.HTTPIngressPathArgs{
					Path:     pulumi.String("/*"),
					PathType: pulumi.String("ImplementationSpecific"),
					Backend: &networkingv1.IngressBackendArgs{Service: &networkingv1.IngressServiceBackendArgs{
						Name: pulumi.String("connect-proxy"),
						Port: &networkingv1.ServiceBackendPortArgs{Number: pulumi.Int(80)},
					}},
				},
			}},
		}}},
	}, pulumi.DependsOn(after))
	return []pulumi.Resource{ingress}, err
}
