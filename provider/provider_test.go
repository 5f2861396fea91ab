package main

import (
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/blang/semver"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/integration"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

var update = flag.Bool("update", false, "write schema.json anew; read the difference before you commit it")

// current is the schema that the plugin serves, without its version, which a release sets.
func current(t *testing.T) schema.PackageSpec {
	t.Helper()
	provider, err := newProvider()
	if err != nil {
		t.Fatal(err)
	}
	server, err := integration.NewServer(t.Context(), name, semver.MustParse(version), integration.WithProvider(provider))
	if err != nil {
		t.Fatal(err)
	}
	response, err := server.GetSchema(p.GetSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal([]byte(response.Schema), &spec); err != nil {
		t.Fatal(err)
	}
	spec.Version = ""
	return spec
}

func TestSchemaIsTheCommittedOne(t *testing.T) {
	text, err := json.MarshalIndent(current(t), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	if *update {
		if err := os.WriteFile("schema.json", text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(committed) != string(text) {
		t.Error("provider/schema.json is out of date: run make generate and read the difference")
	}
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
	want := map[string]bool{"Oidc.pem": true, "Oidc.registrationToken": true, "Redis.password": true}
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
				if of != nil && of.Ref != "" && !of.Plain {
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
