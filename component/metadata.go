package component

import (
	"maps"
	"strings"
	"unicode"
	"unicode/utf8"

	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation"
)

// meta is the metadata of an object of ours; role is empty for what belongs to no workload.
func (g *graph) meta(name pulumi.StringPtrInput, role string, annotations pulumi.StringMapInput) *metav1.ObjectMetaArgs {
	own := pulumi.StringMap{
		ownerAnnotation:        pulumi.String(g.owners[0]),
		fieldManagerAnnotation: pulumi.String(fieldManager),
	}
	return &metav1.ObjectMetaArgs{
		Name:        name,
		Namespace:   g.Namespace,
		Labels:      combined(g.CommonLabels, g.Labels, g.ownLabels(role)),
		Annotations: combined(g.Annotations, annotations, own),
	}
}

// labelled is such metadata with labels of one object's own, which win over those of all.
func (g *graph) labelled(metadata *metav1.ObjectMetaArgs, role string, labels pulumi.StringMapInput) *metav1.ObjectMetaArgs {
	if labels != nil {
		metadata.Labels = combined(metadata.Labels, labels, g.ownLabels(role))
	}
	return metadata
}

func (g *graph) ownLabels(role string) pulumi.StringMap {
	labels := g.selector(role)
	labels["app.kubernetes.io/instance"] = pulumi.String(labelValue(g.name))
	labels["app.kubernetes.io/managed-by"] = pulumi.String("pulumi")
	return labels
}

// labelValue brings a name that Pulumi accepts into the form of a label's value: capitals may stay, a space may not.
func labelValue(name string) string {
	value := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r)) {
			return r
		}
		return '-'
	}, name)
	return strings.Trim(value[:min(len(value), validation.LabelValueMaxLength)], "-_.")
}

// selector holds Seqera's own component label, and a name, so that no pods of a manual installation match; there is one
// Studios to a namespace. It cannot be changed later, so it does not hold the name of the component, which can.
func (g *graph) selector(role string) pulumi.StringMap {
	labels := pulumi.StringMap{"app.kubernetes.io/name": pulumi.String("seqera-studios")}
	if role != "" {
		labels[componentLabel] = pulumi.String(role)
	}
	return labels
}

// combined merges maps, of which the later ones win: selectors and ownership rely on ours. With a single map the
// entries stay values of their own, so that one unknown entry does not hide the others in a preview.
func combined(parts ...pulumi.StringMapInput) pulumi.StringMapInput {
	var given []any
	for _, part := range parts {
		if part != nil {
			given = append(given, part)
		}
	}
	if len(given) == 0 {
		return nil
	}
	if len(given) == 1 {
		return given[0].(pulumi.StringMapInput)
	}
	return pulumi.All(given...).ApplyT(func(all []any) map[string]string {
		result := map[string]string{}
		for _, one := range all {
			maps.Copy(result, one.(map[string]string))
		}
		return result
	}).(pulumi.StringMapOutput)
}
