package component_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// leaves are the arguments that are no groups.
func leaves() (all []component.Argument) {
	for _, a := range component.Arguments() {
		if !a.IsGroup {
			all = append(all, a)
		}
	}
	return all
}

// field is the place of an argument in a program's arguments. The groups around it are made where they are missing, and an
// entry is that of the given key.
func field(args *component.StudiosArgs, path, key string, change func(field reflect.Value)) {
	var into func(group reflect.Value, steps []string)
	into = func(group reflect.Value, steps []string) {
		if len(steps) == 1 {
			change(named(group, steps[0]))
			return
		}
		switch next := named(group, steps[0]); next.Kind() {
		case reflect.Pointer:
			own := reflect.New(next.Type().Elem())
			if !next.IsNil() {
				own.Elem().Set(next.Elem())
			}
			next.Set(own)
			into(own.Elem(), steps[1:])
		case reflect.Map:
			own, entry := reflect.MakeMap(next.Type()), reflect.New(next.Type().Elem()).Elem()
			for _, other := range next.MapKeys() {
				own.SetMapIndex(other, next.MapIndex(other))
			}
			if old := next.MapIndex(reflect.ValueOf(key)); old.IsValid() {
				entry.Set(old)
			}
			into(entry, steps[2:])
			own.SetMapIndex(reflect.ValueOf(key), entry)
			next.Set(own)
		default:
			into(next, steps[1:])
		}
	}
	into(reflect.ValueOf(args).Elem(), strings.Split(path, "."))
}

func named(group reflect.Value, name string) reflect.Value {
	for i := range group.NumField() {
		if tag, _, _ := strings.Cut(group.Type().Field(i).Tag.Get("pulumi"), ","); tag == name {
			return group.Field(i)
		}
	}
	panic(fmt.Sprintf("%s has no %s", group.Type(), name))
}

// input is a value of YAML as an argument takes it.
func input(value any) pulumi.Input {
	switch value := value.(type) {
	case string:
		return pulumi.String(value)
	case int:
		return pulumi.Int(value)
	case bool:
		return pulumi.Bool(value)
	case map[string]any:
		texts := pulumi.StringMap{}
		for key, entry := range value {
			texts[key] = pulumi.String(fmt.Sprint(entry))
		}
		return texts
	case []any:
		if _, isNumber := value[0].(int); isNumber {
			numbers := pulumi.IntArray{}
			for _, entry := range value {
				numbers = append(numbers, pulumi.Int(entry.(int)))
			}
			return numbers
		}
		texts := pulumi.StringArray{}
		for _, entry := range value {
			texts = append(texts, pulumi.String(fmt.Sprint(entry)))
		}
		return texts
	}
	panic(fmt.Sprintf("no argument takes a %T", value))
}

// There is one row for each field. A row without a field, or for a field of another group, is found as soon as it is read.
func TestEveryFieldHasOneRow(t *testing.T) {
	rows := map[string]int{}
	for _, a := range component.Arguments() {
		rows[a.Group+"."+a.Field.Name+" at "+a.Path]++
	}
	var check func(kind reflect.Type, prefix string)
	check = func(kind reflect.Type, prefix string) {
		for i := range kind.NumField() {
			f := kind.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("pulumi"), ",")
			path := prefix + name
			if got := rows[kind.Name()+"."+f.Name+" at "+path]; got != 1 {
				t.Errorf("%s.%s has %d rows at %s", kind.Name(), f.Name, got, path)
			}
			delete(rows, kind.Name()+"."+f.Name+" at "+path)
			inner := f.Type
			if inner.Kind() == reflect.Map {
				path += ".*"
			}
			if inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Map && !inner.Implements(reflect.TypeFor[pulumi.Input]()) {
				inner = inner.Elem()
			}
			if inner.Kind() == reflect.Struct {
				check(inner, path+".")
			}
		}
	}
	check(reflect.TypeFor[component.StudiosArgs](), "")
	for left := range rows {
		t.Errorf("a row too many: %s", left)
	}
}

