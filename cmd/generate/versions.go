package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/version"
)

// ours is the version of the package where something of ours is named with one, such as seqera-studios@1.2.3.
var ours = regexp.MustCompile(`(seqera[-_]?studios[^\d ]{0,50}[ ]{0,6}[^\d ]{0,30})\d+\.\d+\.\d+`)

// versioned are the files that users copy, where they name the version.
func versioned(root string) (all []generated) {
	for _, place := range []string{"README.md", "docs/installation-configuration.md", "docs/how-to", "ci", "examples"} {
		err := filepath.WalkDir(filepath.Join(root, place), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			text, err := os.ReadFile(path)
			if name, _ := filepath.Rel(root, path); ours.Match(text) {
				all = append(all, generated{name, func(string) (string, error) {
					return ours.ReplaceAllString(string(text), "${1}"+version.Version), nil
				}})
			}
			return err
		})
		if err != nil {
			panic(err)
		}
	}
	return all
}
