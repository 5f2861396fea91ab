package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// stub plays the API of a forge, as far as comments are concerned.
type stub struct {
	*testing.T
	token string // a header and its value
	users map[int]string
	notes []stubNote
	head  string
	// busy counts requests that are refused at first.
	busy int
	// short is how many of each page are taken out after it was cut.
	short int
	log   []string
}

type stubNote struct {
	id   int
	user int
	body string
}

const (
	someone = 1
	robot   = 2
)

// newStub has 120 comments of others. Two of them repeat the marker: one quotes it, one pretends to be ours.
func newStub(t *testing.T, token, marker string) *stub {
	s := &stub{T: t, token: token, users: map[int]string{someone: "someone", robot: "robot"}, head: "1111111111111111"}
	for i := range 120 {
		body := fmt.Sprintf("comment %d", i)
		switch i {
		case 3:
			body = "> " + marker + "\n> quoted"
		case 7:
			body = marker + "\nfaked"
		}
		s.notes = append(s.notes, stubNote{1000 + i, someone, body})
	}
	return s
}

func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.log = append(s.log, r.Method+" "+r.URL.Path)
	name, value, _ := strings.Cut(s.token, " ")
	if r.Header.Get(name) != value {
		http.Error(w, "bad credentials", http.StatusUnauthorized)
		return
	}
	if s.busy > 0 && r.Method == http.MethodGet {
		s.busy--
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	}
	var sent struct{ Body string }
	if r.Body != nil {
		_ = json.NewDecoder(r.Body).Decode(&sent)
	}
	path := r.URL.Path
	isList := strings.HasSuffix(path, "/comments") || strings.HasSuffix(path, "/notes")
	switch {
	case path == "/user" && strings.HasPrefix(name, "Auth"): // the token of a job belongs to an app
		http.Error(w, "Resource not accessible by integration", http.StatusForbidden)
	case path == "/user":
		s.answer(w, map[string]any{"id": robot, "username": "robot"})
	case isList && r.Method == http.MethodGet:
		s.list(w, r)
	case isList && r.Method == http.MethodPost:
		s.notes = append(s.notes, stubNote{5000 + len(s.notes), robot, sent.Body})
		w.WriteHeader(http.StatusCreated)
	case r.Method == http.MethodPatch || r.Method == http.MethodPut:
		id, _ := strconv.Atoi(filepath.Base(path))
		i := slices.IndexFunc(s.notes, func(n stubNote) bool { return n.id == id && n.user == robot })
		if i < 0 {
			http.Error(w, "not yours", http.StatusForbidden)
			return
		}
		s.notes[i].body = sent.Body
	case r.Method == http.MethodGet:
		s.answer(w, map[string]any{"sha": s.head, "head": map[string]any{"sha": s.head}})
	default:
		http.NotFound(w, r)
	}
}

// list is a page of at most 100, as both forges have it, 30 or 20 where the size is not said.
func (s *stub) list(w http.ResponseWriter, r *http.Request) {
	size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	if size == 0 {
		size = 20
	}
	size, page = min(size, 100), max(page, 1)
	begin, end := min((page-1)*size, len(s.notes)), min(page*size, len(s.notes))
	if end < len(s.notes) {
		w.Header().Set("Link", fmt.Sprintf(`<http://%s%s?page=%d>; rel="next", <http://%[1]s%[2]s?page=1>; rel="first"`, r.Host, r.URL.Path, page+1))
	} else if page > 1 {
		w.Header().Set("Link", fmt.Sprintf(`<http://%s%s?page=1>; rel="first"`, r.Host, r.URL.Path))
	}
	all := []any{}
	for i, n := range s.notes[begin:end] {
		if i < s.short && n.user != robot {
			continue
		}
		kind := map[int]string{someone: "User", robot: "Bot"}[n.user]
		all = append(all, map[string]any{"id": n.id, "body": n.body, "user": map[string]any{"login": s.users[n.user], "type": kind}, "author": map[string]any{"id": n.user}})
	}
	s.answer(w, all)
}

