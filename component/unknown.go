package component

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// UnknownArguments tells of every name in given that no argument has, with the nearest that there is. Nothing else would:
// languages without types hand on what they are given, and the engine drops it. Values are the types of JSON; whatever is
// another, such as a value that is not known yet, is not looked into.
func UnknownArguments(given map[string]any) []string {
	return unknownIn(reflect.TypeFor[StudiosArgs](), given, "")
}

func unknownIn(kind reflect.Type, given any, path string) (all []string) {
	kind = PlainType(kind)
	switch value := given.(type) {
	case []any:
		for i, entry := range value {
			if kind.Kind() == reflect.Slice {
				all = append(all, unknownIn(kind.Elem(), entry, fmt.Sprintf("%s[%d]", path, i))...)
			}
		}
	case map[string]any:
		names := fieldsByName(kind)
		for _, name := range rules.Sorted(value) {
			at := strings.TrimPrefix(path+"."+name, ".")
			switch field, isKnown := names[name]; {
			case kind.Kind() == reflect.Map:
				all = append(all, unknownIn(kind.Elem(), value[name], fmt.Sprintf("%s[%s]", path, name))...)
			case kind.Kind() != reflect.Struct: // another rule speaks of the type
			case isKnown:
				all = append(all, unknownIn(field, value[name], at)...)
			default:
				all = append(all, at+": Not found: "+nearest(name, rules.Sorted(names)))
			}
		}
	}
	return all
}

func fieldsByName(kind reflect.Type) map[string]reflect.Type {
	names := map[string]reflect.Type{}
	if kind.Kind() == reflect.Struct {
		for i := range kind.NumField() {
			if name, _, _ := strings.Cut(kind.Field(i).Tag.Get("pulumi"), ","); name != "" {
				names[name] = kind.Field(i).Type
			}
		}
	}
	return names
}

// PlainType is what the type of an argument comes to: of *ProxyArgs the group, of TolerationArrayInput a list of Tolerations.
func PlainType(kind reflect.Type) reflect.Type {
	if kind.Kind() == reflect.Pointer {
		return PlainType(kind.Elem())
	}
	method, isInput := kind.MethodByName("To" + strings.TrimSuffix(kind.Name(), "Input") + "Output")
	if !isInput || kind.Kind() != reflect.Interface {
		return kind
	}
	return PlainType(reflect.Zero(method.Type.Out(0)).Interface().(pulumi.Output).ElementType())
}

// nearest is the name that was meant, or all that there are where none is near.
func nearest(name string, names []string) string {
	best := slices.MinFunc(names, func(a, b string) int {
		return levenshtein.Distance(name, a, nil) - levenshtein.Distance(name, b, nil)
	})
	if 2*levenshtein.Distance(name, best, nil) > len(name) {
		return "there are " + strings.Join(names, ", ")
	}
	return "did you mean " + best + "?"
}
