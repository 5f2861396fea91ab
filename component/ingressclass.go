package component

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
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

func (g *graph) ingressClass() ingressClass { return g.chosenClass().orOf(g.annotatedClass(g.ctx)) }

// chosenClass is given, taken over from the Platform's Ingress, or Seqera's ALB.
func (g *graph) chosenClass() ingressClass {
	if of, isGiven := doors[g.known(g.Ingress.Controller)]; isGiven {
		return g.presetClass(of)
	}
	switch {
	case g.Ingress.CopyFrom != nil || g.found == nil && g.Ingress.ClassName == nil:
		return g.copiedClass()
	case g.Ingress.ClassName != nil:
		annotations := text(g.Ingress.ClassName).ApplyT(func(class string) map[string]string {
			if class == albClass {
				return albAttributes
			}
			return nil
		}).(pulumi.StringMapOutput)
		return ingressClass{name: text(g.Ingress.ClassName), field: g.Ingress.ClassName, annotations: annotations}
	default:
		annotations := maps.Clone(albAttributes)
		annotations[ingressClassAnnotation] = albClass
		return ingressClass{name: constantText(albClass), annotations: pulumi.ToStringMap(annotations)}
	}
}

// copiedClass takes from the preflight's facts, for a read would keep the whole Ingress in the state.
func (g *graph) copiedClass() ingressClass {
	given := g.Ingress.ClassName != nil
	if g.found == nil {
		return ingressClass{
			name:        await.Unknown[string, pulumi.StringOutput](),
			field:       await.Unknown[*string, pulumi.StringPtrOutput](),
			annotations: await.Unknown[map[string]string, pulumi.StringMapOutput](),
		}
	}
	from := g.facts.Ingress(g.known(g.Ingress.CopyFrom))
	copied := maps.Clone(from.Annotations)
	maps.DeleteFunc(copied, func(key, _ string) bool { return !isCopied(key, given) })
	class := ingressClass{annotations: pulumi.ToStringMap(copied)}
	switch {
	case given:
		class.name, class.field = text(g.Ingress.ClassName), g.Ingress.ClassName
	case from.Class != "":
		class.name, class.field = constantText(from.Class), pulumi.String(from.Class)
	default:
		class.name = constantText(copied[ingressClassAnnotation])
	}
	return class
}

// copiesAreEqual tells that it makes no difference which of two Ingresses is copied from.
func copiesAreEqual(a, b *platform.Ingress) bool {
	return a.Class == b.Class && !slices.ContainsFunc(copiedAnnotations, func(key string) bool { return a.Annotations[key] != b.Annotations[key] })
}

// isCopied leaves the class out where another is given: an Ingress must not name two.
func isCopied(annotation string, classGiven bool) bool {
	return slices.Contains(copiedAnnotations, annotation) && !(classGiven && annotation == ingressClassAnnotation)
}

// annotatedClass is one that somebody has written into the annotations; empty where nobody has.
func (a *StudiosArgs) annotatedClass(ctx *pulumi.Context) string {
	for _, annotations := range []pulumi.StringMapInput{a.Ingress.Annotations, a.Annotations} {
		if class := awaitInput[map[string]string](ctx, annotations).Value[ingressClassAnnotation]; class != "" {
			return class
		}
	}
	return ""
}

// orOf leaves the field to the annotation where that is given: Kubernetes refuses a new Ingress that has both.
func (c ingressClass) orOf(annotated string) ingressClass {
	if annotated != "" {
		c.name, c.field = constantText(annotated), nil
	}
	return c
}

// hasOneClass refuses an argument and an annotation that say the same thing differently.
func (a *StudiosArgs) hasOneClass(c *completion) {
	if a.Ingress.ClassName != nil && a.annotatedClass(c.ctx) != "" {
		c.problems = append(c.problems, field.Forbidden(c.paths[&a.Ingress.ClassName],
			"excludes the annotation "+ingressClassAnnotation+": give one of them"))
	}
}
