package provider

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// A program that was written for the last release goes on working, unless the changelog says under "Unreleased" what
// does not: "Breaking: <name as reported here>".
func TestBreakingChangesAreAnnounced(t *testing.T) {
	tag, err := exec.Command("git", "describe", "--tags", "--abbrev=0", "--match", "v*").Output()
	if err != nil {
		t.Skip("no release to compare with")
	}
	text, err := exec.Command("git", "show", strings.TrimSpace(string(tag))+":./schema.json").Output()
	must(t, err)
	var released schema.PackageSpec
	must(t, json.Unmarshal(text, &released))
	changelog, err := os.ReadFile("../CHANGELOG.md")
	must(t, err)
	_, unreleased, _ := strings.Cut(string(changelog), "## [Unreleased]")
	unreleased, _, _ = strings.Cut(unreleased, "\n## ")
	for _, change := range breaking(released, current(t)) {
		if !strings.Contains(unreleased, "Breaking: "+change) {
			t.Errorf("breaking since %s, and not in the changelog: %s", tag, change)
		}
	}
}

// breaking lists what programs may use in one schema and not in the next.
func breaking(old, new schema.PackageSpec) []string {
	var changes []string
	for token, was := range old.Resources {
		is, there := new.Resources[token]
		if !there {
			changes = append(changes, local(token)+" is gone")
			continue
		}
		changes = append(changes, breakingInputs(local(token), was.InputProperties, is.InputProperties, was.RequiredInputs, is.RequiredInputs)...)
		for name, output := range was.Properties {
			now, there := is.Properties[name]
			switch {
			case !there:
				changes = append(changes, local(token)+"."+name+" is no output any more")
			case typeName(now.TypeSpec) != typeName(output.TypeSpec):
				changes = append(changes, fmt.Sprintf("%s.%s is now %s, not %s", local(token), name,
					typeName(now.TypeSpec), typeName(output.TypeSpec)))
			}
		}
	}
	for token, was := range old.Types {
		if is, there := new.Types[token]; there {
			changes = append(changes, breakingInputs(local(token), was.Properties, is.Properties, was.Required, is.Required)...)
			for _, value := range was.Enum {
				if !slices.ContainsFunc(is.Enum, func(v schema.EnumValueSpec) bool { return v.Value == value.Value }) {
					changes = append(changes, fmt.Sprintf("%s does not allow %v any more", local(token), value.Value))
				}
			}
		}
	}
	slices.Sort(changes)
	return changes
}

func breakingInputs(of string, was, is map[string]schema.PropertySpec, wasRequired, isRequired []string) []string {
	var changes []string
	for name, argument := range was {
		now, there := is[name]
		switch {
		case !there:
			changes = append(changes, of+"."+name+" is gone")
		case typeName(now.TypeSpec) != typeName(argument.TypeSpec):
			changes = append(changes, fmt.Sprintf("%s.%s takes %s, not %s", of, name,
				typeName(now.TypeSpec), typeName(argument.TypeSpec)))
		}
	}
	for _, name := range isRequired {
		if !slices.Contains(wasRequired, name) {
			changes = append(changes, of+"."+name+" is required")
		}
	}
	return changes
}

// typeName is what a program has to know of a type: a text is one whether or not its values are listed.
func typeName(t schema.TypeSpec) string {
	switch {
	case t.Ref != "":
		return local(t.Ref)
	case t.Items != nil:
		return "a list of " + typeName(*t.Items)
	case t.AdditionalProperties != nil:
		return "a map of " + typeName(*t.AdditionalProperties)
	case len(t.OneOf) > 0:
		return typeName(t.OneOf[0])
	}
	return t.Type
}

// local is the last part of a token or reference.
func local(token string) string { return token[strings.LastIndex(token, ":")+1:] }

func TestBreaking(t *testing.T) {
	change := func(edit func(spec *schema.PackageSpec)) []string {
		next := current(t)
		edit(&next)
		return breaking(current(t), next)
	}
	const studios, redis = "seqera-studios:index:Studios", "seqera-studios:index:Redis"
	for want, edit := range map[string]func(spec *schema.PackageSpec){
		"Studios is gone":       func(s *schema.PackageSpec) { delete(s.Resources, studios) },
		"Studios.redis is gone": func(s *schema.PackageSpec) { delete(s.Resources[studios].InputProperties, "redis") },
		"Redis.prefix is gone":  func(s *schema.PackageSpec) { delete(s.Types[redis].Properties, "prefix") },
		"Redis.tls takes string, not boolean": func(s *schema.PackageSpec) {
			s.Types[redis].Properties["tls"] = schema.PropertySpec{TypeSpec: schema.TypeSpec{Type: "string"}}
		},
		"Redis.tls is required": func(s *schema.PackageSpec) {
			kind := s.Types[redis]
			kind.Required = append(kind.Required, "tls")
			s.Types[redis] = kind
		},
		"Studios.wildcardHost is no output any more": func(s *schema.PackageSpec) {
			delete(s.Resources[studios].Properties, "wildcardHost")
		},
		"LogLevel does not allow trace any more": func(s *schema.PackageSpec) {
			kind := s.Types["seqera-studios:index:LogLevel"]
			kind.Enum = kind.Enum[1:]
			s.Types["seqera-studios:index:LogLevel"] = kind
		},
	} {
		if got := change(edit); len(got) != 1 || got[0] != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
	if got := change(func(s *schema.PackageSpec) {
		s.Resources[studios].InputProperties["more"] = schema.PropertySpec{TypeSpec: schema.TypeSpec{Type: "string"}}
	}); len(got) > 0 {
		t.Errorf("an argument more is no breaking change: %v", got)
	}
}
