package provider

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

// FuzzConstruct holds for any property map over the wire: an error that tells of no secret and of nothing within Go, or a graph with
// proxy and server in it; and that in time.
func FuzzConstruct(f *testing.F) {
	names := []string{}
	spec := current(f)
	for name := range spec.Resources[component.Token].InputProperties {
		names = append(names, name)
	}
	slices.Sort(names)
	for i := range names {
		f.Add([]byte{1, byte(i), byte(i)}, "a", false)
	}
	f.Add([]byte{}, "", true)
	f.Fuzz(func(t *testing.T, drawn []byte, text string, dryRun bool) {
		d := drawer{drawn, spec, strings.ToValidUTF8(text, "")}
		given := inputs(nil)
		for range d.roll(4) {
			name := names[d.roll(len(names))]
			given[resource.PropertyKey(name)] = d.value(spec.Resources[component.Token].InputProperties[name].TypeSpec, 0)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, graph, err := construct(t, given, func(r *pulumirpc.ConstructRequest) { r.DryRun = dryRun })
			switch {
			case err == nil && (graph["studios-proxy kubernetes:apps/v1:Deployment"].Inputs == nil || graph["studios "+component.Token].Inputs == nil):
				t.Errorf("%v made\n%s", given, graph.YAML())
			case err != nil && (strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "goroutine") ||
				strings.Contains(err.Error(), "panic") || strings.Contains(err.Error(), "runtime error")):
				t.Errorf("%v: %v", given, err)
			}
		}()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			t.Fatalf("no answer in time: %v", given)
		}
	})
}

// drawer draws values from the bytes of a fuzz target, most of them of the type that the schema asks for.
type drawer struct {
	left []byte
	spec schema.PackageSpec
	text string
}

func (d *drawer) roll(sides int) int {
	if len(d.left) == 0 {
		return 0
	}
	first := d.left[0]
	d.left = d.left[1:]
	return int(first) % sides
}

func (d *drawer) value(of schema.TypeSpec, depth int) resource.PropertyValue {
	switch d.roll(8) {
	case 1:
		return resource.NewNullProperty()
	case 2:
		return resource.MakeComputed(resource.NewProperty(""))
	case 3:
		return resource.MakeSecret(resource.NewProperty("canary" + d.text))
	case 4:
		return d.wrong()
	case 5:
		return resource.NewProperty(resource.Output{Element: d.right(of, depth), Known: true, Secret: d.roll(2) == 1})
	}
	return d.right(of, depth)
}

// wrong is of any type, and large perhaps.
func (d *drawer) wrong() resource.PropertyValue {
	return []resource.PropertyValue{
		resource.NewProperty(d.text), resource.NewProperty(-1e300), resource.NewProperty(true),
		resource.NewProperty([]resource.PropertyValue{resource.NewNullProperty(), resource.NewProperty(d.text)}),
		resource.NewProperty(resource.PropertyMap{resource.PropertyKey(d.text): resource.NewProperty(0.5), "": resource.NewNullProperty()}),
		resource.NewProperty(strings.Repeat(d.text+"x", 1<<16)),
	}[d.roll(6)]
}

func (d *drawer) right(of schema.TypeSpec, depth int) resource.PropertyValue {
	token, isOwn := strings.CutPrefix(of.Ref, "#/types/")
	switch {
	case isOwn && depth < 4:
		all := resource.PropertyMap{}
		for _, name := range sortedNames(d.spec.Types[token].Properties) {
			if d.roll(4) == 1 {
				all[resource.PropertyKey(name)] = d.value(d.spec.Types[token].Properties[name].TypeSpec, depth+1)
			}
		}
		return resource.NewProperty(all)
	case of.Type == "integer", of.Type == "number":
		return resource.NewProperty(float64(d.roll(256)))
	case of.Type == "boolean":
		return resource.NewProperty(d.roll(2) == 1)
	case of.Type == "array" && of.Items != nil:
		return resource.NewProperty([]resource.PropertyValue{d.value(*of.Items, depth+1)})
	case of.Type == "object" && of.AdditionalProperties != nil:
		return resource.NewProperty(resource.PropertyMap{resource.PropertyKey(d.text): d.value(*of.AdditionalProperties, depth+1)})
	}
	return resource.NewProperty(d.text)
}

func sortedNames(of map[string]schema.PropertySpec) (names []string) {
	for name := range of {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
