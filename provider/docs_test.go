package provider

import (
	"os"
	"strings"
	"testing"
)

// The Pulumi Registry wants one sample in every language; these are the examples that are run.
func TestRegistryPageShowsTheExamples(t *testing.T) {
	page, err := os.ReadFile("../docs/_index.md")
	must(t, err)
	for language, file := range map[string]string{
		"typescript": "typescript/index.ts",
		"python":     "python/__main__.py",
		"go":         "go/main.go",
		"java":       "java/src/main/java/studios/App.java",
		"yaml":       "yaml/Pulumi.yaml",
	} {
		example, err := os.ReadFile("../examples/" + file)
		must(t, err)
		sample := "{{% choosable language " + language + " %}}\n\n```" + language + "\n" + string(example) + "```\n"
		if !strings.Contains(string(page), sample) {
			t.Errorf("docs/_index.md does not show examples/%s", file)
		}
	}
}
