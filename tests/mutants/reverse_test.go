package main

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// A patch that the code has gone away from takes no mend back, which shows only when all are run.
func TestPatchesFit(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root(reverses), "*.patch"))
	if err != nil || len(files) == 0 {
		t.Fatal("there are no patches", err)
	}
	for _, file := range files {
		check := exec.Command("git", "apply", "--check", file)
		check.Dir = root(".")
		if output, err := check.CombinedOutput(); err != nil {
			t.Errorf("%s: write it anew: %s", filepath.Base(file), output)
		}
	}
}
