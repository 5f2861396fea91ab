package pipelines

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/forge"
)

var expression = regexp.MustCompile(`\$\{\{ ([^}]*) \}\}`)

// with puts values in place of expressions, which have to be known.
func (s *site) with(values, text map[string]string) map[string]string {
	s.Helper()
	all := map[string]string{}
	for key, one := range text {
		all[key] = expression.ReplaceAllStringFunc(one, func(found string) string {
			value, isKnown := values[expression.FindStringSubmatch(found)[1]]
			if !isKnown {
				s.Errorf("%s: %s is not known here", key, found)
			}
			return value
		})
	}
	return all
}

// checkout is what actions/checkout leaves on a runner: as much of the history as is asked for, of the newest commit.
func (s *site) checkout(depth string) *site {
	s.Helper()
	runner := *s
	runner.dir = s.TempDir()
	args := []string{"clone", "--quiet", "file://" + s.dir, runner.dir}
	switch depth {
	case "":
		args = append(args, "--depth=1")
	case "0":
	default:
		args = append(args, "--depth="+depth)
	}
	s.git(args...)
	return &runner
}

// runJob runs the steps of a job as a runner does, and returns what they have set as outputs.
func (s *site) runJob(j *job, values, env map[string]string) string {
	s.Helper()
	output := filepath.Join(s.TempDir(), "output")
	all := maps.Clone(env)
	all["GITHUB_OUTPUT"] = output
	maps.Copy(all, s.with(values, j.Env))
	runner := s
	for _, one := range j.Steps {
		if strings.HasPrefix(one.Uses, "actions/checkout@") {
			runner = s.checkout(one.With["fetch-depth"])
		}
		if one.Run == "" {
			continue
		}
		here := maps.Clone(all)
		maps.Copy(here, s.with(values, one.Env))
		if printed, code := runner.run(here, "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", one.Run); code != 0 {
			s.Fatalf("%s: %d\n%s", one.Run, code, printed)
		}
	}
	text, _ := os.ReadFile(output)
	return strings.TrimSpace(string(text))
}

// Every line of the workflows that GitHub would run, run.
func TestStepsOnGitHub(t *testing.T) {
	s := newSite(t)
	before := s.git("rev-parse", "HEAD")
	s.git("checkout", "--quiet", "-b", "branch")
	s.commit("infra/dns/Pulumi.production.yaml", "x")
	s.git("checkout", "--quiet", "main")
	s.commit("settings/Pulumi.staging.yaml", "x") // of somebody else, meanwhile
	s.git("merge", "--quiet", "--no-ff", "--no-edit", "branch")

	f := forge.New(t)
	f.Others(forge.Comments["github"], 120, "<!-- preview-comment dns production preview -->")
	env := f.Job("github")
	delete(env, "GITHUB_TOKEN") // a step has it only where it asks for it
	values := map[string]string{
		"vars.PULUMI_BACKEND_URL": "s3://state", "vars.CLUSTER": "blue", "github.token": canary, "github.event.before": before,
		"matrix.dir": "infra/dns", "matrix.stack": "production",
	}
	all := workflows(t)
	for _, c := range []struct{ name, touched, calls string }{
		{"preview", `[{"dir":"infra/dns","stack":"production"}]`, "pulumi --cwd infra/dns --non-interactive preview --stack production "},
		{"up", `[{"dir":".","stack":"staging"},{"dir":"infra/dns","stack":"production"}]`, "pulumi --cwd infra/dns --non-interactive up --yes --stack production\n"},
		{"drift", `[{"dir":".","stack":"production"},{"dir":".","stack":"staging"},{"dir":"infra/dns","stack":"production"}]`, "pulumi --cwd infra/dns --non-interactive preview --stack production "},
	} {
		w := all["ci/github/"+c.name+".yml"]
		if got := s.runJob(w.Jobs["stacks"], values, env); got != "stacks="+c.touched {
			t.Errorf("%s: %s, not %s", c.name, got, c.touched)
		}
		s.previews(change)
		s.runJob(w.Jobs[c.name], values, env)
		calls := s.called()
		if !strings.Contains(calls, "aws eks update-kubeconfig --name blue --alias blue\n"+c.calls) || strings.Contains(calls, "token\n") {
			t.Errorf("%s: %s", c.name, calls)
		}
		if isTelling := strings.Contains(calls, "go install github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment@v"); isTelling == (c.name == "up") {
			t.Errorf("%s: %s", c.name, calls)
		}
	}
	for _, push := range []string{nothing, change} {
		s.previews(push)
		s.runJob(all["ci/github/preview.yml"].Jobs["preview"], values, env)
	}
	checkForge(t, f, "github", 1)
	// By a branch's name actions/checkout would set origin/main back to the commit of the run.
	if got := all["ci/github/up.yml"].Jobs["up"].Steps[0].With["ref"]; got != "${{ github.sha }}" {
		t.Errorf("up checks out %q", got)
	}
}

// checkForge holds after three pushes, of which the last one changes something.
func checkForge(t *testing.T, f *forge.Server, name string, issues int) {
	t.Helper()
	own, total := f.Own(forge.Comments[name])
	if len(own) != 1 || total != 121 || !strings.Contains(own[0]["body"].(string), "door") {
		t.Errorf("of %d comments ours are %v", total, own)
	}
	if own, _ := f.Own(forge.Issues[name]); len(own) != issues {
		t.Error(own)
	}
}

// Every line of the jobs that GitLab would run, run.
func TestStepsOnGitLab(t *testing.T) {
	s := newSite(t)
	before := s.git("rev-parse", "HEAD")
	s.commit("settings/Pulumi.staging.yaml", "x")
	f := forge.New(t)
	f.Others(forge.Comments["gitlab"], 120, "<!-- preview-comment shop staging preview -->")
	s.previews(change)
	g := gitLab(t)
	run := func(name string) string {
		j := g.whole(t, name)
		env := f.Job("gitlab")
		maps.Copy(env, map[string]string{
			"CI_MERGE_REQUEST_DIFF_BASE_SHA": before, "CI_COMMIT_BEFORE_SHA": before, "CLUSTER": "blue", "CLOUD_TOKEN": "an identity",
		})
		maps.Copy(env, j.Variables)
		env["AWS_WEB_IDENTITY_TOKEN_FILE"] = filepath.Join(t.TempDir(), "token")
		script := strings.Join(append(j.BeforeScript, j.Script...), "\n")
		if printed, code := s.run(env, "bash", "-e", "-o", "pipefail", "-c", script); code != 0 {
			t.Fatalf("%s: %d\n%s", name, code, printed)
		}
		if info, err := os.Stat(env["AWS_WEB_IDENTITY_TOKEN_FILE"]); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: %v %v", name, info, err)
		}
		return s.called()
	}
	for name := range g.Jobs {
		if strings.HasPrefix(name, ".") {
			continue
		}
		kind, stack, _ := strings.Cut(name, " ")
		want := map[string]string{"preview": "preview", "up": "up --yes", "drift": "preview"}[kind]
		isRun := kind == "drift" || stack == "staging"
		if calls := run(name); strings.Contains(calls, fmt.Sprintf("pulumi --cwd . --non-interactive %s --stack %s", want, stack)) != isRun || !strings.HasPrefix(calls, "aws eks ") {
			t.Errorf("%s: %s", name, calls)
		}
	}
	for _, push := range []string{nothing, change} {
		s.previews(push)
		run("preview staging")
	}
	checkForge(t, f, "gitlab", 2)
}
