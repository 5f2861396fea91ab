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
