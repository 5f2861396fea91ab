package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"strconv"
	"strings"
	"testing"
)

// tracker plays the issues of a forge. Keys are those of the forge's API, and only the open ones are listed.
type tracker struct {
	*testing.T
	isGitLab bool
	issues   []map[string]any
}

func (s *tracker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := func(value any) { _ = json.NewEncoder(w).Encode(value) }
	sent := map[string]any{}
	if r.Method != http.MethodGet {
		if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
			s.Error(err)
		}
	}
	number, _ := strconv.Atoi(path.Base(r.URL.Path))
	switch root := map[bool]string{false: "/repos/owner/name/issues", true: "/projects/34/issues"}[s.isGitLab]; {
	case r.URL.Path == "/user" && s.isGitLab:
		answer(map[string]any{"id": robot})
	case r.URL.Path == root && r.Method == http.MethodGet:
		open := map[bool]string{false: "open", true: "opened"}[s.isGitLab]
		if r.URL.Query().Get("state") != open {
			s.Errorf("lists issues of any state: %s", r.URL)
		}
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		all := []map[string]any{}
		for _, issue := range s.issues {
			if issue["state"] != "closed" {
				all = append(all, issue)
			}
		}
		answer(all[min((page-1)*100, len(all)):min(page*100, len(all))])
	case r.URL.Path == root && r.Method == http.MethodPost:
		s.add(robot, "Bot", sent)
		w.WriteHeader(http.StatusCreated)
	case path.Dir(r.URL.Path) == root && r.Method == map[bool]string{false: http.MethodPatch, true: http.MethodPut}[s.isGitLab]:
		if sent["state_event"] == "close" {
			sent["state"] = "closed"
		}
		for key, value := range sent {
			s.issues[number-1][key] = value
		}
	default:
		http.NotFound(w, r)
	}
}

func (s *tracker) add(user int, kind string, issue map[string]any) {
	number := len(s.issues) + 1
	issue["number"], issue["iid"] = number, number
	issue["user"], issue["author"] = map[string]any{"login": fmt.Sprint("user", user), "type": kind}, map[string]any{"id": user}
	s.issues = append(s.issues, issue)
}

// Drift opens one issue, edits it night by night, closes it when it has gone, and opens another the next time.
func TestIssueOfDrift(t *testing.T) {
	const marker = "<!-- preview-comment shop dev drift -->\n"
	for _, forge := range []string{"github", "gitlab"} {
		t.Run(forge, func(t *testing.T) {
			body := map[string]string{"github": "body", "gitlab": "description"}[forge]
			s := &tracker{T: t, isGitLab: forge == "gitlab"}
			for i := range 120 {
				s.add(someone, "User", map[string]any{body: fmt.Sprint(marker, "by hand ", i)})
			}
			if forge == "github" {
				s.add(robot, "Bot", map[string]any{body: marker, "pull_request": map[string]any{}})
			}
			others := len(s.issues)
			server := httptest.NewServer(s)
			defer server.Close()
			env := forges[forge](t, server.URL, "x")
			delete(env, "GITHUB_EVENT_PATH") // a schedule belongs to no pull request
			delete(env, "CI_MERGE_REQUEST_IID")
			night := func(document, want string) {
				t.Helper()
				code, output := push(t, env, document, "--publish", forge+"-issue", "--kind", "drift", "--project", "shop", "--stack", "dev")
				if code != exitFine || !strings.Contains(output, "issue "+want+"\n") {
					t.Fatalf("no %s: %d %s", want, code, output)
				}
			}
			const nothing = `{"steps":[],"changeSummary":{"same":1}}`
			night(nothing, "not needed")
			night(fmt.Sprintf(minimal, "x"), "created")
			night(fmt.Sprintf(minimal, "x"), "left as it is")
			night(fmt.Sprintf(minimal, "another"), "edited")
			own := s.issues[others]
			if own["title"] != "Drift of shop/dev" || !strings.HasPrefix(own[body].(string), marker) || !strings.Contains(own[body].(string), "another") {
				t.Errorf("%v", own)
			}
			night(nothing, "closed")
			night(fmt.Sprintf(minimal, "x"), "created")
			if own["state"] != "closed" || len(s.issues) != others+2 {
				t.Errorf("%d issues, %v", len(s.issues)-others, own)
			}
		})
	}
}
