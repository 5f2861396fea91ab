package rules

import (
	"regexp"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

var templateKey = regexp.MustCompile(`^[A-Z0-9]+(-[A-Z0-9]+)*$`)

// TemplateKey accepts what can stand in the name of a TOWER_DATA_STUDIO_TEMPLATES_<KEY>_… variable.
var TemplateKey = that(`capital letters and digits in parts joined by "-", such as "JUPYTER-OLD"; a "_" would end the key`,
	templateKey.MatchString)

// WorkspaceIDs accepts positive numbers, each once.
var WorkspaceIDs = Rule[[]int]{"positive numbers, each once", func(path *field.Path, values []int) field.ErrorList {
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
}}
