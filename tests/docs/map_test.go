package docs

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var mapRow = regexp.MustCompile("(?m)^\\| (`[^|]+`) \\|")

// TestMap compares the map of the tree with the tree. A row that ends with "/*" stands for all below as well.
func TestMap(t *testing.T) {
	_, text, _ := strings.Cut(read(t, "docs/architecture.md"), "\n## Map\n")
	var listed []string
	for _, row := range mapRow.FindAllStringSubmatch(text, -1) {
		listed = append(listed, strings.Split(strings.ReplaceAll(row[1], "`", ""), ", ")...)
	}
	there := folders(t)
	for _, folder := range listed {
		if _, err := os.Stat(filepath.Join(root, strings.TrimSuffix(folder, "/*"))); err != nil {
			t.Errorf("%s stands on the map, and is not there", folder)
		}
	}
	for _, folder := range there {
		isListed := slices.ContainsFunc(listed, func(l string) bool {
			whole, isWhole := strings.CutSuffix(l, "/*")
			return l == folder || isWhole && (whole == folder || strings.HasPrefix(folder, whole+"/"))
		})
		if !isListed {
			t.Errorf("%s is not on the map of docs/architecture.md", folder)
		}
	}
}

// folders are those that hold files of the repository.
func folders(t *testing.T) (all []string) {
	built := []string{".git", "bin", "dist", "sdk", "node_modules", "testdata", "vendor"} // and what is told elsewhere: testdata
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch folder := path.Dir(name); {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains(built, entry.Name()):
			return fs.SkipDir
		case !entry.IsDir() && folder != "." && !slices.Contains(all, folder):
			all = append(all, folder)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestIndex finds every page for users in docs/README.md.
func TestIndex(t *testing.T) {
	index := read(t, "docs/README.md")
	for _, page := range pages(t) {
		name, isDoc := strings.CutPrefix(page, "docs/")
		if isDoc && name != "README.md" && !strings.HasPrefix(name, "design/") && !strings.Contains(index, "("+name+")") {
			t.Errorf("docs/README.md does not list %s", name)
		}
	}
}