func (s *stub) answer(w http.ResponseWriter, value any) {
	if err := json.NewEncoder(w).Encode(value); err != nil {
		s.Error(err)
	}
}

// own are the comments of the robot.
func (s *stub) own() (all []stubNote) {
	for _, n := range s.notes {
		if n.user == robot {
			all = append(all, n)
		}
	}
	return all
}

// forges are the environments of their jobs, with tokens that no output may repeat.
var forges = map[string]func(t *testing.T, server, commit string) map[string]string{
	"github": func(t *testing.T, server, commit string) map[string]string {
		event := filepath.Join(t.TempDir(), "event.json")
		text := fmt.Sprintf(`{"number":12,"pull_request":{"number":12,"head":{"sha":%q}}}`, commit)
		if err := os.WriteFile(event, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return map[string]string{
			"GITHUB_API_URL": server, "GITHUB_REPOSITORY": "owner/name", "GITHUB_EVENT_PATH": event, "GITHUB_RUN_ID": "77",
			"GITHUB_SHA": "9999999999999999", "GITHUB_TOKEN": "canary-token",
		}
	},
	"gitlab": func(_ *testing.T, server, commit string) map[string]string {
		return map[string]string{
			"CI_API_V4_URL": server, "CI_PROJECT_ID": "34", "CI_MERGE_REQUEST_IID": "12", "CI_COMMIT_SHA": commit,
			"CI_PROJECT_URL": "https://gitlab.example.com/group/name", "CI_JOB_URL": "https://gitlab.example.com/jobs/1", "GITLAB_TOKEN": "canary-token",
		}
	},
}

var tokens = map[string]string{"github": "Authorization Bearer canary-token", "gitlab": "Private-Token canary-token"}

const testMarker = "<!-- preview-comment shop dev preview -->"

// minimal is a preview with one resource to create.
const minimal = `{"steps":[{"op":"create","urn":"urn:pulumi:dev::shop::a:b:C::%s","newState":{"custom":true}}],"changeSummary":{"create":1}}`

// push is a job: it runs the command as a pipeline does.
func push(t *testing.T, env map[string]string, document string, args ...string) (code int, output string) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(t.Context(), args, job{strings.NewReader(document), &out, &err, func(name string) string { return env[name] }})
	output = out.String() + err.String()
	if strings.Contains(output, "canary") {
		t.Errorf("the token shows:\n%s", output)
	}
	return code, output
}

// Three pushes, one comment, among 120 others.
func TestOneCommentOverThreePushes(t *testing.T) {
	for forge, environment := range forges {
		t.Run(forge, func(t *testing.T) {
			s := newStub(t, tokens[forge], testMarker)
			server := httptest.NewServer(s)
			defer server.Close()
			for i, commit := range []string{"aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc"} {
				s.head = commit
				env := environment(t, server.URL, commit)
				if code, output := push(t, env, fmt.Sprintf(minimal, fmt.Sprint("resource-", i)), "--publish", forge); code != exitFine {
					t.Fatal(code, output)
				}
				s.notes = append(s.notes, stubNote{9000 + i, someone, "later"})
				own := s.own()
				if len(own) != 1 || len(s.notes) != 120+1+i+1 {
					t.Fatalf("after push %d there are %d comments, of which ours are %d", i+1, len(s.notes), len(own))
				}
				for _, part := range []string{testMarker + "\n", "resource-" + fmt.Sprint(i), commit[:12]} {
					if !strings.Contains(own[0].body, part) {
						t.Errorf("push %d: no %s in:\n%s", i+1, part, own[0].body)
					}
				}
				if strings.Contains(own[0].body, "Stale") {
					t.Error(own[0].body)
				}
			}
			if s.notes[7].body != testMarker+"\nfaked" {
				t.Error("somebody else's comment was edited")
			}
		})
	}
}

