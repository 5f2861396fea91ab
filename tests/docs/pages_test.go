package docs

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pages are all that is written for people to read.
func pages(t *testing.T) (all []string) {
	all = []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md"}
	err := fs.WalkDir(os.DirFS(root), "docs", func(name string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(name, ".md") {
			all = append(all, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var (
	link    = regexp.MustCompile(`(?:\]\(|src="|srcset=")([^)"\s]+)[)"]`)
	fenced  = regexp.MustCompile("(?ms)^ *```.*?^ *```$")
	quoted  = regexp.MustCompile("`[^`\n]*`")
	heading = regexp.MustCompile(`(?m)^#+ +(.+)$`)
)

const repository = "https://github.com/seqeralabs/pulumi-seqera-studios/"

// TestLinks follows what leads to a file or heading of the repository; of all else it looks at the form only.
func TestLinks(t *testing.T) {
	for _, page := range pages(t) {
		text := quoted.ReplaceAllString(fenced.ReplaceAllString(read(t, page), ""), "")
		for _, match := range link.FindAllStringSubmatch(text, -1) {
			if problem := broken(t, page, match[1]); problem != "" {
				t.Errorf("%s: %s: %s", page, match[1], problem)
			}
		}
	}
}

func broken(t *testing.T, page, target string) string {
	to, err := url.Parse(target)
	if err != nil {
		return err.Error()
	}
	file := path.Join(path.Dir(page), to.Path)
	for _, ours := range []string{repository + "blob/main/", repository + "tree/main/"} {
		if strings.HasPrefix(target, ours) {
			file, to.Host = strings.TrimPrefix(to.Scheme+"://"+to.Host+to.Path, ours), ""
		}
	}
	switch {
	case to.Host != "" && to.Scheme == "https":
		return ""
	case to.Host != "":
		return "must be https"
	case to.Path == "":
		file = page
	}
	if _, err := os.Stat(filepath.Join(root, file)); err != nil {
		return "there is no such file"
	}
	if to.Fragment != "" && !slices.Contains(anchors(read(t, file)), to.Fragment) {
		return "there is no such heading"
	}
	return ""
}

var notInAnchors = regexp.MustCompile(`[^\p{L}\p{N} _-]`)

// anchors are those that GitHub gives the headings of a page.
func anchors(text string) (all []string) {
	for _, match := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
		all = append(all, strings.ReplaceAll(notInAnchors.ReplaceAllString(strings.ToLower(match[1]), ""), " ", "-"))
	}
	return all
}

var docPage = regexp.MustCompile(`docs/[\w./-]+\.md`)

// TestNamedPagesExist looks for pages that code, manifests and scripts name, in messages above all.
func TestNamedPagesExist(t *testing.T) {
	for _, folder := range []string{"component", "provider", "stacks", "cmd", "ci", "internal", "deploy", "examples", "Makefile", "Pulumi.yaml"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			name, _ := filepath.Rel(root, file)
			for _, page := range docPage.FindAllString(read(t, name), -1) {
				if _, err := os.Stat(filepath.Join(root, page)); err != nil {
					t.Errorf("%s names %s, which is not there", name, page)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
