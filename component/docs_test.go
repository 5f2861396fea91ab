package component_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
)

// cells are the rows of the tables of a page, but for their heads and the lines below them.
func cells(t *testing.T, file string) (rows [][]string) {
	t.Helper()
	text, err := os.ReadFile("../docs/" + file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		isHead := i+1 < len(lines) && strings.HasPrefix(lines[i+1], "|---")
		if strings.HasPrefix(line, "| ") && !isHead {
			var row []string
			for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
				row = append(row, strings.TrimSpace(cell))
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// quoted are the parts of a text between backticks.
func quoted(text string) (all []string) {
	for _, part := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(text, -1) {
		all = append(all, part[1])
	}
	return all
}

// Every value of the chart has an argument that there is, or the reason why there is none.
func TestParity(t *testing.T) {
	var arguments []string
	for _, a := range component.Arguments() {
		arguments = append(arguments, a.Path)
	}
	seen := map[string]bool{}
	for _, row := range cells(t, "parity.md") {
		if seen[row[0]] {
			t.Errorf("%s has two rows", row[0])
		}
		seen[row[0]] = true
		here := row[0] // of what the chart does not have
		if len(row) == 3 {
			here = row[1]
		}
		names := quoted(here)
		if len(names) == 0 && (here != "–" || row[len(row)-1] == "") {
			t.Errorf("%s has neither an argument nor a reason", row[0])
		}
		for _, name := range names {
			if !slices.Contains(arguments, name) {
				t.Errorf("%s: there is no argument %s", row[0], name)
			}
		}
	}
	if len(seen) < 136 { // which the chart has of version 1.7.0
		t.Errorf("there are %d rows", len(seen))
	}
}

var trailingHash = regexp.MustCompile(`-([0-9a-f]{8}|<hash>)$`)

// Every child is in the table, under the name that it has, and the table has no others.
func TestChildrenAreDocumented(t *testing.T) {
	documented, declared := map[string]bool{}, map[string]bool{}
	for _, row := range cells(t, "children.md") {
		if names := quoted(row[0]); strings.HasPrefix(row[1], "`") {
			documented[trailingHash.ReplaceAllString(names[0], "")+" "+quoted(row[1])[0]] = true
		}
	}
	for _, name := range []string{"", "everything", "ssh/with-generated-key", "gateway/routes", "ingress/behind-gke"} {
		args := minimal()
		if name != "" {
			cases[name](args)
		}
		for key := range record(t, args) {
			child, kind, _ := strings.Cut(key, " ")
			if child == "studios-gateway-policy" || child == "studios" || strings.Contains(child, "/seqera-studios") {
				continue // of whatever kind, the component itself, and the Chart's own object
			}
			declared[trailingHash.ReplaceAllString(child, "")+" "+kind] = true
		}
	}
	for child := range declared {
		if !documented[child] {
			t.Errorf("%s is not documented", child)
		}
	}
	for child := range documented {
		if !declared[child] {
			t.Errorf("%s is documented, and nothing declares it", child)
		}
	}
}

// Every failure that Seqera's pages and customers tell of has a test that prevents or reports it, or is left to what looks at a
// running Platform.
func TestWhatGoesWrong(t *testing.T) {
	tests := map[string]bool{}
	declaration := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, name := range declaration.FindAllStringSubmatch(string(text), -1) {
			tests[name[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rows := cells(t, "what-goes-wrong.md")
	for _, row := range rows {
		names := quoted(row[len(row)-1])
		if len(names) == 0 && !strings.Contains(row[len(row)-1], "doctor") {
			t.Errorf("%s has no test", row[0])
		}
		for _, name := range names {
			if test, _, _ := strings.Cut(name, "/"); !tests[test] {
				t.Errorf("%s: there is no %s", row[0], name)
			}
		}
	}
	if len(rows) != 35 {
		t.Errorf("there are %d failures", len(rows))
	}
}
