package component

import (
	"maps"

	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

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
	skip := g.ingress.skipAwait.ApplyT(func(skip bool) map[string]string {
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
		Metadata: g.meta(g.ingress.name, proxyComponent, combined(annotations, g.ingress.annotations, skip)),
		Spec: &networkingv1.IngressSpecArgs{
			IngressClassName: class,
			Rules: networkingv1.IngressRuleArray{&networkingv1.IngressRuleArgs{
				Host: g.ingress.host,
				Http: &networkingv1.HTTPIngressRuleValueArgs{Paths: networkingv1.HTTPIngressPathArray{
					&networkingv1.HTTPIngressPathArgs{
						Path:     g.ingress.path,
						PathType: g.ingress.pathType,
						Backend: &networkingv1.IngressBackendArgs{Service: &networkingv1.IngressServiceBackendArgs{
							Name: g.proxy.name,
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
	if g.ingress.tls == nil {
		return nil
	}
	return networkingv1.IngressTLSArray{&networkingv1.IngressTLSArgs{
		Hosts:      pulumi.StringArray{g.ingress.host},
		SecretName: *g.ingress.tls,
	}}
}

// ingressClass is the class and what goes with it: given, taken over from the Platform's Ingress, or Seqera's ALB.
func (g *graph) ingressClass() (pulumi.StringPtrInput, pulumi.StringMapInput, error) {
	switch {
	case g.ingress.copyFrom != nil:
		return g.copiedIngress()
	case g.ingress.className != nil:
		return g.ingress.className.ToStringPtrOutput(), nil, nil
	default:
		return nil, pulumi.ToStringMap(defaultIngressAnnotations), nil
	}
}

func (g *graph) copiedIngress() (pulumi.StringPtrInput, pulumi.StringMapInput, error) {
	id, known := g.id(*g.ingress.copyFrom)
	if !known {
		return unknown[*string, pulumi.StringPtrOutput](), unknown[map[string]string, pulumi.StringMapOutput](), nil
	}
	platform, err := networkingv1.GetIngress(g.ctx, g.logical("platform-ingress"), id, nil, g.under(nil)...)
	if err != nil {
		return nil, nil, err
	}
	given := g.ingress.className != nil
	annotations := platform.Metadata.ApplyT(func(metadata metav1.ObjectMeta) map[string]string {
		copied := maps.Clone(metadata.Annotations)
		maps.DeleteFunc(copied, func(key, _ string) bool { return !isCopied(key, given) })
		return copied
	}).(pulumi.StringMapOutput)
	if given {
		return g.ingress.className.ToStringPtrOutput(), annotations, nil
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
	if g.ingress.copyFrom == nil {
		return pulumi.String("")
	}
	return *g.ingress.copyFrom
}
