package pipelines

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

const (
	canary = "canary-token"
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

// forge plays comments and issues of GitHub and GitLab: a list by its path, which is written to and read.
type forge struct {
	*testing.T
	lists map[string][]map[string]any
}

func newForge(t *testing.T) (*forge, string) {
	f := &forge{t, map[string][]map[string]any{}}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	return f, server.URL
}

func (f *forge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+canary && r.Header.Get("Private-Token") != canary {
		f.Errorf("%s %s without the token", r.Method, r.URL)
	}
	sent := map[string]any{}
	at := r.URL.Path
	switch kind := path.Base(at); {
	case at == "/user":
		sent["id"] = 2
	case r.Method == http.MethodPost:
		must(f, json.NewDecoder(r.Body).Decode(&sent))
		id := len(f.lists[at]) + 1
		sent["id"], sent["iid"], sent["number"] = id, id, id
		sent["user"], sent["author"] = map[string]any{"type": "Bot"}, map[string]any{"id": 2}
		f.lists[at] = append(f.lists[at], sent)
		w.WriteHeader(http.StatusCreated)
	case r.Method == http.MethodGet && (kind == "comments" || kind == "notes" || kind == "issues"):
		open := []map[string]any{}
		for _, one := range f.lists[at] {
			if one["state"] != "closed" && one["state_event"] != "close" {
				open = append(open, one)
			}
		}
		must(f, json.NewEncoder(w).Encode(open))
		return
	case r.Method == http.MethodPatch || r.Method == http.MethodPut:
		must(f, json.NewDecoder(r.Body).Decode(&sent))
		f.edit(path.Dir(at), kind, sent)
	}
	must(f, json.NewEncoder(w).Encode(sent))
}

// edit finds comments of GitHub at another path than the one where they are listed.
func (f *forge) edit(at, id string, sent map[string]any) {
	for list, all := range f.lists {
		for _, one := range all {
			if fmt.Sprint(one["id"]) == id && path.Base(list) == path.Base(at) {
				for key, value := range sent {
					one[key] = value
				}
			}
		}
	}
}

// job is the environment of a job on a forge, for pull request 12.
func jobOn(t *testing.T, name, server string) map[string]string {
	t.Helper()
	if name == "gitlab" {
		return map[string]string{
			"GITLAB_CI": "true", "CI_API_V4_URL": server, "CI_PROJECT_ID": "34", "CI_MERGE_REQUEST_IID": "12", "GITLAB_TOKEN": canary,
		}
	}
	event := filepath.Join(t.TempDir(), "event.json")
	must(t, os.WriteFile(event, []byte(`{"pull_request":{"number":12,"head":{"sha":"1111111111111111"}}}`), 0o644))
	return map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_API_URL": server, "GITHUB_REPOSITORY": "owner/name", "GITHUB_EVENT_PATH": event,
		"GITHUB_TOKEN": canary, "GITHUB_STEP_SUMMARY": filepath.Join(t.TempDir(), "summary.md"),
	}
}
