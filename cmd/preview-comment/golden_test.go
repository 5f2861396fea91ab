package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pmezard/go-difflib/difflib"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/comment"
)

var update = flag.Bool("update", false, "write the comments in testdata anew; read the difference before you commit it")

// told runs the command on a preview in testdata.
func told(t *testing.T, name string, flags ...string) string {
	t.Helper()
	var out, err bytes.Buffer
	args := append(flags, filepath.Join("testdata", name, "preview.json"))
	if code := run(t.Context(), args, job{nil, &out, &err, func(string) string { return "" }}); code != exitFine {
		t.Fatalf("exit code %d: %s", code, err.String())
	}
	return out.String()
}

func captured(t *testing.T) (names []string) {
	t.Helper()
	folders, err := filepath.Glob("testdata/*")
	if err != nil || len(folders) < 15 {
		t.Fatalf("%v %v", folders, err)
	}
	for _, folder := range folders {
		names = append(names, filepath.Base(folder))
	}
	return names
}

// The comments of real previews, captured on the testbed (tests/stories/comment_test.go says of which changes, and holds what must
// stand in each). These files are for review: they show what a change of the command changes for its readers.
func TestCommentsOfRealPreviews(t *testing.T) {
	for _, name := range captured(t) {
		flags := []string{"--event-log", filepath.Join("testdata", name, "events.log"), "--commit", "0123456789abcdef", "--commit-url", "https://example.com/commit/0123456789abcdef", "--run-url", "https://example.com/run/1"}
		got, golden := told(t, name, flags...), filepath.Join("testdata", name, "comment.md")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			text, _ := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{A: difflib.SplitLines(string(want)), B: difflib.SplitLines(got), FromFile: golden, ToFile: "now", Context: 2})
			t.Errorf("%s\nwith -update the file is written anew", text)
		}
		if again := told(t, name, flags...); again != got {
			t.Errorf("%s: two runs differ", name)
		}
	}
}

// The JSON alone says the same of pods, losses, secrets and what is to be done by hand.
func TestJSONAlone(t *testing.T) {
	for _, name := range captured(t) {
		alone, both := told(t, name), told(t, name, "--event-log", filepath.Join("testdata", name, "events.log"))
		for _, heading := range []string{"Pods", "Replaced and deleted", "Secrets", "By hand", "Arguments", "Changed by somebody else"} {
			if name == "drift-and-argument" && (heading == "Pods" || heading == "Changed by somebody else") {
				continue // whether an argument or somebody has changed a secret
			}
			if a, b := part(alone, heading), part(both, heading); a != b {
				t.Errorf("%s, %s: alone\n%s\nand with the event log\n%s", name, heading, a, b)
			}
		}
	}
}

// part is what stands under a heading.
func part(text, heading string) string {
	_, text, _ = strings.Cut(text, "#### "+heading+"\n")
	text, _, _ = strings.Cut(text, "\n#### ")
	text, _, _ = strings.Cut(text, "\n<details>")
	text, _, _ = strings.Cut(text, "\n<sub>")
	text = unchanged.ReplaceAllString(text, "")
	return strings.TrimSpace(text)
}

var unchanged = regexp.MustCompile(`\n\d+ resources unchanged\.`)

