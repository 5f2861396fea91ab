package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

// reference is the documentation of everything in the schema, in Markdown.
func reference(string) (string, error) {
	spec, err := served()
	if err != nil {
		return "", err
	}
	var page strings.Builder
	page.WriteString("# API reference\n\nGenerated from [the schema](../provider/schema.json); do not edit. Python writes " +
		"the names as `platform_url`, Go as `PlatformUrl`. Where a text has a set of allowed values, they are listed. An argument " +
		"without a version under \"since\" goes with every Platform that Studios is installed beside.\n")
	studios := spec.Resources[component.Token]
	fmt.Fprintf(&page, "\n## Studios\n\n`%s`: %s\n\n### Arguments\n\n", component.Token, studios.Description)
	table(&page, spec, "StudiosArgs", studios.InputProperties)
	page.WriteString("\n### Outputs\n\n| name | type | meaning |\n|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(studios.Properties)) {
		p := studios.Properties[name]
		fmt.Fprintf(&page, "| `%s` | %s | %s |\n", name, kind(spec, p.TypeSpec), escape.Replace(p.Description))
	}
	for _, token := range slices.Sorted(maps.Keys(spec.Types)) {
		if group := spec.Types[token]; group.Type == "object" {
			fmt.Fprintf(&page, "\n## %s\n\n%s\n\n", local(token), group.Description)
			table(&page, spec, local(token)+"Args", group.Properties)
		}
	}
	return page.String(), nil
}

// table lists the arguments of a group in the order in which they are declared, the required ones first.
func table(page *strings.Builder, spec schema.PackageSpec, group string, properties map[string]schema.PropertySpec) {
	page.WriteString("| name | type | default | since | meaning |\n|---|---|---|---|---|\n")
	var rows []component.Argument
	for _, a := range component.Arguments() {
		isNew := !slices.ContainsFunc(rows, func(b component.Argument) bool { return a.Field.Name == b.Field.Name })
		if a.Group == group && isNew {
			rows = append(rows, a)
		}
	}
	slices.SortStableFunc(rows, func(a, b component.Argument) int {
		return strings.Compare(fmt.Sprint(a.IsOptional), fmt.Sprint(b.IsOptional))
	})
	for _, a := range rows {
		name := a.Path[strings.LastIndex(a.Path, ".")+1:]
		meaning := a.Description()
		if a.Secret {
			meaning += " Secret."
		}
		fmt.Fprintf(page, "| `%s` | %s | %s | %s | %s |\n", name, kind(spec, properties[name].TypeSpec),
			escape.Replace(byDefault(a)), a.Since, escape.Replace(meaning))
	}
}

// byDefault names each default where the same group stands in several places.
func byDefault(a component.Argument) string {
	var words []string
	for _, use := range component.Arguments() {
		if use.Group != a.Group || use.Field.Name != a.Field.Name {
			continue
		}
		if one := inWords(use); !slices.Contains(words, one) {
			words = append(words, one)
		}
	}
	return strings.Join(words, " or ")
}

func inWords(a component.Argument) string {
	if a.Default != nil {
		return "`" + a.DefaultInWords() + "`"
	}
	if !a.IsOptional {
		return "required"
	}
	return a.From
}

func kind(spec schema.PackageSpec, t schema.TypeSpec) string {
	switch {
	case len(t.OneOf) > 0:
		var values []string
		for _, value := range spec.Types[strings.TrimPrefix(t.OneOf[1].Ref, "#/types/")].Enum {
			values = append(values, fmt.Sprintf("`%v`", value.Value))
		}
		return strings.Join(values, ", ")
	case strings.HasPrefix(t.Ref, "/kubernetes/"):
		return "Kubernetes' `" + local(t.Ref) + "`"
	case t.Ref != "":
		return fmt.Sprintf("[%s](#%s)", local(t.Ref), strings.ToLower(local(t.Ref)))
	case t.Items != nil:
		return "list of " + kind(spec, *t.Items)
	case t.AdditionalProperties != nil:
		return "map of " + kind(spec, *t.AdditionalProperties)
	}
	return cmp.Or(t.Type, "any")
}

// local is the last part of a token or reference.
func local(token string) string { return token[strings.LastIndex(token, ":")+1:] }

var escape = strings.NewReplacer("|", `\|`, "<", "&lt;")
