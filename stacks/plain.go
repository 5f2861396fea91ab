package main

import (
	"fmt"
	"reflect"
)

// plain fills what is no Input: a group of arguments, a map of groups, or a value of one of Kubernetes' types. An empty map
// counts as left out.
func (d *decoder) plain(target reflect.Value, given any, path string) {
	if given == nil {
		return // is left out
	}
	switch target.Kind() {
	case reflect.Pointer:
		target.Set(reflect.New(target.Type().Elem()))
		d.plain(target.Elem(), given, path)
	case reflect.Struct:
		d.into(target, given, path)
	case reflect.Slice:
		entries, ok := given.([]any)
		if !ok {
			d.problem(path, "must be a list")
			return
		}
		target.Set(reflect.MakeSlice(target.Type(), len(entries), len(entries)))
		for i, entry := range entries {
			d.plain(target.Index(i), entry, fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Map:
		entries, ok := given.(map[string]any)
		if !ok {
			d.problem(path, "must be an object")
			return
		}
		if len(entries) == 0 {
			return
		}
		target.Set(reflect.MakeMap(target.Type()))
		for key, value := range entries {
			entry := reflect.New(target.Type().Elem()).Elem()
			d.plain(entry, value, path+"."+key)
			target.SetMapIndex(reflect.ValueOf(key), entry)
		}
	default:
		d.scalar(target, given, path)
	}
}

func (d *decoder) scalar(target reflect.Value, given any, path string) {
	value := reflect.ValueOf(given)
	number, isNumber := asNumber(given)
	text, isText := asText(given)
	switch {
	case target.Kind() == reflect.String && isText:
		target.SetString(text)
	case target.Kind() == reflect.Int && isNumber:
		target.SetInt(int64(number))
	case target.Kind() == reflect.Interface && isNumber: // a number or a text, such as a port
		target.Set(reflect.ValueOf(float64(number)))
	case target.Kind() != reflect.Int && value.Type().AssignableTo(target.Type()):
		target.Set(value)
	default:
		d.problem(path, "must be a %s", map[reflect.Kind]string{
			reflect.String: "text", reflect.Bool: "truth value", reflect.Int: "whole number",
		}[target.Kind()])
	}
}
