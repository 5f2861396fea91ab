package provider

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

// current is the schema that the plugin serves: that the file holds it is tested where it is written, in cmd/generate.
func current(t testing.TB) (spec schema.PackageSpec) {
	t.Helper()
	text, err := os.ReadFile("schema.json")
	must(t, err)
	must(t, json.Unmarshal(text, &spec))
	return spec
}

func TestEverythingIsDescribed(t *testing.T) {
	spec := current(t)
	described := func(where string, properties map[string]schema.PropertySpec) {
		for property, p := range properties {
			if len(p.Description) < 10 {
				t.Errorf("%s.%s has no description", where, property)
			}
		}
	}
	for token, resource := range spec.Resources {
		if resource.Description == "" {
			t.Errorf("%s has no description", token)
		}
		described(token, resource.InputProperties)
		described(token, resource.Properties)
	}
	for token, kind := range spec.Types {
		if kind.Description == "" {
			t.Errorf("%s has no description", token)
		}
		described(token, kind.Properties)
	}
}

// Typed by hand: what a user gives and nobody may see.
func TestSecretInputsAreMarked(t *testing.T) {
	want := map[string]bool{"Oidc.pem": true, "Oidc.registrationToken": true, "Redis.password": true, "SSH.key": true}
	got := map[string]bool{}
	for token, kind := range current(t).Types {
		for property, p := range kind.Properties {
			if p.Secret {
				got[token[strings.LastIndex(token, ":")+1:]+"."+property] = true
			}
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("secret are %v, not %v", got, want)
	}
}

// SDKs turn a group that is not plain and has defaults into one output, and infer refuses it: a secret password in it
// failed in TypeScript and Go.
func TestGroupsArePlain(t *testing.T) {
	spec := current(t)
	check := func(where string, properties map[string]schema.PropertySpec) {
		for name, p := range properties {
			for _, of := range []*schema.TypeSpec{&p.TypeSpec, p.AdditionalProperties, p.Items} {
				if of != nil && strings.HasPrefix(of.Ref, "#") && !of.Plain {
					t.Errorf("%s.%s is a group and not plain", where, name)
				}
			}
		}
	}
	check("Studios", spec.Resources[component.Token].InputProperties)
	for token, kind := range spec.Types {
		check(token, kind.Properties)
	}
}

// Pulumi compiles the folder in which PulumiPlugin.yaml stands, and no other, when a project adds the package from the repository.
func TestPluginFileStandsBesideTheProgram(t *testing.T) {
	const folder = "cmd/pulumi-resource-seqera-studios"
	for file, part := range map[string]string{
		folder + "/PulumiPlugin.yaml":           "runtime: go\n",
		folder + "/main.go":                     "\npackage main\n",
		"../docs/installation-configuration.md": "pulumi package add " + strings.TrimPrefix(repository, "https://") + "/provider/" + folder + "@v",
	} {
		text, err := os.ReadFile(file)
		must(t, err)
		if !strings.Contains(string(text), part) {
			t.Errorf("%s does not have %q", file, part)
		}
	}
}
