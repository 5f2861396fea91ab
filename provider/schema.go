package provider

import (
	"context"
	"encoding/json"
	"maps"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

// refined serves the inferred schema with what infer does not say, or says wrongly, about the component's arguments.
func refined(provider p.Provider) p.Provider {
	inferred := provider.GetSchema
	provider.GetSchema = func(ctx context.Context, request p.GetSchemaRequest) (p.GetSchemaResponse, error) {
		response, err := inferred(ctx, request)
		if err != nil {
			return response, err
		}
		var spec schema.PackageSpec
		if err := json.Unmarshal([]byte(response.Schema), &spec); err != nil {
			return response, err
		}
		refine(&spec)
		text, err := json.Marshal(spec)
		return p.GetSchemaResponse{Schema: string(text)}, err
	}
	return provider
}

// languages are what infer does not say: what is needed beside Pulumi itself, for arguments of Kubernetes' own types. Go finds
// it out by itself.
var languages = map[string]schema.RawMessage{
	"csharp": schema.RawMessage(`{"packageReferences":{"Pulumi.Kubernetes":"4.*"},"respectSchemaVersion":true}`),
	"java": schema.RawMessage(`{"basePackage":"com.seqeralabs","buildFiles":"gradle",` +
		`"dependencies":{"com.pulumi:kubernetes":"4.25.0"}}`),
	"nodejs": schema.RawMessage(`{"dependencies":{"@pulumi/kubernetes":"^4.25.0"},"respectSchemaVersion":true}`),
	"python": schema.RawMessage(`{"pyproject":{"enabled":true},"requires":{"pulumi-kubernetes":">=4.25.0,<5.0.0"},` +
		`"respectSchemaVersion":true}`),
}

func refine(spec *schema.PackageSpec) {
	maps.Copy(spec.Language, languages)
	for _, a := range component.Arguments() {
		properties := propertiesAround(spec, a.Path)
		name := a.Path[strings.LastIndex(a.Path, ".")+1:]
		property := properties[name]
		switch {
		case a.IsGroup:
			refineGroup(spec, &property, a)
		default:
			refineInput(spec, &property, a)
		}
		properties[name] = property
	}
}

// propertiesAround are those of the group in which the argument at a path stands.
func propertiesAround(spec *schema.PackageSpec, path string) map[string]schema.PropertySpec {
	properties := spec.Resources[component.Token].InputProperties
	steps := strings.Split(path, ".")
	for _, step := range steps[:len(steps)-1] {
		if step != "*" {
			properties = spec.Types[groupToken(properties[step])].Properties
		}
	}
	return properties
}

func groupToken(property schema.PropertySpec) string {
	ref := property.Ref
	if property.AdditionalProperties != nil {
		ref = property.AdditionalProperties.Ref
	}
	return strings.TrimPrefix(ref, "#/types/")
}

// refineInput lets the elements of maps and lists be outputs, as the component does, and names the allowed values of a
// text. Like the Kubernetes package it takes a plain text as well, so that nobody has to import an enum.
func refineInput(spec *schema.PackageSpec, property *schema.PropertySpec, a component.Argument) {
	for _, elements := range []*schema.TypeSpec{property.Items, property.AdditionalProperties} {
		if elements != nil {
			elements.Plain = false
		}
	}
	if a.Enum == "" {
		return
	}
	token := Name + ":index:" + a.Enum
	kind := schema.ComplexTypeSpec{ObjectTypeSpec: schema.ObjectTypeSpec{
		Type: "string", Description: "One of " + strings.Join(a.Allowed, ", ") + ".",
	}}
	for _, value := range a.Allowed {
		kind.Enum = append(kind.Enum, schema.EnumValueSpec{Value: value})
	}
	spec.Types[token] = kind
	property.OneOf = []schema.TypeSpec{{Type: "string"}, {Ref: "#/types/" + token}}
}

// refineGroup says that a group of arguments has to be there as such; what stands in it may be an output. An output of
// a whole group is refused at run time, and SDKs make one of a group that is not plain as soon as it has a default. In a
// required group there are no defaults, with which the Go SDK would not compile.
func refineGroup(spec *schema.PackageSpec, property *schema.PropertySpec, a component.Argument) {
	property.Plain = true
	if a.IsMap {
		property.AdditionalProperties.Plain = true
	}
	if a.IsOptional {
		return
	}
	properties := spec.Types[groupToken(*property)].Properties
	for name, p := range properties {
		p.Default = nil
		properties[name] = p
	}
}
