package main

import (
	"go/ast"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEverythingIsGenerated(t *testing.T) {
	for _, file := range files {
		want, err := file.text(root)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(root, file.path)); err != nil || string(got) != want {
			t.Errorf("%s is out of date: run make generate", file.path)
		}
	}
}

func TestParagraph(t *testing.T) {
	for _, c := range []struct{ name, comment, want string }{
		{"Image", "// Image of the proxy.", "Image of the proxy."},
		{"LogLevel", "// LogLevel is how much\n// is written.", "How much is written."},
		{"TLS", "// TLS connects to Redis.", "Connects to Redis."},
		{"Labels", "// Labels are those\n// of [Studios], as a whole.", "Those of Studios, as a whole."},
	} {
		group := &ast.CommentGroup{}
		for line := range strings.SplitSeq(c.comment, "\n") {
			group.List = append(group.List, &ast.Comment{Text: line})
		}
		if got := paragraph(group, c.name); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// CONTRIBUTING follows one argument through its file, which may change.
func TestContributingShowsTheCode(t *testing.T) {
	guide, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(guide), "in `component/proxy.go`:\n\n```go\n")
	shown, _, found := strings.Cut(after, "```")
	code, err := os.ReadFile(filepath.Join(root, "component/proxy.go"))
	if err != nil || !found {
		t.Fatal(found, err)
	}
	for line := range strings.SplitSeq(shown, "\n") {
		if !strings.Contains(string(code), line) {
			t.Errorf("component/proxy.go does not say %q", line)
		}
	}
}
