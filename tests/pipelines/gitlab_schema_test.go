//go:build testbed

package pipelines

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"go.yaml.in/yaml/v3"
)

// The package ships GitLab's schema as GitLab publishes it. There is no Go module that does.
const (
	schemaPackage = "check-jsonschema==0.39.0 --hash=sha256:14ce5c94871c551268ea948ffe21e9f1464dc48fb20bf9a4c13deeaaf756cf9b\n"
	schemaFile    = "check_jsonschema/builtin_schemas/vendor/gitlab-ci.json"
)

// gitLabSchema comes by pip, in an environment of its own.
func gitLabSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir := t.TempDir()
	list := filepath.Join(dir, "requirements.txt")
	must(t, os.WriteFile(list, []byte(schemaPackage), 0o644))
	for _, command := range [][]string{
		{"python3", "-m", "venv", filepath.Join(dir, "venv")},
		{filepath.Join(dir, "venv/bin/pip"), "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--require-hashes", "--dest", dir, "--requirement", list},
	} {
		if output, err := exec.CommandContext(t.Context(), command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", command, err, output)
		}
	}
	wheels, err := filepath.Glob(filepath.Join(dir, "*.whl"))
	if err != nil || len(wheels) != 1 {
		t.Fatal(wheels, err)
	}
	wheel, err := zip.OpenReader(wheels[0])
	must(t, err)
	defer wheel.Close()
	file, err := wheel.Open(schemaFile)
	must(t, err)
	text, err := io.ReadAll(file)
	must(t, err)
	compiler := jsonschema.NewCompiler()
	must(t, compiler.AddResource("gitlab-ci.json", bytes.NewReader(text)))
	schema, err := compiler.Compile("gitlab-ci.json")
	must(t, err)
	return schema
}

// merged is a job with what it extends: GitLab merges objects, and its own lists take the place of those.
func merged(base, own map[string]any) map[string]any {
	all := maps.Clone(base)
	for key, value := range own {
		inner, isObject := value.(map[string]any)
		if before, wasObject := base[key].(map[string]any); isObject && wasObject {
			value = merged(before, inner)
		}
		all[key] = value
	}
	delete(all, "extends")
	return all
}

// written is a pipeline with each job in whole, for the schema looks at no job that others extend.
func written(t *testing.T, text []byte) any {
	t.Helper()
	file := map[string]any{}
	must(t, yaml.Unmarshal(text, &file))
	var whole func(name string) map[string]any
	whole = func(name string) map[string]any {
		own, _ := file[name].(map[string]any)
		if base, extends := own["extends"].(string); extends {
			return merged(whole(base), own)
		}
		return own
	}
	all := map[string]any{}
	for name, value := range file {
		switch job, isObject := value.(map[string]any); {
		case strings.HasPrefix(name, "."):
		case isObject && job["extends"] != nil:
			all[name] = whole(name)
		default:
			all[name] = value
		}
	}
	return plainJSON(t, all)
}

// plainJSON has the types that the schema's library expects.
func plainJSON(t *testing.T, value any) (plain any) {
	t.Helper()
	text, err := json.Marshal(value)
	must(t, err)
	must(t, json.Unmarshal(text, &plain))
	return plain
}

// GitLab's own schema takes the pipeline, as it stands and with each job in whole, and refuses it with a mistake in it.
func TestGitLabSchema(t *testing.T) {
	schema := gitLabSchema(t)
	text := read(t, filepath.Join(repository, "ci/gitlab/.gitlab-ci.yml"))
	var asItStands any
	must(t, yaml.Unmarshal(text, &asItStands))
	for name, pipeline := range map[string]any{"as it stands": plainJSON(t, asItStands), "in whole": written(t, text)} {
		if err := schema.Validate(pipeline); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
	}
	for before, mistake := range map[string]string{
		"when: manual": "when: by hand", "action: access": "action: look", "  script:\n": "  scripts:\n", "interruptible: true": "interruptible: sometimes",
		"resource_group: up-$STACK": "resource_group: [up]", "      aud: sts.amazonaws.com": "      audience: sts.amazonaws.com",
	} {
		broken := bytes.Replace(text, []byte(before), []byte(mistake), 1)
		if bytes.Equal(broken, text) {
			t.Fatalf("there is no %q", before)
		}
		if schema.Validate(written(t, broken)) == nil {
			t.Errorf("%s goes through", mistake)
		}
	}
}
