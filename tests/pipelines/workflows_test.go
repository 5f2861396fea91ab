// Package pipelines holds the pipelines, those of this repository and those that users copy, to what they promise.
package pipelines

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
	"go.yaml.in/yaml/v3"
)

const repository = "../.."

// workflow is what the tests look at of a workflow.
type workflow struct {
	On          map[string]any
	Permissions map[string]string
	Jobs        map[string]*job
}

type job struct {
	If          string
	Needs       string
	Permissions map[string]string
	Timeout     int `yaml:"timeout-minutes"`
	Environment yaml.Node
	Concurrency struct{ Group string }
	Env         map[string]string
	Steps       []step
}

type step struct {
	ID, Uses, Run string
	With, Env     map[string]string
}

// workflows are all of them by their file.
func workflows(t *testing.T) map[string]*workflow {
	t.Helper()
	all := map[string]*workflow{}
	for _, folder := range []string{".github/workflows", "ci/github"} {
		files, err := filepath.Glob(filepath.Join(repository, folder, "*.yml"))
		if err != nil || len(files) == 0 {
			t.Fatal(folder, "has no workflows", err)
		}
		for _, file := range files {
			w := &workflow{}
			if err := yaml.Unmarshal(read(t, file), w); err != nil {
				t.Fatal(file, err)
			}
			all[folder+"/"+filepath.Base(file)] = w
		}
	}
	return all
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// actionlint knows syntax, contexts, the inputs of well-known actions and what may be injected into a shell.
func TestWorkflowsLint(t *testing.T) {
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{
		// GitHub has this key since 2026 and actionlint since 1.7.12, which does not compile beside the YAML library of Pulumi's engine.
		IgnorePatterns: []string{`^unexpected key "deployment" for "environment" section`},
	})
	if err != nil {
		t.Fatal(err)
	}
	for file := range workflows(t) {
		found, err := linter.LintFile(filepath.Join(repository, file), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range found {
			t.Error(file, one)
		}
	}
	found, err := linter.Lint("broken.yml", []byte("on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: 'echo ${{ github.event.head_commit.message }}'}]}}"), nil)
	if err != nil || len(found) == 0 {
		t.Error("the linter finds nothing wrong with a workflow that lets a commit message run", err)
	}
}

var (
	uses   = regexp.MustCompile(`(?m)^\s*(?:- )?uses:.*$`)
	pinned = regexp.MustCompile(`uses: (\S+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)\b`)
)

// A tag can be moved to other code, a digest cannot. One action has one digest everywhere.
func TestActionsArePinned(t *testing.T) {
	digests := map[string]string{}
	for file := range workflows(t) {
		for _, line := range uses.FindAllString(string(read(t, filepath.Join(repository, file))), -1) {
			match := pinned.FindStringSubmatch(line)
			if match == nil {
				t.Errorf("%s: not pinned to a digest with its version beside it: %s", file, line)
				continue
			}
			if before := digests[match[1]]; before != "" && before != match[2] {
				t.Errorf("%s: %s is pinned to %s elsewhere", file, match[0], before)
			}
			digests[match[1]] = match[2]
		}
	}
}

// may is all that the jobs may, and has a reason for each right: what is not here is a right too many.
var may = map[string]map[string]string{
	".github/workflows/test.yml test": {"contents": "read"},
	".github/workflows/lint.yml lint": {"contents": "read"},

	".github/workflows/release.yml test":   {"contents": "read"},
	".github/workflows/release.yml plugin": {"contents": "write", "id-token": "write", "attestations": "write"},
	".github/workflows/release.yml npm":    {"id-token": "write"},
	".github/workflows/release.yml pypi":   {"id-token": "write"},
	".github/workflows/release.yml nuget":  {"id-token": "write"},
	".github/workflows/release.yml maven":  {},
	".github/workflows/release.yml go":     {"contents": "write"},

	"ci/github/preview.yml stacks":  {"contents": "read"},
	"ci/github/preview.yml preview": {"contents": "read", "id-token": "write", "pull-requests": "write"},
	"ci/github/up.yml stacks":       {"contents": "read"},
	"ci/github/up.yml up":           {"contents": "read", "id-token": "write"},
	"ci/github/drift.yml stacks":    {"contents": "read"},
	"ci/github/drift.yml drift":     {"contents": "read", "id-token": "write", "issues": "write"},
}

func TestWorkflowsMayLittle(t *testing.T) {
	for file, w := range workflows(t) {
		if w.Permissions == nil || len(w.Permissions) > 0 {
			t.Errorf("%s: a job without permissions of its own would have some", file)
		}
		// Both run with the rights of this repository for what a fork has sent.
		for _, event := range []string{"pull_request_target", "workflow_run"} {
			if _, isThere := w.On[event]; isThere {
				t.Errorf("%s runs on %s", file, event)
			}
		}
		for name, j := range w.Jobs {
			if want := may[file+" "+name]; !maps.Equal(j.Permissions, want) {
				t.Errorf("%s %s may %v, not %v", file, name, j.Permissions, want)
			}
			if j.Timeout == 0 {
				t.Errorf("%s %s may run for six hours", file, name)
			}
			// Who may take on an identity is told by the environment, which a cloud's trust policy names.
			if j.Permissions["id-token"] != "" && j.Environment.IsZero() {
				t.Errorf("%s %s has an identity, and no environment", file, name)
			}
			if strings.HasPrefix(file, "ci/") && !j.Environment.IsZero() && !strings.Contains(j.Concurrency.Group, "${{ matrix.dir }}-${{ matrix.stack }}") {
				t.Errorf("%s %s: two at a time for one stack", file, name)
			}
			checkSteps(t, file+" "+name, j.Steps)
		}
	}
}

var ownScript = regexp.MustCompile(`^(ci|provider)/[a-z-]+\.sh`)

func checkSteps(t *testing.T, where string, steps []step) {
	t.Helper()
	for _, s := range steps {
		if strings.HasPrefix(s.Uses, "actions/checkout@") && s.With["persist-credentials"] != "false" {
			t.Errorf("%s leaves its token in .git", where)
		}
		if strings.Contains(s.Run, "${{") {
			t.Errorf("%s: goes into a shell unquoted, give it by env: %s", where, s.Run)
		}
		if s.Env["GITHUB_TOKEN"] != "" && !ownScript.MatchString(s.Run) {
			t.Errorf("%s: gives the token to %s", where, s.Run)
		}
	}
}

// Nothing is published that was not tested, or without somebody's word: the environment asks for it.
func TestReleaseIsTested(t *testing.T) {
	w := workflows(t)[".github/workflows/release.yml"]
	if push, _ := w.On["push"].(map[string]any); len(w.On) != 1 || len(push) != 1 || fmt.Sprint(push["tags"]) != "[v*]" {
		t.Errorf("released on %v", w.On)
	}
	for name, j := range w.Jobs {
		switch {
		case name == "test":
		case j.Environment.Value != "release":
			t.Errorf("%s publishes without the environment", name)
		case j.Needs != "plugin" && (name != "plugin" || j.Needs != "test"):
			t.Errorf("%s begins after %q", name, j.Needs)
		}
	}
}

// What a fork sends is not run where it could take something with it.
func TestForksGetNothing(t *testing.T) {
	w := workflows(t)["ci/github/preview.yml"]
	if got := w.Jobs["stacks"].If; got != "github.event.pull_request.head.repo.full_name == github.repository" {
		t.Errorf("previews run if %q", got)
	}
	// Without always() or the like, a job whose need was skipped is skipped.
	if got := w.Jobs["preview"].If; got != "needs.stacks.outputs.stacks != '[]'" {
		t.Errorf("previews run if %q", got)
	}
	for _, file := range []string{"ci/github/preview.yml", "ci/github/up.yml", "ci/github/drift.yml"} {
		if text := string(read(t, filepath.Join(repository, file))); strings.Contains(text, "secrets.") {
			t.Errorf("%s needs a secret, where an identity would do", file)
		}
	}
	for _, name := range []string{".github/workflows/test.yml", ".github/workflows/lint.yml"} {
		if strings.Contains(string(read(t, filepath.Join(repository, name))), "secrets") {
			t.Errorf("%s runs the code of forks, with a secret", name)
		}
	}
}

// gitLabJob is what the test looks at of a job; keys that it does not know are none of GitLab's that we use.
type gitLabJob struct {
	Extends string
	Stage   string
	Rules   []struct {
		If, When     string
		AllowFailure bool `yaml:"allow_failure"`
	}
	Environment   struct{ Name, Action string }
	ResourceGroup string `yaml:"resource_group"`
	Interruptible *bool
	IDTokens      map[string]struct{ Aud string } `yaml:"id_tokens"`
	Variables     map[string]string
	BeforeScript  []string `yaml:"before_script"`
	Script        []string
	Needs         []string
}

type gitLabFile struct {
	Stages    []string
	Variables map[string]string
	Default   struct {
		Image         string
		Tags          []string
		Interruptible bool
	}
	Jobs map[string]*gitLabJob `yaml:",inline"`
}

func gitLab(t *testing.T) *gitLabFile {
	t.Helper()
	file, err := os.Open(filepath.Join(repository, "ci/gitlab/.gitlab-ci.yml"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	decoder := yaml.NewDecoder(file)
	decoder.KnownFields(true)
	all := &gitLabFile{}
	if err := decoder.Decode(all); err != nil {
		t.Fatal(err)
	}
	return all
}

// whole is a job with what it extends, its own keys first, as GitLab merges them.
func (g *gitLabFile) whole(t *testing.T, name string) gitLabJob {
	t.Helper()
	j := g.Jobs[name]
	if j == nil {
		t.Fatalf("there is no %s", name)
	}
	if j.Extends == "" {
		return *j
	}
	base := g.whole(t, j.Extends)
	variables := maps.Clone(base.Variables)
	maps.Copy(variables, j.Variables)
	text, err := yaml.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]any{}
	if err := yaml.Unmarshal(text, &keys); err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(keys, func(_ string, value any) bool { return isEmpty(value) })
	if text, err = yaml.Marshal(keys); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, &base); err != nil {
		t.Fatal(err)
	}
	base.Variables = variables
	return base
}

func isEmpty(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return !slices.ContainsFunc(slices.Collect(maps.Values(v)), func(one any) bool { return !isEmpty(one) })
	}
	return false
}

