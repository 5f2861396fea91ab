//go:build testbed

package stories

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// notes plays what GitHub has of one pull request and of the issues: lists by their path.
type notes map[string][]map[string]any

func (n notes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	list := r.URL.Path
	sent := map[string]any{}
	switch r.Method {
	case http.MethodPost:
		_ = json.NewDecoder(r.Body).Decode(&sent)
		id := len(n[list]) + 1
		sent["id"], sent["number"], sent["user"] = id, id, map[string]any{"type": "Bot"}
		n[list] = append(n[list], sent)
		w.WriteHeader(http.StatusCreated)
	case http.MethodPatch:
		_ = json.NewDecoder(r.Body).Decode(&sent)
		for _, all := range n {
			for key, value := range sent {
				all[0][key] = value // there is one of each
			}
		}
	case http.MethodGet:
		if strings.HasSuffix(list, "/comments") || strings.HasSuffix(list, "/issues") {
			open := []map[string]any{}
			for _, one := range n[list] {
				if one["state"] != "closed" {
					open = append(open, one)
				}
			}
			_ = json.NewEncoder(w).Encode(open)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{})
	}
}

// pipeline runs a script of ci as a job on GitHub does.
func (s *story) pipeline(server, script string, args ...string) string {
	s.Helper()
	event := filepath.Join(s.TempDir(), "event.json")
	s.must(os.WriteFile(event, []byte(`{"pull_request":{"number":12,"head":{"sha":"1111111111111111"}}}`), 0o644))
	here, err := filepath.Abs(filepath.Join(repository, "ci", script))
	s.must(err)
	command := exec.CommandContext(s.Context(), here, append([]string{".", s.stack}, args...)...)
	command.Dir = s.dir
	command.Env = append(s.command().Env, "PATH="+s.tools.Bin+":"+filepath.Dir(tell)+":"+os.Getenv("PATH"),
		"GITHUB_ACTIONS=true", "GITHUB_API_URL="+server, "GITHUB_REPOSITORY=owner/name", "GITHUB_EVENT_PATH="+event, "GITHUB_TOKEN=canary-of-the-forge")
	output, err := command.CombinedOutput()
	if err != nil {
		s.Fatalf("%s: %v\n%s", script, err, output)
	}
	s.lacks(string(output), testbed.Canary)
	return string(output)
}

// A stack that is kept in Git: its pull request, the merge, the night after somebody has written over it.
func TestPipelines(t *testing.T) {
	s := begin(t)
	s.set("redis.password", testbed.Canary+"-redis", "--secret")
	n := notes{}
	server := httptest.NewServer(n)
	defer server.Close()
	says := func(list, what string, parts ...string) {
		t.Helper()
		if len(n[list]) != 1 {
			t.Fatalf("%d of %s", len(n[list]), list)
		}
		s.contains(fmt.Sprint(n[list][0]["title"], n[list][0][what]), parts...)
		s.lacks(fmt.Sprint(n[list]), testbed.Canary)
	}
	const comments, issues = "/repos/owner/name/issues/12/comments", "/repos/owner/name/issues"

	s.pipeline(server.URL, "preview.sh")
	says(comments, "body", "<!-- preview-comment seqera-studios local preview -->", "`cron` and `backend` restart", "new, 2 pods")
	s.pipeline(server.URL, "up.sh")
	s.nochange()
	s.pipeline(server.URL, "preview.sh")
	says(comments, "body", "**Nothing changes.**")
	s.set("proxy.logLevel", "debug")
	s.pipeline(server.URL, "preview.sh")
	says(comments, "body", "(argument `proxy.logLevel`)")
	s.pipeline(server.URL, "up.sh")

	delete(n, comments)
	s.pipeline(server.URL, "drift.sh")
	s.equal("issues", fmt.Sprint(len(n[issues])), "0")
	s.apply(testbed.ConfigMaps)
	s.pipeline(server.URL, "drift.sh")
	says(issues, "body", "Drift of seqera-studios/local", "Changed by somebody else", "`https://connect.<YOUR PUBLIC TOWER HOST NAME>` → `https://connect.example.com`")
	s.pipeline(server.URL, "up.sh")
	s.pipeline(server.URL, "drift.sh")
	says(issues, "state", "closed")
}
