package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What stands before the document on the same stream, and what an editor of Windows puts in front, is none of the plan.
func TestWhatIsBeforeTheDocument(t *testing.T) {
	for name, before := range map[string]string{
		"a log of objects":       `{"level":"info","message":"canary"}` + "\n" + `{"level":"error","error":"canary"}` + "\n",
		"a word and such a log":  "Logging in...\n" + `{"level":"info"}` + "\n",
		"a byte order mark":      "\ufeff",
		"half an object":         "{\n{\n",
		"an object over lines":   "{\n \"level\": \"canary\"\n}\n",
		"a log on Windows' ways": "{\"level\":\"info\"}\r\n",
	} {
		body := comments(t, []byte(before+fmt.Sprintf(minimal, "door")))
		if !strings.Contains(body, "1 to create") || strings.Contains(body, "canary") {
			t.Errorf("%s:\n%s", name, body)
		}
	}
}

// An engine that was killed leaves half a line behind; what it had written until then counts.
func TestHalfAnEventLog(t *testing.T) {
	log := filepath.Join(t.TempDir(), "events.log")
	text := `{"diagnosticEvent":{"message":"beware","severity":"warning"}}` + "\n" + `{"resOutputsEvent":{"metad`
	if err := os.WriteFile(log, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if body := comments(t, []byte(fmt.Sprintf(minimal, "door")), "--event-log", log); !strings.Contains(body, "beware") {
		t.Error(body)
	}
}

// A message of a provider may repeat what it was given.
func TestCredentialsInMessages(t *testing.T) {
	for _, message := range []string{
		`400: {"username":"a","password":"canary"}`, `400: {\"password\":\"canary\"}`, "dsn: user=a password=canary host=b", "Authorization: Bearer canary",
		"authorization: Basic Y2FuYXJ5canary", "api_key = 'canary'", "https://a.example.com/?access_token=canary&b=c",
		"ghp_canary0123456789012345678901234567890", "glpat-canary01234567890123", "pul-0123456789abcdef0123456789abcdefabcanary", "AKIACANARY0123456789",
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.canarycanarycanary",
	} {
		document, err := json.Marshal(map[string]any{"steps": []any{}, "diagnostics": []any{map[string]any{"severity": "error", "message": message}}})
		if err != nil {
			t.Fatal(err)
		}
		body := comments(t, document, "--stack", "dev")
		if strings.Contains(strings.ToLower(body), "canary") || !strings.Contains(body, "[hidden]") {
			t.Errorf("%s:\n%s", message, body)
		}
	}
	const harmless = `secret "connect-credentials" not found; the password: must be a text without control characters; tokens: 5`
	if body := comments(t, []byte(fmt.Sprintf(`{"steps":[],"diagnostics":[{"severity":"error","message":%q}]}`, harmless)), "--stack", "dev"); !strings.Contains(body, harmless) {
		t.Error(body)
	}
}

// A forge that leads elsewhere gets neither the token there, nor a comment that is none: of a POST that is led on, a GET is made.
func TestForgeLeadsElsewhere(t *testing.T) {
	for forge, environment := range forges {
		var seen []string
		elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			seen = append(seen, fmt.Sprint(r.Header))
			_, _ = w.Write([]byte("[]"))
		}))
		defer elsewhere.Close()
		stub := newStub(t, tokens[forge], testMarker)
		for name, leads := range map[string]func(r *http.Request) bool{
			"all":            func(*http.Request) bool { return true },
			"what is posted": func(r *http.Request) bool { return r.Method == http.MethodPost },
		} {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if leads(r) {
					http.Redirect(w, r, elsewhere.URL+r.URL.Path, http.StatusMovedPermanently)
					return
				}
				stub.ServeHTTP(w, r)
			}))
			defer server.Close()
			code, output := push(t, environment(t, server.URL, stub.head), fmt.Sprintf(minimal, "x"), "--publish", forge)
			if code != exitError || !strings.Contains(output, "301 Moved Permanently") {
				t.Errorf("%s, %s: %d %s", forge, name, code, output)
			}
		}
		if strings.Contains(fmt.Sprint(seen), "canary") {
			t.Errorf("%s: the token goes elsewhere: %s", forge, seen)
		}
	}
}

