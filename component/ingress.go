package component

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi-go-provider/infer"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// IngressArgs describe the wildcard Ingress in front of the proxy.
type IngressArgs struct {
	// Enabled creates the Ingress. Without one, and without gateway, the Service is for others to expose.
	Enabled pulumi.BoolPtrInput `pulumi:"enabled,optional"`
	// Controller is the Ingress controller, from which class, annotations, path and redirect follow, such that WebSockets live long.
	// What is given besides wins.
	Controller pulumi.StringPtrInput `pulumi:"controller,optional"`
	// Name of the Ingress.
	Name pulumi.StringPtrInput `pulumi:"name,optional"`
	// CopyFrom is the name of the Platform's Ingress from which class, scheme, certificate, listen ports, ssl
	// policy, load balancer attributes and group name are taken over; values given here win. Example: "front-ingress".
	CopyFrom pulumi.StringPtrInput `pulumi:"copyFrom,optional"`
	// Host is the wildcard host of the rule. Kubernetes' own rules match only the next label to a "*"; an ALB's wildcard
	// stands for several labels, so one further up works there. Example: "*.example.com".
	Host pulumi.StringPtrInput `pulumi:"host,optional"`
	// ClassName is the Ingress class.
	ClassName pulumi.StringPtrInput `pulumi:"className,optional"`
	// Annotations of the Ingress.
	Annotations pulumi.StringMapInput `pulumi:"annotations,optional"`
	// Labels of the Ingress.
	Labels pulumi.StringMapInput `pulumi:"labels,optional"`
	// Path of the rule.
	Path pulumi.StringPtrInput `pulumi:"path,optional"`
	// PathType is the path type of the rule.
	PathType pulumi.StringPtrInput `pulumi:"pathType,optional"`
	// TLSSecretName is a Secret with a certificate for the wildcard host, for controllers that read it from
	// there. An ALB takes the certificate from its annotation.
	TLSSecretName pulumi.StringPtrInput `pulumi:"tlsSecretName,optional"`
	// TLSSecretNames are several such Secrets.
	TLSSecretNames pulumi.StringArrayInput `pulumi:"tlsSecretNames,optional"`
	// Issuer is the cert-manager Issuer that makes the certificate, in the Secret of tlsSecretName or "connect-tls".
	Issuer pulumi.StringPtrInput `pulumi:"issuer,optional"`
	// ClusterIssuer is the cert-manager ClusterIssuer that does so. A wildcard needs one that proves by DNS.
	ClusterIssuer pulumi.StringPtrInput `pulumi:"clusterIssuer,optional"`
	// CertificateARN is the certificate of an ALB, of AWS Certificate Manager.
	CertificateARN pulumi.StringPtrInput `pulumi:"certificateArn,optional"`
	// ExternalDNS lets external-dns make the records of the wildcard host and the connect host.
	ExternalDNS pulumi.BoolPtrInput `pulumi:"externalDns,optional"`
	// ExtraRules are rules for other hosts, behind ours, that lead wherever they say.
	ExtraRules networkingv1.IngressRuleArrayInput `pulumi:"extraRules,optional" provider:"type=kubernetes@4.25.0:networking.k8s.io/v1:IngressRule"`
	// ExtraTLS are the certificates of other hosts.
	ExtraTLS networkingv1.IngressTLSArrayInput `pulumi:"extraTls,optional" provider:"type=kubernetes@4.25.0:networking.k8s.io/v1:IngressTLS"`
	// DefaultBackend is where what no rule is for goes. A load balancer that several Ingresses share has one.
	DefaultBackend networkingv1.IngressBackendPtrInput `pulumi:"defaultBackend,optional" provider:"type=kubernetes@4.25.0:networking.k8s.io/v1:IngressBackend"`
}

