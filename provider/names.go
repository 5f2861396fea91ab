package provider

import (
	"regexp"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"

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
	arguments = argumentNames()
)

func argumentNames() map[string]bool {
	names := map[string]bool{}
	for _, a := range component.Arguments() {
		names[a.Path[strings.LastIndex(a.Path, ".")+1:]] = true
	}
	return names
}
