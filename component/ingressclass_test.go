package component_test

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// Kubernetes refuses a new Ingress with a class in both its places, so an annotation takes that of the field.
func TestAnnotatedClassWins(t *testing.T) {
	for name, change := range map[string]func(a *component.StudiosArgs){
		"ingress.annotations": func(a *component.StudiosArgs) {
			a.Ingress.Annotations = pulumi.StringMap{"kubernetes.io/ingress.class": pulumi.String("internal")}
		},
		"annotations": func(a *component.StudiosArgs) {
			a.Annotations = pulumi.StringMap{"kubernetes.io/ingress.class": pulumi.String("internal")}
		},
	} {
		args := minimal()
		args.Ingress = &component.IngressArgs{Controller: pulumi.String("nginx")}
		change(args)
		ingress := record(t, args)["studios-ingress kubernetes:networking.k8s.io/v1:Ingress"].Inputs
		if class := ingress["spec"].(map[string]any)["ingressClassName"]; class != nil {
			t.Errorf("%s: the class is %v as well", name, class)
		}
		args.Ingress.ClassName = pulumi.String("public")
		_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
			_, err := component.NewStudios(ctx, "studios", args)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "ingress.className: Forbidden: excludes the annotation kubernetes.io/ingress.class") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// To path types of Kubernetes' own a "*" is a "*", which no browser asks for.
func TestPathFollowsItsType(t *testing.T) {
	for _, c := range []struct{ controller, pathType, path string }{
		{"alb", "Prefix", "/"}, {"gke", "Prefix", "/"}, {"alb", "Exact", "/"}, {"alb", "ImplementationSpecific", "/*"}, {"nginx", "ImplementationSpecific", "/"},
	} {
		args := minimal()
		args.Ingress = &component.IngressArgs{Controller: pulumi.String(c.controller), PathType: pulumi.String(c.pathType)}
		spec := record(t, args)["studios-ingress kubernetes:networking.k8s.io/v1:Ingress"].Inputs["spec"].(map[string]any)
		first := spec["rules"].([]any)[0].(map[string]any)["http"].(map[string]any)["paths"].([]any)[0].(map[string]any)
		if first["path"] != c.path {
			t.Errorf("%s and %s: the path is %v, not %s", c.controller, c.pathType, first["path"], c.path)
		}
	}
}
