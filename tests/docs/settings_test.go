package docs

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	// settingIn is what a command sets or takes away.
	settingIn = regexp.MustCompile(`pulumi config (?:set|rm|get)((?: +--[a-z-]+)*) +(?:'([^']+)'|([^\s<|\x60'-][^\s<|\x60]*))`)
	// argumentIn is what a sentence calls by its path.
	argumentIn = regexp.MustCompile("`([a-z][A-Za-z]*(?:\\.[a-z][A-Za-z]*)+)`")
	index      = regexp.MustCompile(`\["?[^"\]]+"?\]`)
)

// ofOthers are pages with names that are no arguments, or were some: of a program of its own, and of Seqera's chart.
var ofOthers = []string{"CHANGELOG.md", "docs/_index.md", "docs/parity.md"}

// TestSettingsExist looks up every argument that a page sets by a command, or calls by its path.
func TestSettingsExist(t *testing.T) {
	known := arguments(t)
	for _, page := range pages(t) {
		if strings.HasPrefix(page, "docs/design/") || slices.Contains(ofOthers, page) {
			continue
		}
		text := read(t, page)
		var named []string
		for _, match := range settingIn.FindAllStringSubmatch(text, -1) {
			name := match[2] + match[3]
			if isForeign := strings.ContainsAny(name, ":$"); isForeign || name == "WRONG.NAME" {
				continue
			}
			if strings.ContainsAny(name, ".[") && !strings.Contains(match[1], "--path") {
				t.Errorf("%s: %s takes --path", page, match[0])
			}
			named = append(named, name)
		}
		for _, match := range argumentIn.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
			if group, _, _ := strings.Cut(match[1], "."); known.has(group) && !strings.HasSuffix(match[1], ".com") {
				named = append(named, match[1])
			}
		}
		for _, name := range named {
			if !known.has(name) {
				t.Errorf("%s: there is no argument %s", page, name)
			}
		}
	}
}

// kind is a type of the schema, as far as it has names.
type kind struct {
	Ref        string          `json:"$ref"`
	Properties map[string]kind `json:"properties"`
	Items      *kind           `json:"items"`
	Additional *kind           `json:"additionalProperties"`
}

type schema struct {
	Types     map[string]kind
	Resources map[string]struct{ InputProperties map[string]kind }
}

func arguments(t *testing.T) (s schema) {
	if err := json.Unmarshal([]byte(read(t, "provider/schema.json")), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// has tells whether there is an argument of a path, such as redis.address or quotas.buckets["user_id"].header.
func (s schema) has(path string) bool {
	at := kind{Properties: s.Resources["seqera-studios:index:Studios"].InputProperties}
	for name := range strings.SplitSeq(index.ReplaceAllString(path, ".any"), ".") {
		of, isThere := at.Properties[name]
		switch {
		case isThere:
			at = of
		case at.Items != nil:
			at = *at.Items
		case at.Additional != nil:
			at = *at.Additional
		default:
			return false
		}
		if ours, isOurs := strings.CutPrefix(at.Ref, "#/types/"); isOurs {
			at = s.Types[ours]
		} else if at.Ref != "" {
			return true // a type of Kubernetes'
		}
	}
	return true
}
