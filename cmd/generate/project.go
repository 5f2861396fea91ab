package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

// project is Pulumi.yaml with every argument as a setting. What stands before the settings is written by hand.
func project(root string) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, "Pulumi.yaml"))
	if err != nil {
		return "", err
	}
	byHand, _, found := strings.Cut(string(text), "\nconfig:\n")
	if !found {
		return "", fmt.Errorf("there is no line %q", "config:")
	}
	var out strings.Builder
	out.WriteString(byHand + "\nconfig:\n")
	for _, a := range component.Arguments() {
		if a.IsGroup && !a.IsMap || strings.Contains(a.Path, "*") {
			continue
		}
		s, err := settingOf(a)
		if err != nil {
			return "", err
		}
		out.WriteString(s)
	}
	return out.String(), nil
}

func settingOf(a component.Argument) (string, error) {
	kind, missing, err := settingType(a)
	if err != nil {
		return "", err
	}
	byDefault := a.Default
	if a.TextForm != "" {
		byDefault = a.Text
	} else if byDefault == nil {
		byDefault = missing
	}
	var out strings.Builder
	fmt.Fprintf(&out, "  %s:\n    type: %s\n    description: %s\n", a.Path, kind, quoted(settingText(a)))
	if a.IsOptional || a.WithGroup {
		fmt.Fprintf(&out, "    default: %s\n", quoted(byDefault))
	}
	return out.String(), nil
}

// settingType is the type, and the value that means that the setting is left out: a project's setting without a default
// would have to be given.
func settingType(a component.Argument) (kind string, missing any, err error) {
	switch {
	case a.TextForm != "":
		return "string", "", nil
	case a.IsMap:
		return "object", map[string]any{}, nil
	}
	switch a.Field.Type {
	case reflect.TypeFor[pulumi.StringInput](), reflect.TypeFor[pulumi.StringPtrInput]():
		return "string", "", nil
	case reflect.TypeFor[pulumi.IntPtrInput]():
		if a.Default == nil {
			return "string", "", nil // takes a number too, and no number can mean that it is left out
		}
		return "integer", nil, nil
	case reflect.TypeFor[pulumi.BoolPtrInput]():
		if a.Default == nil {
			return "string", "", nil // takes true and false too
		}
		return "boolean", nil, nil
	case reflect.TypeFor[pulumi.StringMapInput]():
		return "object", map[string]any{}, nil
	case reflect.TypeFor[pulumi.StringArrayInput]():
		return "array\n    items:\n      type: string", []any{}, nil
	}
	switch {
	case !strings.Contains(a.Field.Tag.Get("provider"), "type=kubernetes@"):
		return "", nil, fmt.Errorf("%s: no setting can be of type %s yet", a.Path, a.Field.Type)
	case strings.HasSuffix(a.Field.Type.Name(), "ArrayInput"):
		return "array\n    items:\n      type: object", []any{}, nil
	}
	return "object", map[string]any{}, nil
}

// settingText also tells what is true of settings only.
func settingText(a component.Argument) string {
	text := a.Description() + a.Requirement()
	if a.IsMap {
		text += " Each entry has " + strings.Join(entries(a), ", ") + "."
	}
	if a.TextForm != "" {
		text += " Here as a text: " + a.TextForm + "."
	} else if a.From != "" {
		text += " Left out by default: " + a.From + "."
	}
	if a.Secret {
		text += " Set it with --secret."
	}
	return text
}

func entries(group component.Argument) (names []string) {
	for _, a := range component.Arguments() {
		if name, isEntry := strings.CutPrefix(a.Path, group.Path+".*."); isEntry {
			names = append(names, name)
		}
	}
	return names
}

// quoted is a value in YAML, of which JSON is a part.
func quoted(value any) string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // defaults are constants
	}
	return strings.TrimSpace(text.String())
}
