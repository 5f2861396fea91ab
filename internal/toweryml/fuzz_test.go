package toweryml

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/txtar"
)

// FuzzEdit holds for any document: it is refused and nothing comes back; or the setting is there, a second edit changes
// nothing, everything else decodes as before and every line that the value did not stand on is still there, in order.
func FuzzEdit(f *testing.F) {
	files, _ := filepath.Glob("testdata/edit/*.txtar")
	for i, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		before := string(archive.Files[0].Data)
		f.Add(before, i%3-1)
		f.Add(strings.ReplaceAll(before, "\n", "\r\n"), i%3)
		f.Add(strings.TrimRight(before, "\n"), 2)
	}
	for _, odd := range []string{
		"? tower\n: x: 1\n", "tower: !!map {}\n", "a: &x 1\ntower:\n  y: *x\n", "# \u2028\ntower:\n", "\rtower:", "...",
		"tower: [\"]\", '#']\n", "\ufeff---\ntower: {}\n...\n", "a: |2-\n    x\n # c\n\n", "? - a\n: b\ntower: ",
	} {
		f.Add(odd, 2)
	}
	f.Fuzz(func(t *testing.T, document string, count int) {
		workspaces := []int64(nil)
		if count >= 0 {
			workspaces = []int64{12345, 67890}[:min(count, 2)]
		}
		holds(t, document, workspaces)
	})
}

func holds(t *testing.T, document string, workspaces []int64) {
	edited, err := Edit(document, workspaces)
	if err != nil {
		if edited != "" {
			t.Fatalf("an error came with the text %q", edited)
		}
		return
	}
	if again, err := Edit(edited, workspaces); err != nil || again != edited {
		t.Fatalf("a second edit of %q changed %q to %q: %v", document, edited, again, err)
	}
	if edited == document {
		return
	}
	sameElsewhere(t, document, edited, workspaces)
	sameLines(t, document, edited)
}

// sameElsewhere compares values, where Edit itself compares nodes.
func sameElsewhere(t *testing.T, document, edited string, workspaces []int64) {
	before, _, err := decoded(document)
	if err != nil {
		return // such as a key that stands twice, which Edit leaves to the owner
	}
	after, settings, err := decoded(edited)
	if err != nil {
		t.Fatalf("%q became %q: %v", document, edited, err)
	}
	if fmt.Sprint(before) != fmt.Sprint(after) {
		t.Fatalf("%q became %q: more than the setting is different", document, edited)
	}
	want := any(nil)
	if workspaces != nil {
		want = workspaces
	}
	if len(settings) == 0 {
		t.Fatalf("%q became %q, without the setting", document, edited)
	}
	for _, setting := range settings {
		if fmt.Sprint(setting) != fmt.Sprint(want) {
			t.Fatalf("%q became %q, which sets %v", document, edited, setting)
		}
	}
}

// decoded are all documents as properties, by the names that Platform gives them, and what they set ours to.
func decoded(text string) (properties []string, settings []any, err error) {
	decoder := yaml.NewDecoder(strings.NewReader(strings.Replace(text, "%YAML 1.2", "%YAML 1.1", 1)))
	for number := 0; ; {
		var document any
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			slices.Sort(properties)
			return properties, settings, nil
		} else if err != nil {
			return nil, nil, err
		}
		before := len(properties)
		flatten("", document, func(name string, value any) {
			if name == ".tower.data-studio.allowed-workspaces" {
				settings = append(settings, value)
				return
			}
			properties = append(properties, fmt.Sprintf("%d%s=%#v", number, name, value))
		})
		if len(properties) > before { // a document of ours may be added anywhere
			number++
		}
	}
}

func flatten(name string, value any, each func(string, any)) {
	values := map[string]any{}
	switch mapping := value.(type) {
	case map[string]any:
		values = maps.Clone(mapping)
	case map[any]any:
		for key, inner := range mapping {
			values[fmt.Sprint(key)] = inner
		}
	default:
		if parents := []string{"", ".tower", ".tower.data-studio"}; value != nil || !slices.Contains(parents, name) {
			each(name, value)
		}
		return
	}
	for key, inner := range values {
		flatten(name+"."+key, inner, each)
	}
}

// sameLines looks for each line in what the edit left, but those that it may touch.
func sameLines(t *testing.T, document, edited string) {
	if strings.ContainsAny(strings.ReplaceAll(document, "\r\n", "\n"), "\r\u0085\u2028\u2029") {
		return // the parser counts other lines than these
	}
	lines := strings.Split(strings.TrimSuffix(document, "\n"), "\n")
	touched := touchedLines(t, document, lines)
	rest := strings.Split(edited, "\n")
	for i, line := range lines {
		if touched[i+1] || line == "" && document == "" {
			continue
		}
		at := slices.IndexFunc(rest, func(have string) bool {
			return strings.TrimSuffix(have, "\r") == strings.TrimSuffix(line, "\r")
		})
		if at < 0 {
			t.Fatalf("%q became %q: line %d is gone", document, edited, i+1)
		}
		rest = rest[at+1:]
	}
}

// touchedLines are those of the keys above the setting, of braces to write into, and of the old value to its last line.
func touchedLines(t *testing.T, document string, lines []string) map[int]bool {
	documents, err := parse(document)
	if err != nil {
		t.Fatal(err)
	}
	places, err := find(documents)
	if err != nil {
		t.Fatal(err)
	}
	touched := map[int]bool{}
	for _, d := range documents {
		touched[root(d).Line] = touched[root(d).Line] || inFlow(root(d))
	}
	for _, p := range places {
		touched[p.key.Line], touched[p.value.Line] = true, true
		if len(p.rest) > 0 || p.value.Kind != yaml.SequenceNode {
			continue
		}
		line := p.key.Line
		for _, id := range p.value.Content {
			for ; line < id.Line; line++ {
				touched[line+1] = true
			}
		}
		for inFlow(p.value) && !strings.Contains(lines[line-1], "]") {
			line++
			touched[line] = true
		}
	}
	return touched
}
