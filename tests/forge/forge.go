// Package forge plays the API of GitHub and GitLab, as far as comments and issues are concerned, for jobs on pull request 12.
package forge

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
)

// The lists of the pull request, and of issues, by forge.
var (
	Comments = map[string]string{"github": "/repos/owner/name/issues/12/comments", "gitlab": "/projects/34/merge_requests/12/notes"}
	Issues   = map[string]string{"github": "/repos/owner/name/issues", "gitlab": "/projects/34/issues"}
)

// Token is what jobs have. Nothing may repeat it.
const Token = "canary-token"

const (
	robot   = 2 // who has the token
	someone = 1
)

// Server has lists by their path, which are read in pages and written to.
type Server struct {
	testing.TB
	URL   string
	lock  sync.Mutex
	lists map[string][]map[string]any
}

// New starts one that ends with the test.
func New(t testing.TB) *Server {
	s := &Server{TB: t, lists: map[string][]map[string]any{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Job is the environment of a job on a forge.
func (s *Server) Job(name string) map[string]string {
	s.Helper()
	if name == "gitlab" {
		return map[string]string{
			"GITLAB_CI": "true", "CI_API_V4_URL": s.URL, "CI_PROJECT_ID": "34", "CI_MERGE_REQUEST_IID": "12", "GITLAB_TOKEN": Token,
		}
	}
	event := filepath.Join(s.TempDir(), "event.json")
	if err := os.WriteFile(event, []byte(`{"pull_request":{"number":12,"head":{"sha":"1111111111111111"}}}`), 0o644); err != nil {
		s.Fatal(err)
	}
	return map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_API_URL": s.URL, "GITHUB_REPOSITORY": "owner/name", "GITHUB_EVENT_PATH": event,
		"GITHUB_TOKEN": Token, "GITHUB_STEP_SUMMARY": filepath.Join(s.TempDir(), "summary.md"),
	}
}

// Others adds what others have written, more than a page of it; one pretends to be what the given text begins with.
func (s *Server) Others(list string, n int, pretence string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	for i := range n {
		body := fmt.Sprint("comment ", i)
		if i == 7 {
			body = pretence + "\nfaked"
		}
		s.add(list, someone, "User", map[string]any{"body": body})
	}
}

// Own are the entries of who has the token; total counts all.
func (s *Server) Own(list string) (own []map[string]any, total int) {
	s.lock.Lock()
	defer s.lock.Unlock()
	for _, one := range s.lists[list] {
		if isOwn(one) {
			own = append(own, one)
		}
	}
	return own, len(s.lists[list])
}

// IsOpen tells of an issue that it was not closed, in the words of either forge.
func IsOpen(issue map[string]any) bool {
	return issue["state"] != "closed" && issue["state_event"] != "close"
}

func isOwn(one map[string]any) bool { return one["author"].(map[string]any)["id"] == robot }

func (s *Server) add(list string, author int, kind string, one map[string]any) {
	id := len(s.lists[list]) + 1
	one["id"], one["iid"], one["number"] = id, id, id
	one["user"], one["author"] = map[string]any{"type": kind}, map[string]any{"id": author}
	s.lists[list] = append(s.lists[list], one)
}

// ServeHTTP answers as both forges do: their paths differ, and nothing else that matters here.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if r.Header.Get("Authorization") != "Bearer "+Token && r.Header.Get("Private-Token") != Token {
		s.Errorf("%s %s without the token", r.Method, r.URL)
	}
	sent := map[string]any{}
	if r.Method != http.MethodGet {
		if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
			s.Error(err)
		}
	}
	at, last := r.URL.Path, path.Base(r.URL.Path)
	var answer any = sent
	switch {
	case at == "/user":
		answer = map[string]any{"id": robot}
	case r.Method == http.MethodPost:
		s.add(at, robot, "Bot", sent)
		w.WriteHeader(http.StatusCreated)
	case r.Method == http.MethodGet && (last == "comments" || last == "notes" || last == "issues"):
		answer = s.page(w, r)
	case r.Method != http.MethodGet && !s.edit(path.Dir(at), last, sent):
		w.WriteHeader(http.StatusForbidden)
	}
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		s.Error(err)
	}
}

// page is a part of what is open, and tells by a header whether there is more.
func (s *Server) page(w http.ResponseWriter, r *http.Request) []map[string]any {
	open := []map[string]any{}
	for _, one := range s.lists[r.URL.Path] {
		if IsOpen(one) {
			open = append(open, one)
		}
	}
	size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
	number, _ := strconv.Atoi(r.URL.Query().Get("page"))
	size, number = min(max(size, 20), 100), max(number, 1)
	begin, end := min((number-1)*size, len(open)), min(number*size, len(open))
	if end < len(open) {
		w.Header().Set("Link", fmt.Sprintf(`<%s%s?page=%d>; rel="next"`, s.URL, r.URL.Path, number+1))
	}
	return open[begin:end]
}

// edit finds comments of GitHub at another path than the one where they are listed. Nobody edits what others have written.
func (s *Server) edit(at, id string, sent map[string]any) bool {
	for list, all := range s.lists {
		for _, one := range all {
			if fmt.Sprint(one["id"]) == id && path.Base(list) == path.Base(at) && isOwn(one) {
				for key, value := range sent {
					one[key] = value
				}
				return true
			}
		}
	}
	return false
}
