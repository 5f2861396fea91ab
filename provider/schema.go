package main

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

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

func refine(spec *schema.PackageSpec) {
	spec.Language["java"] = schema.RawMessage(`{"basePackage":"com.seqeralabs","buildFiles":"gradle"}`)
	refineProperties(spec, spec.Resources[component.Token].InputProperties, reflect.TypeFor[component.StudiosArgs]())
}

var input = reflect.TypeFor[pulumi.Input]()

func refineProperties(spec *schema.PackageSpec, properties map[string]schema.PropertySpec, args reflect.Type) {
	for i := range args.NumField() {
		field := args.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("pulumi"), ",")
		property := properties[name]
		if field.Type.Implements(input) {
			refineInput(spec, &property, field.Tag.Get("enum"))
		} else {
			refineStruct(spec, &property, field.Type)
		}
		properties[name] = property
	}
}

// refineInput lets the elements of maps and lists be outputs, as the component does, and names the allowed values of a
// text. Like the Kubernetes package it takes a plain text as well, so that nobody has to import an enum.
func refineInput(spec *schema.PackageSpec, property *schema.PropertySpec, enum string) {
	for _, elements := range []*schema.TypeSpec{property.Items, property.AdditionalProperties} {
		if elements != nil {
			elements.Plain = false
		}
	}
	name, values, isEnum := strings.Cut(enum, "=")
	if !isEnum {
		return
	}
	token := "seqera-studios:index:" + name
	kind := schema.ComplexTypeSpec{ObjectTypeSpec: schema.ObjectTypeSpec{Type: "string", Description: "One of " +
		strings.ReplaceAll(values, "|", ", ") + "."}}
	for value := range strings.SplitSeq(values, "|") {
		kind.Enum = append(kind.Enum, schema.EnumValueSpec{Value: value})
	}
	spec.Types[token] = kind
	property.OneOf = []schema.TypeSpec{{Type: "string"}, {Ref: "#/types/" + token}}
}

// refineStruct says that a group of arguments has to be there as such; what stands in it may be an output. An output of
// a whole group is refused at run time, and SDKs make one of a group that is not plain as soon as it has a default. In a
// required group there are no defaults, with which the Go SDK would not compile.
func refineStruct(spec *schema.PackageSpec, property *schema.PropertySpec, group reflect.Type) {
	property.Plain = true
	ref := property.Ref
	if group.Kind() == reflect.Map {
		property.AdditionalProperties.Plain = true
		ref = property.AdditionalProperties.Ref
	}
	isRequired := group.Kind() == reflect.Struct
	if !isRequired {
		group = group.Elem()
	}
	properties := spec.Types[strings.TrimPrefix(ref, "#/types/")].Properties
	refineProperties(spec, properties, group)
	for name, p := range properties {
		if isRequired {
			p.Default = nil
			properties[name] = p
		}
	}
}