// Another stack, and another kind, have comments of their own.
func TestOneCommentForEachStackAndKind(t *testing.T) {
	s := newStub(t, tokens["gitlab"], testMarker)
	server := httptest.NewServer(s)
	defer server.Close()
	env := forges["gitlab"](t, server.URL, s.head)
	for _, flags := range [][]string{nil, {"--stack", "prod"}, {"--kind", "drift"}, {"--stack", "prod"}} {
		if code, output := push(t, env, fmt.Sprintf(minimal, "x"), append(flags, "--publish", "gitlab")...); code != exitFine {
			t.Fatal(output)
		}
	}
	if own := s.own(); len(own) != 3 {
		t.Errorf("%d comments", len(own))
	}
}

// A comment that is older than the branch says so, from the start of the next run on and when the branch has moved meanwhile.
func TestStaleComments(t *testing.T) {
	for forge, environment := range forges {
		t.Run(forge, func(t *testing.T) {
			s := newStub(t, tokens[forge], testMarker)
			server := httptest.NewServer(s)
			defer server.Close()
			mark := []string{"--mark-stale", "--publish", forge, "--project", "shop", "--stack", "dev"}
			env := environment(t, server.URL, s.head)
			if code, output := push(t, env, "", mark...); code != exitFine || len(s.own()) != 0 {
				t.Fatal(code, output)
			}
			push(t, env, fmt.Sprintf(minimal, "x"), "--publish", forge)
			first := s.own()[0].body
			next := environment(t, server.URL, "2222222222222222")
			for range 2 {
				push(t, next, "", mark...)
			}
			if body := s.own()[0].body; strings.Count(body, "**Stale:**") != 1 || !strings.Contains(body, "`222222222222`") || !strings.HasPrefix(body, testMarker+"\n") {
				t.Errorf("marked:\n%s", body)
			}
			push(t, env, fmt.Sprintf(minimal, "x"), "--publish", forge)
			if s.own()[0].body != first {
				t.Errorf("a fresh preview of the head:\n%s", s.own()[0].body)
			}
			s.head = "3333333333333333" // pushed while the preview ran
			push(t, env, fmt.Sprintf(minimal, "x"), "--publish", forge)
			if body := s.own()[0].body; !strings.Contains(body, "**Stale:** this is of `111111111111`, and the branch is at `333333333333` now") {
				t.Errorf("overtaken:\n%s", body)
			}
		})
	}
}

func TestForgeIsBusy(t *testing.T) {
	s := newStub(t, tokens["github"], testMarker)
	server := httptest.NewServer(s)
	defer server.Close()
	s.busy = 2
	if code, output := push(t, forges["github"](t, server.URL, s.head), fmt.Sprintf(minimal, "x"), "--publish", "github"); code != exitFine || len(s.own()) != 1 {
		t.Error(code, output)
	}
}

// What is missing is said by its name.
func TestPublishWithoutWhatItNeeds(t *testing.T) {
	for forge, missing := range map[string]map[string]string{
		"github": {"GITHUB_TOKEN": "GITHUB_TOKEN", "GITHUB_REPOSITORY": "GITHUB_REPOSITORY", "GITHUB_EVENT_PATH": "no pull request"},
		"gitlab": {"GITLAB_TOKEN": "GITLAB_TOKEN", "CI_PROJECT_ID": "CI_PROJECT_ID", "CI_MERGE_REQUEST_IID": "no merge request"},
	} {
		for variable, want := range missing {
			env := forges[forge](t, "http://127.0.0.1:1", "x")
			delete(env, variable)
			if code, output := push(t, env, fmt.Sprintf(minimal, "x"), "--publish", forge); code != exitUsage || !strings.Contains(output, want) {
				t.Errorf("without %s: %d %s", variable, code, output)
			}
		}
	}
	if code, output := push(t, nil, "", "--publish", "gitea"); code != exitUsage || !strings.Contains(output, "must be github or gitlab") {
		t.Error(code, output)
	}
	s := newStub(t, "Private-Token another", testMarker)
	server := httptest.NewServer(s)
	defer server.Close()
	if code, output := push(t, forges["gitlab"](t, server.URL, "x"), fmt.Sprintf(minimal, "x"), "--publish", "gitlab"); code != exitError || !strings.Contains(output, "401 Unauthorized") {
		t.Error(code, output)
	}
}
