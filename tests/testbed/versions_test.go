package testbed

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/mod/modfile"
)

// The engine and the stack program have most of their dependencies in common. With one version of each they are compiled
// once for both; another version of one of them is compiled twice, with all that depends on it.
func TestVersionsAreThoseOfTheTools(t *testing.T) {
	tools := versions(t, filepath.Join(modules(), "shared", "go.mod"))
	for _, other := range []string{"../../go.mod", "../../provider/sdkgen/go.mod"} {
		for module, version := range versions(t, other) {
			if want, ok := tools[module]; ok && version != want {
				t.Errorf("%s has %s %s, tools/shared has %s: go mod edit -require %s@%s && go mod tidy", other, module, version, want, module, want)
			}
		}
	}
}

func versions(t *testing.T, path string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := modfile.ParseLax(path, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, require := range file.Require {
		all[require.Mod.Path] = require.Mod.Version
	}
	return all
}
