package component

import (
	"maps"

	"github.com/pulumi/pulumi-go-provider/infer"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/rules"
)

// IngressArgs describe the wildcard Ingress in front of the proxy.
type IngressArgs struct {
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
	// Path of the rule.
	Path pulumi.StringPtrInput `pulumi:"path,optional"`
	// PathType is the path type of the rule.
	PathType pulumi.StringPtrInput `pulumi:"pathType,optional"`
	// TLSSecretName is a Secret with a certificate for the wildcard host, for controllers that read it from
	// there. An ALB takes the certificate from its annotation.
	TLSSecretName pulumi.StringPtrInput `pulumi:"tlsSecretName,optional"`
	// SkipAwait does not wait for the load balancer's address.
	SkipAwait pulumi.BoolPtrInput `pulumi:"skipAwait,optional"`
}

// Annotate describes the arguments in the schema.
func (a *IngressArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *IngressArgs) rows() []row {
	return []row{
		constant(&a.Name, "connect-ingress", rules.ObjectName),
		derived(&a.CopyFrom, none, rules.ObjectName),
		derived(&a.Host, `the connect host with "*" in place of its first label`, rules.IngressHost),
		derived(&a.ClassName, `that of copyFrom, and without it "alb" in the annotation that Seqera's manifest uses`,
			rules.ObjectName),
		derived(&a.Annotations, "those of copyFrom, and without it and a class those that keep WebSockets alive behind an ALB",
			rules.Annotations),
		constant(&a.Path, "/*", rules.IngressPath),
		pathTypes.at(&a.PathType, "ImplementationSpecific"),
		derived(&a.TLSSecretName, none, rules.ObjectName),
		flag(&a.SkipAwait, false),
	}
}

var (
	pathTypes = enum{"PathType", []string{"Exact", "ImplementationSpecific", "Prefix"}}

	// ALB settings of ingress.eks.yml: sessions are WebSockets, which HTTP/2 and short idle timeouts cut.
	albAnnotations = map[string]string{
		ingressClassAnnotation:                     "alb",
		albAnnotation + "load-balancer-attributes": "idle_timeout.timeout_seconds=301,routing.http2.enabled=false",
	}
)

// wildcardHost covers the sessions, which are siblings of the connect host.
func (g *graph) wildcardHost() pulumi.StringOutput {
	if g.Ingress.Host != nil {
		return text(g.Ingress.Host)
	}
	return text(g.ConnectURL).ApplyT(rules.WildcardHost).(pulumi.StringOutput)
}

// copiedAnnotations are what makes an ALB the Platform's: the rest of its Ingress belongs to its own paths.
var copiedAnnotations = []string{
	ingressClassAnnotation,
	albAnnotation + "scheme",
	albAnnotation + "certificate-arn",
	albAnnotation + "listen-ports",
	albAnnotation + "ssl-policy",
	albAnnotation + "load-balancer-attributes",
	albAnnotation + "group.name",
}

// newIngress is an Ingress of its own: the rules of the Platform's are one list, which a patch would take over whole.
func (g *graph) newIngress(after ...[]pulumi.Resource) (pulumi.Resource, error) {
	class, annotations, err := g.ingressClass()
	if err != nil {
		return nil, err
	}
	skip := truth(g.Ingress.SkipAwait).ApplyT(func(skip bool) map[string]string {
		if skip {
			return map[string]string{skipAwaitAnnotation: "true"}
		}
		return nil
	}).(pulumi.StringMapOutput)

	var waited []pulumi.Resource
	for _, resources := range after {
		waited = append(waited, resources...)
	}
	return networkingv1.NewIngress(g.ctx, g.logical("ingress"), &networkingv1.IngressArgs{
		Metadata: g.meta(g.Ingress.Name, proxyComponent, combined(annotations, g.Ingress.Annotations, skip)),
		Spec: &networkingv1.IngressSpecArgs{
			IngressClassName: class,
			Rules: networkingv1.IngressRuleArray{&networkingv1.IngressRuleArgs{
				Host: g.wildcardHost(),
				Http: &networkingv1.HTTPIngressRuleValueArgs{Paths: networkingv1.HTTPIngressPathArray{
					&networkingv1.HTTPIngressPathArgs{
						Path:     g.Ingress.Path,
						PathType: text(g.Ingress.PathType),
						Backend: &networkingv1.IngressBackendArgs{Service: &networkingv1.IngressServiceBackendArgs{
							Name: text(g.Proxy.Name),
							Port: &networkingv1.ServiceBackendPortArgs{Number: pulumi.Int(80)},
						}},
					},
				}},
			}},
			Tls: g.ingressTLS(),
		},
	}, g.under(waited, g.timeouts())...)
}

func (g *graph) ingressTLS() networkingv1.IngressTLSArrayInput {
	if g.Ingress.TLSSecretName == nil {
		return nil
	}
	return networkingv1.IngressTLSArray{&networkingv1.IngressTLSArgs{
		Hosts:      pulumi.StringArray{g.wildcardHost()},
		SecretName: g.Ingress.TLSSecretName,
	}}
}

// ingressClass is the class and what goes with it: given, taken over from the Platform's Ingress, or Seqera's ALB.
func (g *graph) ingressClass() (pulumi.StringPtrInput, pulumi.StringMapInput, error) {
	switch {
	case g.Ingress.CopyFrom != nil:
		return g.copiedIngress()
	case g.Ingress.ClassName != nil:
		return g.Ingress.ClassName, nil, nil
	default:
		return nil, pulumi.ToStringMap(albAnnotations), nil
	}
}

func (g *graph) copiedIngress() (pulumi.StringPtrInput, pulumi.StringMapInput, error) {
	id, known := g.id(g.Ingress.CopyFrom)
	if !known {
		return await.Unknown[*string, pulumi.StringPtrOutput](), await.Unknown[map[string]string, pulumi.StringMapOutput](), nil
	}
	platform, err := networkingv1.GetIngress(g.ctx, g.logical("platform-ingress"), id, nil, g.under(nil)...)
	if err != nil {
		return nil, nil, err
	}
	given := g.Ingress.ClassName != nil
	annotations := platform.Metadata.ApplyT(func(metadata metav1.ObjectMeta) map[string]string {
		copied := maps.Clone(metadata.Annotations)
		maps.DeleteFunc(copied, func(key, _ string) bool { return !isCopied(key, given) })
		return copied
	}).(pulumi.StringMapOutput)
	if given {
		return g.Ingress.ClassName, annotations, nil
	}
	return platform.Spec.IngressClassName(), annotations, nil
}

// isCopied leaves the class out where another is given: an Ingress must not name two.
func isCopied(annotation string, classGiven bool) bool {
	if annotation == ingressClassAnnotation {
		return !classGiven
	}
	for _, copied := range copiedAnnotations {
		if annotation == copied {
			return true
		}
	}
	return false
}

// copiedIngressName is empty where nothing is to be copied.
func (g *graph) copiedIngressName() pulumi.StringInput {
	if g.Ingress.CopyFrom == nil {
		return pulumi.String("")
	}
	return text(g.Ingress.CopyFrom)
}