// Annotate describes the arguments in the schema.
func (a *IngressArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *IngressArgs) rows() []row {
	return []row{
		option(&a.Enabled, "true, unless gateway.name is given"),
		controllers.derivedAt(&a.Controller, "that of copyFrom, or an ALB"),
		constant(&a.Name, "connect-ingress", rules.ObjectName),
		derived(&a.CopyFrom, "the one with a rule for the host of platformUrl, unless className is given", rules.ObjectName),
		derived(&a.Host, `the connect host with "*" in place of its first label`, rules.IngressHost),
		derived(&a.ClassName, `that of copyFrom, and without it "alb" in the annotation that Seqera's manifest uses`,
			rules.ObjectName),
		derived(&a.Annotations, "those of copyFrom, and without it those that keep WebSockets alive behind an ALB",
			rules.Annotations),
		derived(&a.Labels, none, rules.Labels),
		derived(&a.Path, `"/*" behind an ALB or GKE's, unless another pathType is given, else "/"`, rules.IngressPath),
		pathTypes.derivedAt(&a.PathType, `"ImplementationSpecific" behind an ALB and for a path with "*", else "Prefix"`),
		derived(&a.TLSSecretName, none, rules.ObjectName),
		derived(&a.TLSSecretNames, none, rules.Each(rules.ObjectName)).excluding(&a.TLSSecretName),
		derived(&a.Issuer, none, rules.ObjectName),
		derived(&a.ClusterIssuer, none, rules.ObjectName).excluding(&a.Issuer),
		derived(&a.CertificateARN, "that of copyFrom", rules.CertificateARN),
		flag(&a.ExternalDNS, false),
		foreign[[]networkingv1.IngressRule](&a.ExtraRules, none),
		foreign[[]networkingv1.IngressTLS](&a.ExtraTLS, none),
		foreign[networkingv1.IngressBackend](&a.DefaultBackend, none),
	}
}

var (
	pathTypes = enum{"PathType", []string{"Exact", implementationSpecific, "Prefix"}}

	// Sessions are WebSockets, which HTTP/2 and short idle timeouts cut. ingress.eks.yml has 301 seconds, Seqera's chart an hour.
	albAttributes = map[string]string{
		albAnnotation + "load-balancer-attributes": "idle_timeout.timeout_seconds=3600,routing.http2.enabled=false",
	}
)

const (
	implementationSpecific = "ImplementationSpecific"

	albClass = "alb"
	// albLateOrder is far behind the 0 that Ingresses of a group have by default.
	albLateOrder = "1000"
)

// wildcardHost covers the sessions, which are siblings of the connect host.
func (g *graph) wildcardHost() pulumi.StringOutput {
	if g.Ingress.Host != nil {
		return text(g.Ingress.Host)
	}
	return text(g.ConnectURL).ApplyT(rules.WildcardHost).(pulumi.StringOutput)
}

// newIngress is an Ingress of its own: the rules of the Platform's are one list, which a patch would take over whole.
func (g *graph) newIngress(after ...[]pulumi.Resource) (pulumi.Resource, error) {
	class := g.ingressClass()
	metadata := g.meta(g.Ingress.Name, proxyComponent, combined(g.ingressAnnotations(class), skipAwait))
	metadata.Annotations = metadata.Annotations.ToStringMapOutput().ApplyT(lateInGroup).(pulumi.StringMapOutput)
	g.labelled(metadata, proxyComponent, g.Ingress.Labels)
	path := g.ingressPath(class.name)
	return networkingv1.NewIngress(g.ctx, g.logical("ingress"), &networkingv1.IngressArgs{
		Metadata: metadata,
		Spec: &networkingv1.IngressSpecArgs{
			IngressClassName: class.field,
			DefaultBackend:   g.Ingress.DefaultBackend,
			Rules:            g.ingressRules(path, g.ingressPathType(class.name, path)),
			Tls:              g.ingressTLS(),
		},
	}, g.under(slices.Concat(after...))...)
}

// ingressAnnotations are what the door needs, and what is given.
func (g *graph) ingressAnnotations(class ingressClass) pulumi.StringMapInput {
	_, frontend := g.gkeAnnotations()
	return combined(class.annotations, frontend, g.tlsAnnotations(), g.Ingress.Annotations)
}

// reachesNoPod knows that an ALB sends traffic to the ports of nodes, which a Service of type ClusterIP does not have.
func (g *graph) reachesNoPod() bool {
	if !g.hasIngress() || g.known(g.Proxy.ServiceType) != clusterIP {
		return false
	}
	class := g.ingressClass()
	annotations := awaitInput[map[string]string](g.ctx, g.ingressAnnotations(class))
	return g.known(class.name) == albClass && annotations.Known && annotations.Value[albAnnotation+"target-type"] != "ip"
}

// lateInGroup lets the rules of all other Ingresses of an ALB's group come first. Of equal order they go by name, and a
// wildcard that comes before the Platform's own host takes its traffic.
func lateInGroup(annotations map[string]string) map[string]string {
	_, isInGroup := annotations[albAnnotation+"group.name"]
	_, hasOrder := annotations[albAnnotation+"group.order"]
	if !isInGroup || hasOrder {
		return annotations
	}
	late := maps.Clone(annotations)
	late[albAnnotation+"group.order"] = albLateOrder
	return late
}
