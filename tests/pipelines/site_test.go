package pipelines

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/forge"
)

const (
	canary = forge.Token
	zero   = "0000000000000000000000000000000000000000" // what a forge gives as the commit before a branch's first
)

// programs holds preview-comment and the stand-ins for what a runner has.
var programs string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	var err error
	if programs, err = os.MkdirTemp("", "pipelines-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(programs)
	build := exec.Command("go", "build", "-o", filepath.Join(programs, "preview-comment"), repository+"/cmd/preview-comment")
	if output, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, output)
		return 1
	}
	// Each writes down how it was called. Pulumi writes the preview that the test has laid down, fails where it has an error or there is
	// none, and tells if it was given a token.
	stand := "#!/bin/sh\necho \"${0##*/} $*\" >>\"$CALLS\"\n"
	pulumi := stand + "env | grep -q " + canary + " && echo token >>\"$CALLS\"\ncase \" $* \" in *' preview '*) cat \"$PREVIEW\" && grep -q steps \"$PREVIEW\" && ! grep -q '\"error\"' \"$PREVIEW\" ;; esac\n"
	for name, text := range map[string]string{"pulumi": pulumi, "aws": stand, "go": stand} {
		if err := os.WriteFile(filepath.Join(programs, name), []byte(text), 0o755); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return m.Run()
}

// site is a repository as a user has it, with two projects, one within the other.
type site struct {
	*testing.T
	dir   string
	calls string
	env   map[string]string
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{T: t, dir: t.TempDir(), calls: filepath.Join(t.TempDir(), "calls")}
	s.env = map[string]string{
		"PATH": programs + ":" + os.Getenv("PATH"), "HOME": t.TempDir(), "TMPDIR": t.TempDir(), "CALLS": s.calls, "PREVIEW": filepath.Join(t.TempDir(), "preview"),
		"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
	}
	must(t, os.CopyFS(filepath.Join(s.dir, "ci"), os.DirFS(filepath.Join(repository, "ci"))))
	s.git("init", "--quiet", "--initial-branch", "main")
	s.commit("Pulumi.yaml", "name: 'shop' # the name\nruntime: yaml\nstackConfigDir: ./settings/\n",
		"settings/Pulumi.staging.yaml", "", "settings/Pulumi.production.yaml", "", "main.go", "", "docs/page.md", "",
		"infra/dns/Pulumi.yaml", "name: dns\n", "infra/dns/Pulumi.production.yaml", "", "infra/dns/zone.txt", "")
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// commit writes files, given with their text, and returns the commit; a file without text beside it, an empty name, is removed.
func (s *site) commit(files ...string) string {
	s.Helper()
	for i := 0; i < len(files); i += 2 {
		file := filepath.Join(s.dir, files[i])
		must(s, os.MkdirAll(filepath.Dir(file), 0o755))
		must(s, os.WriteFile(file, []byte(files[i+1]), 0o644))
	}
	s.git("add", "--all")
	s.git("commit", "--quiet", "--message", "x")
	return s.git("rev-parse", "HEAD")
}

func (s *site) git(args ...string) string {
	s.Helper()
	output, code := s.run(nil, "git", args...)
	if code != 0 {
		s.Fatalf("git %v: %s", args, output)
	}
	return strings.TrimSpace(output)
}

// run runs a command with further variables, and tells all that it printed and its exit code. None prints a token.
func (s *site) run(env map[string]string, name string, args ...string) (string, int) {
	s.Helper()
	command := exec.CommandContext(s.Context(), name, args...)
	command.Dir = s.dir
	for _, some := range []map[string]string{s.env, env} {
		for key, value := range some {
			command.Env = append(command.Env, key+"="+value)
		}
	}
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	exit := (*exec.ExitError)(nil)
	if err := command.Run(); err != nil && !errors.As(err, &exit) {
		s.Fatal(err)
	}
	if strings.Contains(output.String(), canary) {
		s.Errorf("the token shows:\n%s", &output)
	}
	return output.String(), command.ProcessState.ExitCode()
}

// called are the commands that were run since the last time it was asked.
func (s *site) called() string {
	s.Helper()
	text, err := os.ReadFile(s.calls)
	if err != nil && !os.IsNotExist(err) {
		s.Fatal(err)
	}
	must(s, os.RemoveAll(s.calls))
	return string(text)
}

// previews says what pulumi preview will have written.
func (s *site) previews(document string) {
	s.Helper()
	must(s, os.WriteFile(s.env["PREVIEW"], []byte(document), 0o644))
}

const (
	nothing = `{"steps":[],"changeSummary":{"same":1}}`
	change  = `{"steps":[{"op":"create","urn":"urn:pulumi:staging::shop::a:b:C::door","newState":{"custom":true}}],"changeSummary":{"create":1}}`
	failed  = `{"steps":[],"diagnostics":[{"severity":"error","message":"the cluster is gone"}]}`
)
