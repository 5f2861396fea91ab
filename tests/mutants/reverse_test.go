package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// A patch that the code has gone away from takes no mend back, which shows only when all are run.
func TestPatchesFit(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root(reverses), "*.patch"))
	if err != nil || len(files) == 0 {
		t.Fatal("there are no patches", err)
	}
	for _, file := range files {
		openAll(t, file)
		check := exec.Command("git", "apply", "--check", file)
		check.Dir = root(".")
		if output, err := check.CombinedOutput(); err != nil {
			t.Errorf("%s: write it anew: %s", filepath.Base(file), output)
		}
	}
}

// openAll opens a patch and what it is about, for go test to know that the result depends on them: it does not see what git reads.
func openAll(t *testing.T, patch string) {
	t.Helper()
	text, err := os.ReadFile(patch)
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range regexp.MustCompile(`(?m)^--- a/(.+)$`).FindAllSubmatch(text, -1) {
		if _, err := os.ReadFile(filepath.Join(root("."), string(match[1]))); err != nil {
			t.Error(err)
		}
	}
}
