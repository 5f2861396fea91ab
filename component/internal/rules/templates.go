package rules

import (
	"regexp"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

var templateKey = regexp.MustCompile(`^[A-Z0-9]+(-[A-Z0-9]+)*$`)

// TemplateKey accepts what can stand in the name of a TOWER_DATA_STUDIO_TEMPLATES_<KEY>_… variable.
func TemplateKey(path *field.Path, value string) field.ErrorList {
	if !templateKey.MatchString(value) {
		return invalid(path, value,
			`must be capital letters and digits in parts joined by "-", such as "JUPYTER-OLD"; a "_" would end the key`)
	}
	return nil
}

// TemplateTool accepts the tools that the Platform knows.
func TemplateTool(path *field.Path, value string) field.ErrorList {
	return oneOf(path, value, "jupyter", "ride", "rstudio", "vscode", "xpra")
}

// TemplateStatus accepts what the Platform shows; it calls everything else unsupported.
func TemplateStatus(path *field.Path, value string) field.ErrorList {
	return oneOf(path, value, "deprecated", "experimental", "recommended")
}

// WorkspaceIDs accepts positive numbers, each once.
func WorkspaceIDs(path *field.Path, values []int) field.ErrorList {
	var problems field.ErrorList
	seen := map[int]bool{}
	for i, id := range values {
		switch {
		case id <= 0:
			problems = append(problems, field.Invalid(path.Index(i), id, "must be the numeric ID of a workspace, such as 12345"))
		case seen[id]:
			problems = append(problems, field.Duplicate(path.Index(i), id))
		}
		seen[id] = true
	}
	return problems
}