func TestGitLabPipeline(t *testing.T) {
	g := gitLab(t)
	const own = `$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID`
	conditions := map[string]string{
		"preview": own,
		"up":      `$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH`,
		"drift":   `$CI_PIPELINE_SOURCE == "schedule" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH`,
	}
	seen := 0
	for name := range g.Jobs {
		if strings.HasPrefix(name, ".") {
			continue
		}
		seen++
		j := g.whole(t, name)
		kind, stack, _ := strings.Cut(name, " ")
		if j.Stage != kind || !slices.Contains(g.Stages, kind) || j.Variables["STACK"] != stack {
			t.Errorf("%s: stage %q, stack %q", name, j.Stage, j.Variables["STACK"])
		}
		if len(j.Rules) != 1 || j.Rules[0].If != conditions[kind] || (j.Rules[0].When == "manual") != (name == "up production") {
			t.Errorf("%s runs by %v", name, j.Rules)
		}
		environment := map[string]string{"preview": "$STACK-preview", "up": "$STACK", "drift": "$STACK-drift"}[kind]
		if j.ResourceGroup != kind+"-$STACK" || j.Environment.Name != environment || (kind == "up") != (j.Environment.Action == "") {
			t.Errorf("%s: %s, %v", name, j.ResourceGroup, j.Environment)
		}
		for _, need := range j.Needs {
			if g.Jobs[need] == nil {
				t.Errorf("%s needs %s, which is not there", name, need)
			}
		}
		if len(j.IDTokens) != 1 || len(j.BeforeScript) == 0 || len(j.Script) == 0 {
			t.Errorf("%s: %s", name, fmt.Sprint(j))
		}
	}
	if seen != 6 {
		t.Errorf("%d jobs", seen)
	}
}
