package component

import (
	"strings"
	"testing"

	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// A setting that cannot act is said, and so is a door that leads nowhere.
func TestIdleSettingsAreSaid(t *testing.T) {
	yes, no := pulumi.Bool(true), pulumi.Bool(false)
	for name, c := range map[string]struct {
		change func(a *StudiosArgs)
		want   []string // how each warning begins
	}{
		"nothing": {func(*StudiosArgs) {}, nil},
		"policies that are off": {
			func(a *StudiosArgs) {
				a.NetworkPolicy = &NetworkPolicyArgs{IngressNamespace: pulumi.String("door"), MetricsNamespace: pulumi.String("monitoring")}
			},
			[]string{"networkPolicy.ingressNamespace: does nothing without networkPolicy.enabled",
				"networkPolicy.metricsNamespace: does nothing without networkPolicy.enabled", "networkPolicy.metricsNamespace: does nothing without metrics.port"},
		},
		"metrics that a policy shuts off": {
			func(a *StudiosArgs) {
				a.NetworkPolicy, a.Metrics = &NetworkPolicyArgs{Enabled: yes}, &MetricsArgs{Port: pulumi.Int(9090)}
			},
			[]string{"metrics.port: nobody reaches it"},
		},
		"an ALB in no namespace": {
			func(a *StudiosArgs) {
				a.NetworkPolicy = &NetworkPolicyArgs{Enabled: yes, IngressNamespace: pulumi.String("door")}
				a.Ingress = &IngressArgs{Controller: pulumi.String("alb")}
			},
			[]string{"networkPolicy.ingressNamespace: this load balancer is in no namespace"},
		},
		"nginx in one": {
			func(a *StudiosArgs) {
				a.NetworkPolicy = &NetworkPolicyArgs{Enabled: yes, IngressNamespace: pulumi.String("door")}
				a.Ingress = &IngressArgs{Controller: pulumi.String("nginx")}
			}, nil,
		},
		"an account of somebody else's": {
			func(a *StudiosArgs) {
				a.ServiceAccount = &ServiceAccountArgs{Name: pulumi.String("theirs"), Create: no, Annotations: pulumi.StringMap{"a": pulumi.String("b")}}
			},
			[]string{"serviceAccount.annotations: does nothing with serviceAccount.create: false"},
		},
		"budgets of none": {
			func(a *StudiosArgs) {
				a.Proxy = &ProxyArgs{Replicas: pulumi.Int(1), DisruptionBudget: &DisruptionBudgetArgs{MaxUnavailable: pulumi.String("1")}}
				a.Server = &ServerArgs{DisruptionBudget: &DisruptionBudgetArgs{Enabled: no, MinAvailable: pulumi.String("1")}}
			},
			[]string{"proxy.disruptionBudget: does nothing", "server.disruptionBudget: does nothing"},
		},
		"SSH that is off": {
			func(a *StudiosArgs) {
				a.SSH = &SSHArgs{Address: pulumi.String("ssh.example.com"), MaxConnections: pulumi.Int(5)}
				a.Rotation, a.Workspaces = &RotationArgs{SSH: pulumi.String("1")}, &WorkspacesArgs{SSH: pulumi.String("all")}
			},
			[]string{"rotation.ssh: does nothing without ssh.enabled", "ssh.address: does nothing", "ssh.maxConnections: does nothing", "workspaces.ssh: does nothing"},
		},
		"SSH that nobody may use": {
			func(a *StudiosArgs) { a.SSH = &SSHArgs{Enabled: yes} }, []string{"ssh.enabled: no workspace may use SSH"},
		},
		"no door": {
			func(a *StudiosArgs) {
				a.Ingress, a.Proxy = &IngressArgs{Enabled: no, Controller: pulumi.String("nginx")}, &ProxyArgs{ServiceType: pulumi.String("ClusterIP")}
			},
			[]string{"ingress.enabled: nothing leads to the proxy", "ingress.controller: does nothing, for there is no Ingress"},
		},
		"settings of an Ingress beside a Gateway": {
			func(a *StudiosArgs) {
				a.Gateway = &GatewayArgs{Name: pulumi.String("public")}
				a.Ingress = &IngressArgs{Path: pulumi.String("/"), ExtraRules: networkingv1.IngressRuleArray{&networkingv1.IngressRuleArgs{}}}
			},
			[]string{"ingress.path: does nothing, for there is no Ingress", "ingress.extraRules: does nothing, for there is no Ingress"},
		},
		"settings of routes beside an Ingress": {
			func(a *StudiosArgs) { a.Gateway = &GatewayArgs{RequestTimeout: pulumi.String("0s")} },
			[]string{"gateway: does nothing without gateway.name"},
		},
		"an ALB and no ports of the nodes": {
			func(a *StudiosArgs) { a.Proxy = &ProxyArgs{ServiceType: pulumi.String("ClusterIP")} },
			[]string{"proxy.serviceType: an ALB reaches no ClusterIP"},
		},
		"an ALB that sends traffic to pods": {
			func(a *StudiosArgs) {
				a.Proxy, a.Ingress = &ProxyArgs{ServiceType: pulumi.String("ClusterIP")}, &IngressArgs{Controller: pulumi.String("alb")}
			}, nil,
		},
		"what an Ingress would have, without one": {
			func(a *StudiosArgs) {
				a.Ingress = &IngressArgs{Enabled: no, ClusterIssuer: pulumi.String("a"), Path: pulumi.String("/"), ExternalDNS: yes}
			},
			[]string{"ingress.path: does nothing, for there is no Ingress", "ingress.clusterIssuer: does nothing", "ingress.externalDns: does nothing"},
		},
		"a Secret for an ALB": {
			func(a *StudiosArgs) {
				a.Ingress = &IngressArgs{Controller: pulumi.String("alb"), TLSSecretName: pulumi.String("tls"), Issuer: pulumi.String("a")}
			},
			[]string{"ingress.tlsSecretName: an ALB reads no Secret", "ingress.issuer: an ALB reads no Secret"},
		},
		"a certificate of AWS' for another controller": {
			func(a *StudiosArgs) {
				a.Ingress = &IngressArgs{Controller: pulumi.String("nginx"), CertificateARN: pulumi.String("arn:aws:acm:eu-west-1:123456789012:certificate/1")}
			},
			[]string{"ingress.certificateArn: does nothing, for this Ingress is no ALB's"},
		},
		"one controller's settings with another's class": {
			func(a *StudiosArgs) {
				a.Ingress = &IngressArgs{Controller: pulumi.String("nginx"), CopyFrom: pulumi.String("balanced")}
			},
			[]string{`ingress.controller: is nginx, and Ingress "balanced", from which the class is taken over, is of alb`},
		},
		"a Gateway's timeout without a name": {
			func(a *StudiosArgs) { a.Gateway = &GatewayArgs{RequestTimeout: pulumi.String("0s")} }, []string{"gateway: does nothing without gateway.name"},
		},
		"a Gateway without a name": {
			func(a *StudiosArgs) { a.Gateway = &GatewayArgs{SectionName: pulumi.String("https")} }, []string{"gateway: does nothing without gateway.name"},
		},
		"a Gateway for SSH that is off": {
			func(a *StudiosArgs) {
				a.Gateway = &GatewayArgs{Name: pulumi.String("public"), SSHSectionName: pulumi.String("ssh")}
			},
			[]string{"gateway.sshSectionName: does nothing without ssh.enabled"},
		},
		"a certificate of the Ingress' for other hosts": {
			func(a *StudiosArgs) {
				a.ConnectURL, a.Ingress = pulumi.String("https://connect.deep.example.com"), &IngressArgs{ClassName: pulumi.String("nginx"), TLSSecretName: pulumi.String("tls")}
			},
			[]string{`ingress.tlsSecretName: the certificate in Secret "tls" must cover the connect host connect.deep.example.com`,
				`ingress.tlsSecretName: the certificate in Secret "tls" must cover the sessions at *.deep.example.com`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			facts := namespaceWith("26.2.1", nil)
			facts.APIs = []string{gatewayAPI + "/HTTPRoute", gatewayAPI + "/" + tcpRoute}
			facts.Secrets = []platform.Secret{{Name: "tls", Certificate: recorder.Certificate}}
			facts.Ingresses = []platform.Ingress{{Name: "balanced", Annotations: map[string]string{ingressClassAnnotation: albClass}}}
			lines := strings.FieldsFunc(told(t, facts, c.change), func(r rune) bool { return r == '\n' })
			if len(lines) != len(c.want) {
				t.Fatalf("told is %q, not %q", lines, c.want)
			}
			for i, want := range c.want {
				if !strings.HasPrefix(lines[i], want) {
					t.Errorf("told is %q, not %q", lines[i], want)
				}
			}
		})
	}
}

// What the cluster does not know is told by the argument that needs it, and an older TCPRoute will do.
func TestUnknownKindsAreRefused(t *testing.T) {
	gateway := func(a *StudiosArgs) {
		a.Gateway = &GatewayArgs{Name: pulumi.String("public"), SSHSectionName: pulumi.String("ssh"), Policy: pulumi.String("{apiVersion: example.com/v1, kind: Policy, spec: {}}")}
	}
	facts := namespaceWith("26.2.1", nil)
	said := told(t, facts, gateway)
	for _, want := range []string{"gateway.name: Forbidden: the cluster does not know gateway.networking.k8s.io/v1/HTTPRoute",
		"gateway.sshSectionName: Forbidden: the cluster does not know gateway.networking.k8s.io/v1/TCPRoute",
		"gateway.policy: Forbidden: the cluster does not know example.com/v1/Policy"} {
		if !strings.Contains(said, want) {
			t.Errorf("nothing says %s in %s", want, said)
		}
	}
	facts.APIs = []string{gatewayAPI + "/HTTPRoute", gatewayAPIOld + "/" + tcpRoute, "example.com/v1/Policy"}
	if said := told(t, facts, gateway); strings.Contains(said, "Forbidden") {
		t.Errorf("refused: %s", said)
	}
	gke := func(a *StudiosArgs) { a.Ingress = &IngressArgs{Controller: pulumi.String("gke")} }
	if said := told(t, facts, gke); !strings.Contains(said, "ingress.controller: Forbidden: the cluster does not know networking.gke.io/v1beta1/FrontendConfig") {
		t.Errorf("said of GKE: %s", said)
	}
}
