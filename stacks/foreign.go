package main

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

// foreign fills an argument of a type of Kubernetes' own, by the names that Kubernetes has. An empty one counts as left out,
// for that is what Pulumi.yaml says by default.
func (d *decoder) foreign(target reflect.Value, given any, path string) {
	if of := reflect.ValueOf(given); (of.Kind() == reflect.Map || of.Kind() == reflect.Slice) && of.Len() == 0 {
		return
	}
	plain := reflect.New(component.PlainType(target.Type())).Elem()
	before := len(d.problems)
	d.plain(plain, given, path)
	if len(d.problems) > before {
		return
	}
	// An Output of just this type, which only a function that returns one leads to.
	typed := reflect.MakeFunc(
		reflect.FuncOf([]reflect.Type{reflect.TypeFor[any]()}, []reflect.Type{plain.Type()}, false),
		func([]reflect.Value) []reflect.Value { return []reflect.Value{plain} })
	target.Set(reflect.ValueOf(d.hidden(pulumi.ToOutput("").ApplyT(typed.Interface()), path)))
}
