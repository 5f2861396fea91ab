package component_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// canary stands in what is given as a secret.
const canary = "q7zk4canary"

// FuzzRules holds for any value of any argument: it is refused by the argument's name, and without the value where that is
// secret; or it is taken, and then what became of it is taken too and stays as it is. A name that is taken is one for Kubernetes.
func FuzzRules(f *testing.F) {
	all := leaves()
	for i, leaf := range all {
		if text, isText := refused[leaf.Path].value.(string); isText {
			f.Add(uint16(i), text, int64(0), i%2 == 0)
		}
		f.Add(uint16(i), "a-1", int64(i%3), i%2 == 1)
	}
	f.Fuzz(func(t *testing.T, which uint16, text string, number int64, isSecret bool) {
		leaf := all[int(which)%len(all)]
		if isSecret = isSecret || leaf.Secret; isSecret {
			text += canary
		}
		given := fuzzed(leaf.Field.Type, text, int(number))
		if given == nil {
			return // of Kubernetes' own types, or either true or false
		}
		if isSecret {
			given = pulumi.ToSecret(given)
		}
		args := around(leaf)
		field(args, leaf.Path, "LAB", func(field reflect.Value) { set(field, given) })
		path := strings.ReplaceAll(leaf.Path, ".*", "[LAB]")
		complete, err := completed(args)
		switch {
		case err != nil && !strings.Contains(err.Error(), path):
			t.Fatalf("%s: %q %d is refused by another name: %v", leaf.Path, text, number, err)
		case err != nil && strings.Contains(err.Error(), canary):
			t.Fatalf("%s: a secret is repeated: %v", leaf.Path, err)
		case err != nil:
			return
		}
		args = around(leaf)
		field(complete, leaf.Path, "LAB", func(became reflect.Value) {
			field(args, leaf.Path, "LAB", func(field reflect.Value) { field.Set(became) })
		})
		again, err := completed(args)
		if err != nil {
			t.Fatalf("%s: what %q %d became is refused: %v", leaf.Path, text, number, err)
		}
		if first, second := leafValue(complete, leaf.Path), leafValue(again, leaf.Path); first != second {
			t.Fatalf("%s: %q became %s, and then %s", leaf.Path, text, first, second)
		}
		isName(t, leaf.Path, text)
	})
}

// around is all that may stand beside an argument.
func around(leaf component.Argument) *component.StudiosArgs {
	args := everything()
	if beside, isNeeded := besides[leaf.Path]; isNeeded {
		beside(args)
	}
	for _, other := range leaf.Excludes {
		field(args, leaf.Path[:strings.LastIndex(leaf.Path, ".")+1]+other, "", func(field reflect.Value) { field.SetZero() })
	}
	return args
}

func completed(args *component.StudiosArgs) (complete *component.StudiosArgs, err error) {
	_, err = recorder.Record(nil, func(ctx *pulumi.Context) error {
		complete, err = component.Complete(ctx, args)
		return err
	})
	return complete, err
}

// fuzzed is a value as an argument of a type takes it; nil for what has no text and no number in it.
func fuzzed(kind reflect.Type, text string, number int) pulumi.Input {
	for _, value := range []pulumi.Input{
		pulumi.String(text), pulumi.Int(number), pulumi.StringArray{pulumi.String(text), pulumi.String("b")},
		pulumi.IntArray{pulumi.Int(number)}, pulumi.StringMap{"a": pulumi.String("b"), "cpu": pulumi.String(text)},
	} {
		if reflect.TypeOf(value).Implements(kind) {
			return value
		}
	}
	return nil
}

// set hands on an Output, which pulumi.ToSecret makes of a plain value, in the form that a field takes.
func set(field reflect.Value, given pulumi.Input) {
	for _, value := range []any{given, pointer(given)} {
		if value != nil && reflect.TypeOf(value).Implements(field.Type()) {
			field.Set(reflect.ValueOf(value))
			return
		}
	}
	panic(fmt.Sprintf("no %s: %T", field.Type(), given))
}

func pointer(given pulumi.Input) any {
	switch given := given.(type) {
	case pulumi.StringOutput:
		return given.ToStringPtrOutput()
	case pulumi.IntOutput:
		return given.ToIntPtrOutput()
	}
	return nil
}

func leafValue(args *component.StudiosArgs, path string) (text string) {
	field(args, path, "LAB", func(field reflect.Value) {
		in, isInput := field.Interface().(pulumi.Input)
		if !isInput {
			return
		}
		_, _ = recorder.Record(nil, func(ctx *pulumi.Context) error {
			text = component.Awaited(ctx, in)
			return nil
		})
	})
	return text
}

// beginsName are the arguments with which a name begins, that a hash ends.
var beginsName = map[string]bool{"certificateAuthority.name": true, "quotas.name": true}

// isName asks Kubernetes' own validation about what is taken where refused_test.go says that a name is needed.
func isName(t *testing.T, path, text string) {
	var messages []string
	if beginsName[path] {
		text += "-0a1b2c3d"
	}
	switch refused[path].says {
	case subdomain:
		messages = validation.IsDNS1123Subdomain(text)
	case label:
		messages = validation.IsDNS1123Label(text)
	case service:
		messages = validation.IsDNS1035Label(text)
	case emptyKey:
		messages = validation.IsConfigMapKey(text)
	}
	if len(messages) > 0 {
		t.Fatalf("%s takes %q, and Kubernetes does not: %v", path, text, messages)
	}
}
