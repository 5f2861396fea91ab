package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	shell  = regexp.MustCompile("(?m)^ *```(bash|sh|console)$")
	mark   = regexp.MustCompile(`<!-- (run by|not run): (\S.*) -->\n\s*$`)
	title  = regexp.MustCompile(`(?m)^## (.+)$`)
	aTest  = regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
	aBlock = regexp.MustCompile(`(?ms)^ *` + "```.*?^ *```$")
)

// TestCommandsAreRun demands of every block for the shell that a story types it, or that the line above it says what else runs it, or
// why nothing does:
//
//	<!-- run by: TestName, or a make target -->
//	<!-- not run: needs an account of AWS -->
func TestCommandsAreRun(t *testing.T) {
	stories, tests := stories(t), allTests(t)
	for _, page := range pages(t) {
		if strings.HasPrefix(page, "docs/design/") {
			continue
		}
		text := read(t, page)
		for _, at := range shell.FindAllStringIndex(text, -1) {
			before := text[:at[0]]
			heading := ""
			if all := title.FindAllStringSubmatch(aBlock.ReplaceAllString(before, ""), -1); len(all) > 0 {
				heading = all[len(all)-1][1]
			}
			said := mark.FindStringSubmatch(before)
			switch {
			case said == nil && !isTyped(stories, page, heading):
				t.Errorf("%s, under %q: put <!-- run by: … --> or <!-- not run: why --> above the block:\n%.200s", page, heading, text[at[1]:])
			case said != nil && said[1] == "run by" && !strings.HasPrefix(said[2], "make ") && !slices.Contains(tests, said[2]):
				t.Errorf("%s, under %q: there is no %s", page, heading, said[2])
			}
		}
	}
}

// isTyped tells that a story follows a page: it types commands, and names page and heading.
func isTyped(stories []string, page, heading string) bool {
	return slices.ContainsFunc(stories, func(text string) bool {
		isNamed := func(words string) bool { return strings.Contains(text, `"`+words+`"`) }
		if !isNamed(strings.TrimPrefix(page, "docs/")) {
			return false
		}
		return strings.Contains(text, ".follows(") || strings.Contains(text, ".commands(") && isNamed(heading)
	})
}

func stories(t *testing.T) (all []string) {
	for _, file := range testFiles(t) {
		if strings.HasPrefix(file, "tests/stories/") {
			all = append(all, read(t, file))
		}
	}
	return all
}

func allTests(t *testing.T) (all []string) {
	for _, file := range testFiles(t) {
		for _, match := range aTest.FindAllStringSubmatch(read(t, file), -1) {
			all = append(all, match[1])
		}
	}
	return all
}

func testFiles(t *testing.T) (all []string) {
	err := filepath.WalkDir(root, func(file string, entry os.DirEntry, err error) error {
		if name, _ := filepath.Rel(root, file); strings.HasSuffix(name, "_test.go") {
			all = append(all, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
