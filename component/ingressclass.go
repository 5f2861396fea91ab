package component

import (
	"maps"
	"slices"

	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/await"
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

// ingressClass is what tells the controller that the Ingress is its own, and what goes with it.
type ingressClass struct {
	name        pulumi.StringOutput
	field       pulumi.StringPtrInput // nil where an annotation says it
	annotations pulumi.StringMapInput
}

// ingressClass is given, taken over from the Platform's Ingress, or Seqera's ALB.
func (g *graph) ingressClass() (ingressClass, error) {
	switch {
	case g.Ingress.CopyFrom != nil:
		return g.copiedClass()
	case g.Ingress.ClassName != nil:
		annotations := text(g.Ingress.ClassName).ApplyT(func(class string) map[string]string {
			if class == albClass {
				return albAttributes
			}
			return nil
		}).(pulumi.StringMapOutput)
		return ingressClass{name: text(g.Ingress.ClassName), field: g.Ingress.ClassName, annotations: annotations}, nil
	default:
		annotations := maps.Clone(albAttributes)
		annotations[ingressClassAnnotation] = albClass
		return ingressClass{
			name: pulumi.String(albClass).ToStringOutput(), annotations: pulumi.ToStringMap(annotations),
		}, nil
	}
}

func (g *graph) copiedClass() (ingressClass, error) {
	id, known := g.id(g.Ingress.CopyFrom)
	if !known {
		return ingressClass{
			name:        await.Unknown[string, pulumi.StringOutput](),
			field:       await.Unknown[*string, pulumi.StringPtrOutput](),
			annotations: await.Unknown[map[string]string, pulumi.StringMapOutput](),
		}, nil
	}
	platform, err := networkingv1.GetIngress(g.ctx, g.logical("platform-ingress"), id, nil, g.under(nil)...)
	if err != nil {
		return ingressClass{}, err
	}
	given := g.Ingress.ClassName != nil
	annotations := platform.Metadata.ApplyT(func(metadata metav1.ObjectMeta) map[string]string {
		copied := maps.Clone(metadata.Annotations)
		maps.DeleteFunc(copied, func(key, _ string) bool { return !isCopied(key, given) })
		return copied
	}).(pulumi.StringMapOutput)
	if given {
		return ingressClass{name: text(g.Ingress.ClassName), field: g.Ingress.ClassName, annotations: annotations}, nil
	}
	name := pulumi.All(platform.Spec.IngressClassName(), annotations).ApplyT(func(known []any) string {
		if field, _ := known[0].(*string); field != nil {
			return *field
		}
		return known[1].(map[string]string)[ingressClassAnnotation]
	}).(pulumi.StringOutput)
	return ingressClass{name: name, field: platform.Spec.IngressClassName(), annotations: annotations}, nil
}

// isCopied leaves the class out where another is given: an Ingress must not name two.
func isCopied(annotation string, classGiven bool) bool {
	return slices.Contains(copiedAnnotations, annotation) && !(classGiven && annotation == ingressClassAnnotation)
}

// copiedIngressName is empty where nothing is to be copied.
func (g *graph) copiedIngressName() pulumi.StringInput {
	if g.Ingress.CopyFrom == nil {
		return pulumi.String("")
	}
	return text(g.Ingress.CopyFrom)
}