// A page may have fewer entries than were asked for and not be the last: GitLab takes out what the reader may not see.
func TestShortPages(t *testing.T) {
	for forge, environment := range forges {
		s := newStub(t, tokens[forge], testMarker)
		s.short = 37
		server := httptest.NewServer(s)
		defer server.Close()
		s.notes = append(s.notes, stubNote{4000, robot, testMarker + "\nbefore"})
		code, output := push(t, environment(t, server.URL, s.head), fmt.Sprintf(minimal, "door"), "--publish", forge)
		if own := s.own(); code != exitFine || len(own) != 1 || !strings.Contains(own[0].body, "door") {
			t.Errorf("%s: %d %s, %d comments", forge, code, output, len(own))
		}
	}
}

// A refusal for being too fast did nothing, so even what makes a comment is sent again, and after the time that it asks for.
func TestTooFast(t *testing.T) {
	for name, refusal := range map[string]struct {
		status int
		after  string
	}{
		"429":                      {http.StatusTooManyRequests, ""},
		"429 with a time":          {http.StatusTooManyRequests, "1"},
		"GitHub's secondary limit": {http.StatusForbidden, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStub(t, tokens["github"], testMarker)
			refused := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPost && refused < 2 {
					refused++
					if refusal.after != "" {
						w.Header().Set("Retry-After", refusal.after)
					}
					http.Error(w, "You have exceeded a secondary rate limit", refusal.status)
					return
				}
				s.ServeHTTP(w, r)
			}))
			defer server.Close()
			if code, output := push(t, forges["github"](t, server.URL, s.head), fmt.Sprintf(minimal, "x"), "--publish", "github"); code != exitFine || len(s.own()) != 1 {
				t.Errorf("%d %s", code, output)
			}
		})
	}
}

// A gateway's page in place of the API's answer is said to be one, with what was asked for.
func TestAnswerIsNoJSON(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>Sign in</html>")) }))
	defer server.Close()
	for forge, environment := range forges {
		code, output := push(t, environment(t, server.URL, "x"), fmt.Sprintf(minimal, "x"), "--publish", forge)
		if code != exitError || !strings.Contains(output, "GET /user: 200 OK: this is not the API's answer: <html>Sign in") {
			t.Errorf("%s: %d %s", forge, code, output)
		}
	}
}

// A program that its language host refuses tells why on its standard error only, in lines and in colours (seen of a YAML program with
// a property that there is not).
func TestProgramThatIsRefused(t *testing.T) {
	document := `{"steps":[{"op":"same","urn":"urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"}],"changeSummary":{"same":1},"diagnostics":[
		{"message":"\u001b[31mError\u001b[0m: Property prefx does not exist\n\n","severity":"info#err"},
		{"message":"  on Pulumi.yaml line 11:\n\n","severity":"info#err"},
		{"message":"  Existing properties are: prefix\n","severity":"info#err"}]}`
	log := filepath.Join(t.TempDir(), "events.log")
	text := `{"diagnosticEvent":{"message":"Error: Property prefx does not exist\n\n","severity":"info#err"}}` + "\n" + `{"summaryEvent":{"result":"failed"}}` + "\n"
	if err := os.WriteFile(log, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	const want = "#### What went wrong\n\n```text\nError: Property prefx does not exist\non Pulumi.yaml line 11:\nExisting properties are: prefix\n```"
	for _, flags := range [][]string{nil, {"--event-log", log}} {
		body := comments(t, []byte(document), flags...)
		if !strings.Contains(body, want) || !strings.Contains(body, "1 problem to mend") {
			t.Error(body)
		}
	}
	// Where there is an error too, it may say no more than that there is one (seen of a Go program that does not compile).
	compiled := strings.Replace(document, `"diagnostics":[`, `"diagnostics":[{"message":"error: exit status 1\n","severity":"error"},`, 1)
	if body := comments(t, []byte(compiled)); !strings.Contains(body, "`exit status 1`\n\nThe program has written:\n\n```text\nError: Prop") || !strings.Contains(body, "1 problem to mend") {
		t.Error(body)
	}
	// What else writes to its standard error has not failed by that.
	fine := strings.Replace(document, `{"same":1}`, `{"same":4}`, 1)
	if body := comments(t, []byte(fine)); !strings.Contains(body, "Nothing changes") {
		t.Error(body)
	}
}
