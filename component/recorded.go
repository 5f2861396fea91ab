package component

import (
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// recorded is the form in which the component's own arguments go into the state, by the names that stacks and other
// languages use, so that a preview shows on the component which of them changed.
func recorded(args any) pulumi.Map {
	return recordedStruct(reflect.Indirect(reflect.ValueOf(args)))
}

func recordedStruct(args reflect.Value) pulumi.Map {
	record := pulumi.Map{}
	for i := range args.NumField() {
		tag := args.Type().Field(i).Tag
		name, _, _ := strings.Cut(tag.Get("pulumi"), ",")
		value := recordedValue(args.Field(i))
		if value == nil {
			continue
		}
		if tag.Get("provider") == "secret" {
			value = pulumi.ToSecret(value)
		}
		record[name] = value
	}
	return record
}

func recordedValue(value reflect.Value) pulumi.Input {
	switch value.Kind() {
	case reflect.Interface:
		input, _ := value.Interface().(pulumi.Input)
		if of := reflect.ValueOf(input); of.Kind() == reflect.Pointer && of.IsNil() {
			return nil
		}
		return input
	case reflect.Pointer:
		if value.IsNil() {
			return nil
		}
		return recordedStruct(value.Elem())
	case reflect.Map:
		if value.IsNil() {
			return nil
		}
		record := pulumi.Map{}
		for _, key := range value.MapKeys() {
			record[key.String()] = recordedStruct(value.MapIndex(key))
		}
		return record
	default:
		return recordedStruct(value)
	}
}
