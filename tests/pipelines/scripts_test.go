package pipelines

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/forge"
)

const all = ". production\n. staging\ninfra/dns production\n"

// Which stacks a change touches.
func TestStacks(t *testing.T) {
	for name, c := range map[string]struct {
		files []string
		skip  string
		want  string
	}{
		"nothing but documentation":     {[]string{"docs/page.md", "x", "infra/dns/README.md", "x"}, "", ""},
		"the settings of a stack":       {[]string{"settings/Pulumi.staging.yaml", "x"}, "", ". staging\n"},
		"settings of stacks of two":     {[]string{"settings/Pulumi.staging.yaml", "x", "infra/dns/Pulumi.production.yaml", "x"}, "", ". staging\ninfra/dns production\n"},
		"a program":                     {[]string{"main.go", "x"}, "", ". production\n. staging\n"},
		"the outer project's file":      {[]string{"Pulumi.yaml", "name: shop\nstackConfigDir: settings\nruntime: go\n"}, "", ". production\n. staging\n"},
		"a project within a project":    {[]string{"infra/dns/zone.txt", "x"}, "", "infra/dns production\n"},
		"beside the inner one":          {[]string{"infra/network.txt", "x"}, "", ". production\n. staging\n"},
		"a name that only begins so":    {[]string{"infra/dns2/zone.txt", "x"}, "", ". production\n. staging\n"},
		"what all share":                {[]string{"go.mod", "x"}, "", all},
		"a stack that is new":           {[]string{"settings/Pulumi.test.yaml", "x"}, "", ". test\n"},
		"a stack that is left out":      {[]string{"main.go", "x"}, "staging dev", ". production\n"},
		"a stack file in another place": {[]string{"Pulumi.elsewhere.yaml", "x"}, "", ". production\n. staging\n"},
		"a name with blanks and umlaut": {[]string{"infra/dns/a zöne.txt", "x"}, "", "infra/dns production\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.commit(c.files...)
			env := map[string]string{"STACKS_SKIP": c.skip}
			if got, code := s.run(env, "ci/stacks.sh", "HEAD~1"); got != c.want || code != 0 {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
	s := newSite(t)
	s.commit("settings/Pulumi.staging.yaml", "x")
	for _, c := range [][]string{{}, {""}, {zero}, {"no-such-branch"}} { // a new branch, a force push
		if got, _ := s.run(nil, "ci/stacks.sh", c...); got != all {
			t.Errorf("%q: %q", c, got)
		}
	}
	if got, _ := s.run(nil, "ci/stacks.sh", "--json", "HEAD~1"); got != `[{"dir":".","stack":"staging"}]`+"\n" {
		t.Error(got)
	}
	if got, _ := s.run(nil, "ci/stacks.sh", "--json", "HEAD"); got != "[]\n" {
		t.Error(got)
	}
	s.git("rm", "--quiet", "settings/Pulumi.staging.yaml")
	s.commit()
	if got, _ := s.run(nil, "ci/stacks.sh", "HEAD~1"); got != "" {
		t.Errorf("a stack that is gone: %q", got)
	}
	s.commit("settings/Pulumi.a$(id).yaml", "x")
	if got, code := s.run(nil, "ci/stacks.sh", "--json"); code == 0 || !strings.Contains(got, "letters, digits") {
		t.Errorf("a stack whose name is a command: %d %q", code, got)
	}
}

// One comment among 120 others, edited; a failed preview is commented and fails the job; Pulumi never gets the token that comments.
func TestPreviewScript(t *testing.T) {
	const marker = "<!-- preview-comment shop staging preview -->"
	for name, list := range forge.Comments {
		t.Run(name, func(t *testing.T) {
			s, f := newSite(t), forge.New(t)
			f.Others(list, 120, marker)
			env := f.Job(name)
			for _, step := range []struct {
				document, says string
				code           int
			}{
				{change, "door", 0}, {nothing, "Nothing changes", 0}, {failed, "the cluster is gone", 12}, {"", "❌", 12},
			} {
				s.previews(step.document)
				output, code := s.run(env, "ci/preview.sh", ".", "staging")
				own, total := f.Own(list)
				if code != step.code || len(own) != 1 || total != 121 {
					t.Fatalf("%d, %v of %d\n%s", code, own, total, output)
				}
				body := own[0]["body"].(string)
				if !strings.HasPrefix(body, marker+"\n") || !strings.Contains(body, step.says) {
					t.Errorf("no %s in %s", step.says, body)
				}
				calls := s.called()
				if !strings.HasPrefix(calls, "pulumi --cwd . --non-interactive preview --stack staging --json --event-log ") || strings.Count(calls, "\n") != 1 {
					t.Errorf("calls: %s", calls)
				}
			}
			if summary, _ := os.ReadFile(env["GITHUB_STEP_SUMMARY"]); name == "github" && !strings.Contains(string(summary), "the cluster is gone") {
				t.Errorf("summary: %s", summary)
			}
			if left, err := os.ReadDir(s.env["TMPDIR"]); err != nil || len(left) > 0 {
				t.Errorf("%v is left, with the preview in it", left)
			}
		})
	}
	s := newSite(t)
	s.previews(change)
	if output, code := s.run(nil, "ci/preview.sh", ".", "staging"); code != 0 || !strings.Contains(output, "door") {
		t.Errorf("on one's own machine: %d %s", code, output)
	}
}

// An issue comes with drift and goes with it, on a job that belongs to no pull request.
func TestDriftScript(t *testing.T) {
	for name, list := range forge.Issues {
		t.Run(name, func(t *testing.T) {
			s, f := newSite(t), forge.New(t)
			env := f.Job(name)
			delete(env, "GITHUB_EVENT_PATH")
			delete(env, "CI_MERGE_REQUEST_IID")
			for _, step := range []struct {
				document   string
				code, open int
			}{{nothing, 0, 0}, {change, 0, 1}, {change, 0, 1}, {nothing, 0, 0}, {failed, 12, 1}} {
				s.previews(step.document)
				output, code := s.run(env, "ci/drift.sh", "infra/dns", "production")
				issues, _ := f.Own(list)
				open := 0
				for _, issue := range issues {
					if forge.IsOpen(issue) {
						open++
					}
				}
				if code != step.code || open != step.open {
					t.Errorf("%d, %d open\n%s", code, open, output)
				}
				if calls := s.called(); !strings.HasPrefix(calls, "pulumi --cwd infra/dns --non-interactive preview --stack production --json --event-log ") || !strings.HasSuffix(calls, " --refresh\n") {
					t.Errorf("calls: %s", calls)
				}
			}
			if issues, _ := f.Own(list); issues[0]["title"] != "Drift of dns/production" || len(issues) != 2 {
				t.Error(issues)
			}
		})
	}
}

// An approval that comes late does not bring back what was, where the stack has changed since, and only there.
func TestUpScript(t *testing.T) {
	s := newSite(t)
	const up = "pulumi --cwd . --non-interactive up --yes --stack staging\n"
	s.git("branch", "newest")
	for _, newest := range []string{"", "newest"} {
		if output, code := s.run(nil, "ci/up.sh", ".", "staging", newest); code != 0 || s.called() != up {
			t.Error(newest, code, output)
		}
	}
	s.commit("settings/Pulumi.production.yaml", "x")
	s.git("branch", "--force", "newest")
	s.git("checkout", "--quiet", "--detach", "HEAD~1")
	if output, code := s.run(nil, "ci/up.sh", ".", "staging", "newest"); code != 0 || s.called() != up {
		t.Error(code, output)
	}
	if output, code := s.run(nil, "ci/up.sh", ".", "production", "newest"); code != 1 || s.called() != "" || !strings.Contains(output, "newest changes production further") {
		t.Error(code, output)
	}
}

func TestIfTouched(t *testing.T) {
	s := newSite(t)
	s.commit("settings/Pulumi.staging.yaml", "x")
	for stack, want := range map[string]string{"staging": "aws x y\n", "production": ""} {
		if output, code := s.run(nil, "ci/if-touched.sh", "HEAD~1", ".", stack, "aws", "x", "y"); code != 0 || s.called() != want {
			t.Error(stack, code, output)
		}
	}
	if output, code := s.run(nil, "ci/if-touched.sh", "HEAD~1", ".", "staging", "false"); code != 1 {
		t.Error("a command that fails", code, output)
	}
}

// A script that is not executable fails on a runner only.
func TestScriptsAreExecutable(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(repository, "ci/*.sh"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		info, err := os.Stat(file)
		must(t, err)
		if isProgram := strings.HasPrefix(string(read(t, file)), "#!"); isProgram != (info.Mode()&0o111 != 0) {
			t.Errorf("%s: %v", file, info.Mode())
		}
	}
}
