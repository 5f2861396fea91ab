package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// FuzzDocument holds for any bytes in the place of a preview: a comment within its limit, whose HTML is ours and whole, or an error
// without a comment.
func FuzzDocument(f *testing.F) {
	f.Add([]byte(minimal))
	for _, name := range []string{"create", "drift-and-argument"} {
		if content, err := os.ReadFile(filepath.Join("testdata", name, "preview.json")); err == nil {
			f.Add(content)
		}
	}
	for i, text := range hostile {
		f.Add(document(f, []string{"create", "update", "replace", "delete"}[i%4], text))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		var out, said bytes.Buffer
		code := run(t.Context(), []string{"--stack", "dev", "--limit", "4000"}, job{bytes.NewReader(content), &out, &said, func(string) string { return "" }})
		if out.Len() > 4000 || code != exitFine && said.Len() == 0 && out.Len() == 0 {
			t.Fatalf("exit code %d, %d bytes, and %q", code, out.Len(), said.String())
		}
		checkHTML(t, "a comment", rendered(t, out.String()))
	})
}
