package rules

import (
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

var templateKey = regexp.MustCompile(`^[A-Z0-9]+(-[A-Z0-9]+)*$`)

// longestTemplateKey is what the longest variable of a template, TOWER_DATA_STUDIO_TEMPLATES_<KEY>_REPOSITORY, leaves of the 253
// characters that a key of a ConfigMap may have.
const longestTemplateKey = 214

const templateKeyNeed = `capital letters and digits in parts joined by "-", such as "JUPYTER-OLD"; a "_" would end the key`

// TemplateKey accepts what can stand in the name of a TOWER_DATA_STUDIO_TEMPLATES_<KEY>_… variable.
var TemplateKey = Rule[string]{templateKeyNeed, func(path *field.Path, value string) field.ErrorList {
	switch {
	case !templateKey.MatchString(value):
		return invalid(path, value, "must be "+templateKeyNeed)
	case len(value) > longestTemplateKey:
		return field.ErrorList{field.TooLong(path, value, longestTemplateKey)}
	}
	return nil
}}

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

// AllWorkspaces and NoWorkspaces are the words beside lists of IDs.
const (
	AllWorkspaces = "all"
	NoWorkspaces  = "none"
)

const workspacesNeed = `"all", "none", or the numeric IDs of workspaces, each once, such as "12345,67890"`

var workspaceIDs = regexp.MustCompile(`^[1-9][0-9]{0,17}(,[1-9][0-9]{0,17})*$`)

// Workspaces accepts a word or IDs.
var Workspaces = that(workspacesNeed, func(value string) bool {
	value = WithoutSpace(value)
	ids := strings.Split(value, ",")
	slices.Sort(ids)
	isUnique := len(slices.Compact(slices.Clone(ids))) == len(ids)
	return value == AllWorkspaces || value == NoWorkspaces || workspaceIDs.MatchString(value) && isUnique
})

// WithoutSpace is a list without what people write behind its commas.
func WithoutSpace(value string) string { return strings.ReplaceAll(value, " ", "") }
