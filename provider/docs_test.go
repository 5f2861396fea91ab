package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

func TestReferenceIsThatOfTheSchema(t *testing.T) {
	const file = "../docs/api.md"
	text := reference(current(t))
	if *update {
		must(t, os.WriteFile(file, []byte(text), 0o644))
	}
	committed, err := os.ReadFile(file)
	must(t, err)
	if string(committed) != text {
		t.Error("docs/api.md is out of date: run make generate")
	}
}

// reference is the documentation of everything in the schema, in Markdown.
func reference(spec schema.PackageSpec) string {
	var page strings.Builder
	page.WriteString("# API reference\n\nGenerated from [the schema](../provider/schema.json); do not edit. Python writes " +
		"the names as `platform_url`, Go as `PlatformUrl`. Where a text has a set of allowed values, they are listed.\n")
	studios := spec.Resources[component.Token]
	fmt.Fprintf(&page, "\n## Studios\n\n`%s`: %s\n\n### Arguments\n\n", component.Token, studios.Description)
	table(&page, spec, studios.InputProperties, studios.RequiredInputs)
	page.WriteString("\n### Outputs\n\n| name | type | meaning |\n|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(studios.Properties)) {
		p := studios.Properties[name]
		fmt.Fprintf(&page, "| `%s` | %s | %s |\n", name, kind(spec, p.TypeSpec), escape.Replace(p.Description))
	}
	for _, token := range slices.Sorted(maps.Keys(spec.Types)) {
		if group := spec.Types[token]; group.Type == "object" {
			fmt.Fprintf(&page, "\n## %s\n\n%s\n\n", local(token), group.Description)
			table(&page, spec, group.Properties, group.Required)
		}
	}
	return page.String()
}

// table lists the required arguments first.
func table(page *strings.Builder, spec schema.PackageSpec, properties map[string]schema.PropertySpec, required []string) {
	page.WriteString("| name | type | default | meaning |\n|---|---|---|---|\n")
	names := slices.Sorted(maps.Keys(properties))
	slices.SortStableFunc(names, func(a, b string) int {
		return strings.Compare(fmt.Sprint(!slices.Contains(required, a)), fmt.Sprint(!slices.Contains(required, b)))
	})
	for _, name := range names {
		p := properties[name]
		value := ""
		switch {
		case slices.Contains(required, name):
			value = "required"
		case p.Default != nil:
			value = fmt.Sprintf("`%v`", p.Default)
		}
		meaning := p.Description
		if p.Secret {
			meaning += " Secret."
		}
		fmt.Fprintf(page, "| `%s` | %s | %s | %s |\n", name, kind(spec, p.TypeSpec), value, escape.Replace(meaning))
	}
}

func kind(spec schema.PackageSpec, t schema.TypeSpec) string {
	switch {
	case len(t.OneOf) > 0:
		var values []string
		for _, value := range spec.Types[strings.TrimPrefix(t.OneOf[1].Ref, "#/types/")].Enum {
			values = append(values, fmt.Sprintf("`%v`", value.Value))
		}
		return strings.Join(values, ", ")
	case t.Ref != "":
		return fmt.Sprintf("[%s](#%s)", local(t.Ref), strings.ToLower(local(t.Ref)))
	case t.Items != nil:
		return "list of " + kind(spec, *t.Items)
	case t.AdditionalProperties != nil:
		return "map of " + kind(spec, *t.AdditionalProperties)
	}
	return t.Type
}

// local is the last part of a token or reference.
func local(token string) string { return token[strings.LastIndex(token, ":")+1:] }

// The Pulumi Registry wants one sample in every language; these are the examples that are run.
func TestRegistryPageShowsTheExamples(t *testing.T) {
	page, err := os.ReadFile("../docs/_index.md")
	must(t, err)
	for language, file := range map[string]string{
		"typescript": "typescript/index.ts",
		"python":     "python/__main__.py",
		"go":         "go/main.go",
		"java":       "java/src/main/java/studios/App.java",
		"yaml":       "yaml/Pulumi.yaml",
	} {
		example, err := os.ReadFile("../examples/" + file)
		must(t, err)
		sample := "{{% choosable language " + language + " %}}\n\n```" + language + "\n" + string(example) + "```\n"
		if !strings.Contains(string(page), sample) {
			t.Errorf("docs/_index.md does not show examples/%s", file)
		}
	}
}

var escape = strings.NewReplacer("|", `\|`, "<", "&lt;")
