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

	yaml11 "go.yaml.in/yaml/v2"
	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/txtar"
)

// FuzzEdit holds for any document: it is refused and nothing comes back; or the setting is there, a second edit changes
// nothing, everything else decodes as before, by YAML 1.1 as by 1.2, and every line that the value did not stand on is still
// there, in order and byte for byte.
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
	if Restricts(edited) != (workspaces != nil) {
		t.Fatalf("%q became %q, of which Restricts says %v", document, edited, workspaces == nil)
	}
	if edited == document {
		return
	}
	for name, read := range readers {
		sameElsewhere(t, name, read, document, edited, workspaces)
	}
	sameLines(t, document, edited)
	sameBytes(t, document, edited)
}

// decoder is one of the readers of YAML.
type decoder interface{ Decode(into any) error }

// readers are YAML 1.2 and, as SnakeYAML of the Platform, 1.1: to that "on" is true.
var readers = map[string]func(text io.Reader) decoder{
	"1.2": func(text io.Reader) decoder { return yaml.NewDecoder(text) },
	"1.1": func(text io.Reader) decoder { return yaml11.NewDecoder(text) },
}

// sameElsewhere compares values, where Edit itself compares nodes.
func sameElsewhere(t *testing.T, name string, read func(io.Reader) decoder, document, edited string, workspaces []int64) {
	before, _, err := decoded(read, document)
	if err != nil {
		return // such as a key that stands twice, which Edit leaves to the owner
	}
	after, settings, err := decoded(read, edited)
	if err != nil {
		t.Fatalf("%q became %q, for YAML %s: %v", document, edited, name, err)
	}
	if fmt.Sprint(before) != fmt.Sprint(after) {
		t.Fatalf("%q became %q: for YAML %s more than the setting is different:\n%s\n%s", document, edited, name, before, after)
	}
	want := any(nil)
	if workspaces != nil {
		want = workspaces
	}
	if len(settings) == 0 {
		t.Fatalf("%q became %q, for YAML %s without the setting", document, edited, name)
	}
	for _, setting := range settings {
		if fmt.Sprint(setting) != fmt.Sprint(want) {
			t.Fatalf("%q became %q, which for YAML %s sets %v", document, edited, name, setting)
		}
	}
}

// decoded are all documents as properties, by the names that Platform gives them, and what they set ours to.
func decoded(read func(io.Reader) decoder, text string) (properties []string, settings []any, err error) {
	documents := read(strings.NewReader(version2.ReplaceAllString(text, "${1}1")))
	for number := 0; ; {
		var document any
		if err := documents.Decode(&document); errors.Is(err, io.EOF) {
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
			if text, isText := key.(string); isText {
				values[text] = inner
			} else {
				values[fmt.Sprintf("%T(%v)", key, key)] = inner
			}
		}
	default:
		// "!" alone is null to one reader and an empty text to the other. Neither is a property.
		if parents := []string{"", ".tower", ".tower.data-studio"}; value != nil && value != "" || !slices.Contains(parents, name) {
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
			return have == line || i == len(lines)-1 && have == line+"\r" // which had no end
		})
		if at < 0 {
			t.Fatalf("%q became %q: line %d is gone", document, edited, i+1)
		}
		rest = rest[at+1:]
	}
}

// sameBytes holds where there was no value to take the place of: an edit only adds then, in one place.
func sameBytes(t *testing.T, document, edited string) {
	documents, err := parse(document)
	if err != nil {
		t.Fatal(err)
	}
	places, err := find(documents)
	if err != nil {
		t.Fatal(err)
	}
	best, holders := choose(places)
	if len(holders) > 0 || best != nil && best.value.Kind != yaml.MappingNode && best.value.Value != "" {
		return
	}
	start, end := 0, 0
	for start < len(document) && document[start] == edited[start] {
		start++
	}
	for end < len(document)-start && document[len(document)-1-end] == edited[len(edited)-1-end] {
		end++
	}
	if gone := document[start : len(document)-end]; gone != "" {
		t.Fatalf("%q became %q: %q is gone", document, edited, gone)
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