// rendered is what a forge shows: GitHub's dialect, with the few tags of HTML that both forges let through.
func rendered(t *testing.T, markdown string) string {
	t.Helper()
	var out bytes.Buffer
	dialect := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := dialect.Convert([]byte(markdown), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var (
	tag  = regexp.MustCompile(`</?([a-zA-Z][a-zA-Z0-9]*)[^>]*>`)
	tags = "h3 h4 p strong em code pre table thead tbody tr th td ul li br details summary sub a blockquote"
	cell = regexp.MustCompile(`(?s)<t[dh][^>]*>`)
)

// In HTML every row of a table has its cells, every fold is closed, and there is no tag that we did not write.
func TestRenderedComments(t *testing.T) {
	for _, name := range captured(t) {
		checkHTML(t, name, rendered(t, told(t, name, "--event-log", filepath.Join("testdata", name, "events.log"))))
	}
}

func checkHTML(t *testing.T, name, page string) {
	t.Helper()
	open := map[string]int{}
	for _, match := range tag.FindAllStringSubmatch(page, -1) {
		if !strings.Contains(" "+tags+" ", " "+match[1]+" ") {
			t.Errorf("%s: a tag %s", name, match[0])
		}
		if strings.HasPrefix(match[0], "</") {
			open[match[1]]--
		} else if match[1] != "br" {
			open[match[1]]++
		}
	}
	for tag, n := range open {
		if n != 0 {
			t.Errorf("%s: %d of <%s> are not closed", name, n, tag)
		}
	}
	for _, table := range strings.Split(page, "<table>")[1:] {
		table, _, _ = strings.Cut(table, "</table>")
		rows := strings.Split(table, "<tr>")[1:]
		for _, row := range rows {
			if got, want := len(cell.FindAllString(row, -1)), len(cell.FindAllString(rows[0], -1)); got != want {
				t.Errorf("%s: a row of %d cells, not %d: %s", name, got, want, row)
			}
		}
	}
}

// A preview with 500 resources of every kind of change, each with long values, is a comment that a forge takes, and says how much it
// leaves out.
func TestFiveHundredResources(t *testing.T) {
	var steps []any
	for i := range 500 {
		op := []string{"update", "delete", "replace", "create", "update"}[i%5]
		kind := []string{"apps/v1:Deployment", "core/v1:ConfigMap"}[i%2]
		state := func(value string) map[string]any {
			return map[string]any{"custom": true, "inputs": map[string]any{"data": map[string]any{"a": strings.Repeat(value, 400), "b": strings.Repeat(value, 300)},
				"spec": map[string]any{"template": map[string]any{"spec": map[string]any{"image": value}}}}}
		}
		steps = append(steps, map[string]any{"op": op, "urn": fmt.Sprintf("urn:pulumi:dev::shop::kubernetes:%s::resource-%03d", kind, i), "oldState": state("ä|"), "newState": state("ö`")})
	}
	document, err := json.Marshal(map[string]any{"steps": steps})
	if err != nil {
		t.Fatal(err)
	}
	body := comments(t, document)
	if len(body) > comment.Limit || len(body) < comment.Limit*9/10 {
		t.Errorf("%d bytes of %d", len(body), comment.Limit)
	}
	for _, part := range []string{"100 to replace, 100 to delete, 100 to create and 200 to update", "**Deleted:** `resource-001`", "#### Pods", "resources are not shown", "of 200 resources are not shown"} {
		if !strings.Contains(body, part) {
			t.Errorf("no %q", part)
		}
	}
	checkHTML(t, "500 resources", rendered(t, body))
}

// What there is to say of a preview is also the exit code, if one wants that.
func TestExitCodes(t *testing.T) {
	for name, want := range map[string]int{"no-change": exitFine, "argument": exitChange, "replacement": exitLoss, "secret-new": exitLoss, "failed-arguments": exitFailure} {
		file := filepath.Join("testdata", name, "preview.json")
		if code := run(t.Context(), []string{"--exit-code", file}, job{nil, &bytes.Buffer{}, &bytes.Buffer{}, func(string) string { return "" }}); code != want {
			t.Errorf("%s: %d, not %d", name, code, want)
		}
	}
}

// A preview that has left nothing behind is a comment too, if it is known of which stack.
func TestNoPlan(t *testing.T) {
	body := comments(t, []byte("error: no stack named 'x' found"), "--project", "shop", "--stack", "x")
	if !strings.Contains(body, "❌ **The preview failed") || !strings.HasPrefix(body, "<!-- preview-comment shop x preview -->\n") {
		t.Error(body)
	}
	var out, err bytes.Buffer
	if code := run(t.Context(), nil, job{strings.NewReader(""), &out, &err, func(string) string { return "" }}); code != exitUsage || !strings.Contains(err.String(), "--stack: Required value") {
		t.Error(code, err.String())
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	output, summary := filepath.Join(dir, "comment.md"), filepath.Join(dir, "summary.md")
	if err := os.WriteFile(summary, []byte("before\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if body := told(t, "argument", "--output", output, "--job-summary", summary, "--event-log", filepath.Join(dir, "none")); body != "" {
		t.Error(body)
	}
	written, _ := os.ReadFile(output)
	appended, _ := os.ReadFile(summary)
	if len(written) == 0 || string(appended) != "before\n"+string(written) {
		t.Errorf("%s\n%s", written, appended)
	}
	for _, args := range [][]string{{"a", "b"}, {"--limit", "10"}, {"--mark-stale"}, {"--unknown"}} {
		if code := run(t.Context(), args, job{strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}, func(string) string { return "" }}); code != exitUsage {
			t.Errorf("%v: %d", args, code)
		}
	}
}