// Neither the caller's arguments nor what the state records of them are changed.
func TestArgumentsAreNotChanged(t *testing.T) {
	args := minimal()
	args.Proxy = &component.ProxyArgs{}
	args.Templates = map[string]component.TemplateArgs{
		"LAB": {Repository: pulumi.String("registry.example.com/lab:1"), Tool: pulumi.String("vscode")},
	}
	recorded := record(t, args)["studios "+component.Token].Inputs
	if args.Proxy.Image != nil || args.Templates["LAB"].Status != nil || args.Oidc != nil {
		t.Errorf("defaults are filled in: %v %v", args.Proxy, args.Templates)
	}
	want := "map[connectUrl:https://Connect.example.com/ namespace:seqera platformUrl:https://platform.example.com/ proxy:map[] " +
		"redis:map[address:redis.example.com] templates:map[LAB:map[repository:registry.example.com/lab:1 tool:vscode]]]"
	if got := fmt.Sprint(recorded); got != want {
		t.Errorf("recorded %s\nnot      %s", got, want)
	}
}

// A program may have a nil for what it gives at times only.
func TestNilIsLeftOut(t *testing.T) {
	byDefault := flat(record(t, minimal()))
	nothing := func() pulumi.StringPtrOutput {
		return pulumi.ToOutput("").ApplyT(func(any) *string { return nil }).(pulumi.StringPtrOutput)
	}
	for name, change := range map[string]func(a *component.StudiosArgs){
		"a nil text":                 func(a *component.StudiosArgs) { a.Redis.Prefix = pulumi.StringPtrFromPtr(nil) },
		"an output of nil":           func(a *component.StudiosArgs) { a.Redis.Prefix = nothing() },
		"a nil without a default":    func(a *component.StudiosArgs) { a.Redis.Username = pulumi.StringPtrFromPtr(nil) },
		"an output without one":      func(a *component.StudiosArgs) { a.Redis.Username = nothing() },
		"an output of a derived one": func(a *component.StudiosArgs) { a.Ingress = &component.IngressArgs{Host: nothing()} },
		"a nil of Kubernetes": func(a *component.StudiosArgs) {
			a.Proxy = &component.ProxyArgs{Pod: &component.PodArgs{Affinity: (*corev1.AffinityArgs)(nil), ExtraEnv: corev1.EnvVarArray(nil)}}
		},
		"a nil map":  func(a *component.StudiosArgs) { a.Labels = pulumi.StringMap(nil) },
		"a nil list": func(a *component.StudiosArgs) { a.AllowedWorkspaces = pulumi.IntArray(nil) },
		"an output of no list": func(a *component.StudiosArgs) {
			a.ImagePullSecrets = pulumi.ToOutput("").ApplyT(func(any) []string { return nil }).(pulumi.StringArrayOutput)
		},
		"an output of no map": func(a *component.StudiosArgs) {
			a.NodeSelector = pulumi.ToOutput("").ApplyT(func(any) map[string]string { return nil }).(pulumi.StringMapOutput)
		},
		"an output of nothing of Kubernetes": func(a *component.StudiosArgs) {
			a.Proxy = &component.ProxyArgs{Pod: &component.PodArgs{
				SecurityContext: pulumi.ToOutput("").ApplyT(func(any) *corev1.SecurityContext { return nil }).(corev1.SecurityContextPtrOutput),
			}}
		},
	} {
		args := minimal()
		change(args)
		for _, line := range changes(byDefault, flat(record(t, args))) {
			if !strings.Contains(line, " Studios ") { // records what was given
				t.Errorf("%s changes %s", name, line)
			}
		}
	}
}

func TestNilIsNotWhatIsRequired(t *testing.T) {
	args := minimal()
	args.Namespace = nil
	args.Redis.Address = pulumi.ToOutput("").ApplyT(func(any) *string { return nil }).(pulumi.StringPtrOutput).Elem()
	_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		_, err := component.NewStudios(ctx, "studios", args)
		return err
	})
	for _, path := range []string{"namespace", "redis.address"} {
		if err == nil || !strings.Contains(err.Error(), path+": ") {
			t.Errorf("nothing about %s in %v", path, err)
		}
	}
}
