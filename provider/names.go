package main

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

// programRuntime is the language of the program that uses the component. The engine does not tell a plugin, but starts
// it in the folder of the project.
func programRuntime() string {
	path, err := workspace.DetectProjectPath()
	if err != nil || path == "" {
		return ""
	}
	project, err := workspace.LoadProject(path)
	if err != nil {
		return ""
	}
	return project.Runtime.Name()
}

// pythonNames writes the arguments in a message as Python does: connect_url for connectUrl. The other languages write
// them as the schema does.
func pythonNames(message string) string {
	return word.ReplaceAllStringFunc(message, func(word string) string {
		if !arguments[word] {
			return word
		}
		return capital.ReplaceAllStringFunc(word, func(letter string) string { return "_" + strings.ToLower(letter) })
	})
}

var (
	word      = regexp.MustCompile(`[A-Za-z]+`)
	capital   = regexp.MustCompile(`[A-Z]`)
	arguments = names(map[string]bool{}, reflect.TypeFor[component.StudiosArgs]())
)

// names collects the names of all arguments.
func names(all map[string]bool, args reflect.Type) map[string]bool {
	for i := range args.NumField() {
		field := args.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("pulumi"), ",")
		all[name] = true
		kind := field.Type
		if kind.Implements(reflect.TypeFor[pulumi.Input]()) {
			continue
		}
		if kind.Kind() != reflect.Struct {
			kind = kind.Elem()
		}
		names(all, kind)
	}
	return all
}
