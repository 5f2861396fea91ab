package toweryml

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// Each case is a document before and after, typed by hand. "unchanged" stands for a document that is returned as it is.
const unchanged = "unchanged"

func TestEdit(t *testing.T) {
	cases := map[string]struct {
		before     string
		workspaces []int64 // nil: all
		after      string
	}{
		"an empty document gets the setting": {
			"", nil, "tower:\n  data-studio:\n    allowed-workspaces: null\n",
		},
		"comments alone stay in front": {
			"# nothing yet\n", nil, "# nothing yet\ntower:\n  data-studio:\n    allowed-workspaces: null\n",
		},
		"without tower it is added at the end": {
			"mail:\n  smtp: {auth: true} # yes\n", []int64{12345, 67890},
			"mail:\n  smtp: {auth: true} # yes\ntower:\n  data-studio:\n    allowed-workspaces: [12345, 67890]\n",
		},
		"a missing line end is added": {
			"mail: x", nil, "mail: x\ntower:\n  data-studio:\n    allowed-workspaces: null\n",
		},
		"tower gets data-studio as its first key, indented as the others": {
			"tower:   # ours\n    # about admins\n    admin: me\nmail: x\n", nil,
			"tower:   # ours\n    data-studio:\n      allowed-workspaces: null\n    # about admins\n    admin: me\nmail: x\n",
		},
		"data-studio keeps its other keys": {
			"tower:\n  data-studio:\n    lifespan: 8\n", []int64{},
			"tower:\n  data-studio:\n    allowed-workspaces: []\n    lifespan: 8\n",
		},
		"tower without a value becomes a mapping": {
			"tower:\nmail: x\n", nil, "tower:\n  data-studio:\n    allowed-workspaces: null\nmail: x\n",
		},
		"tower with a written null becomes a mapping": {
			"tower: null # off\n", nil, "tower: # off\n  data-studio:\n    allowed-workspaces: null\n",
		},
		"null stays as it is written": {"tower: {data-studio: {allowed-workspaces: ~}}\n", nil, unchanged},
		"nothing counts as null":      {"tower:\n  data-studio:\n    allowed-workspaces:\n", nil, unchanged},
		"a list stays as it is written": {
			"tower:\n  data-studio:\n    allowed-workspaces:\n      - 12345\n      - 67890\n", []int64{12345, 67890}, unchanged,
		},
		"null becomes a list and its comment stays": {
			"tower:\n  data-studio:\n    allowed-workspaces: null   # everybody\n", []int64{1},
			"tower:\n  data-studio:\n    allowed-workspaces: [1]   # everybody\n",
		},
		"nothing becomes a list": {
			"tower:\n  data-studio:\n    allowed-workspaces:\n    lifespan: 8\n", []int64{1},
			"tower:\n  data-studio:\n    allowed-workspaces: [1]\n    lifespan: 8\n",
		},
		"a list becomes null": {
			"tower:\n  data-studio:\n    allowed-workspaces: [1, 2]\n", nil,
			"tower:\n  data-studio:\n    allowed-workspaces: null\n",
		},
		"a list over several lines becomes another": {
			"tower:\n  data-studio:\n    allowed-workspaces: [\n      1,\n      2\n    ]\n    lifespan: 8\n", []int64{3},
			"tower:\n  data-studio:\n    allowed-workspaces: [3]\n    lifespan: 8\n",
		},
		"a list of one line an entry becomes null": {
			"tower:\n  data-studio:\n    allowed-workspaces:\n    - 1\n    - 2\n    lifespan: 8\n", nil,
			"tower:\n  data-studio:\n    allowed-workspaces: null\n    lifespan: 8\n",
		},
		"Windows line ends stay": {
			"tower:\r\n  admin: me\r\n", nil,
			"tower:\r\n  data-studio:\r\n    allowed-workspaces: null\r\n  admin: me\r\n",
		},
		"a flow mapping is extended in place": {
			"tower: {admin: me}\n", nil, "tower: {data-studio: {allowed-workspaces: null}, admin: me}\n",
		},
		"a quoted key is the key": {
			"\"tower\":\n  'data-studio':\n    lifespan: 8\n", nil,
			"\"tower\":\n  'data-studio':\n    allowed-workspaces: null\n    lifespan: 8\n",
		},
		"a dotted key is edited where it stands": {
			"tower.data-studio.allowed-workspaces: [1]\n", nil, "tower.data-studio.allowed-workspaces: null\n",
		},
		"a half dotted key takes the rest": {
			"tower.data-studio:\n  lifespan: 8\n", nil,
			"tower.data-studio:\n  allowed-workspaces: null\n  lifespan: 8\n",
		},
		"Micronaut reads camel case as the same key": {
			"tower:\n  dataStudio:\n    allowedWorkspaces: [1]\n", nil,
			"tower:\n  dataStudio:\n    allowedWorkspaces: null\n",
		},
		"of several documents the one with tower is edited": {
			"tower:\n  admin: me\n---\nmail: x\n", nil,
			"tower:\n  data-studio:\n    allowed-workspaces: null\n  admin: me\n---\nmail: x\n",
		},
		"all documents that hold the setting get the same": {
			"tower: {data-studio: {allowed-workspaces: null}}\n---\ntower:\n  data-studio:\n    allowed-workspaces: [1]\n",
			[]int64{2},
			"tower: {data-studio: {allowed-workspaces: [2]}}\n---\ntower:\n  data-studio:\n    allowed-workspaces: [2]\n",
		},
		"a closed document is followed by another": {
			"mail: x\n...\n", nil, "mail: x\n...\n---\ntower:\n  data-studio:\n    allowed-workspaces: null\n",
		},
		"a text at the end keeps its blank lines": {
			"note: |+\n  kept\n\n\n", nil, "note: |+\n  kept\n\n\ntower:\n  data-studio:\n    allowed-workspaces: null\n",
		},
		"letters of several bytes do not shift the place": {
			"tower: {größe: 1, data-studio: {allowed-workspaces: [1]}} # ü\n", nil,
			"tower: {größe: 1, data-studio: {allowed-workspaces: null}} # ü\n",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			want := c.after
			if want == unchanged {
				want = c.before
			}
			got, err := Edit(c.before, c.workspaces)
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			if again, err := Edit(got, c.workspaces); err != nil || again != got {
				t.Errorf("a second edit changed it (%v):\n%s", err, again)
			}
		})
	}
}

func TestEditRefuses(t *testing.T) {
	cases := map[string]struct{ document, want string }{
		"two tower keys":     {"tower:\n  a: 1\ntower:\n  b: 2\n", "lines 1 and 3, of which Platform reads only the last"},
		"two settings":       {"tower.data-studio.allowed-workspaces: 1\ntower:\n  data-studio:\n    allowed-workspaces: 2\n", "lines 1 and 4 both set"},
		"tower as a text":    {"tower: yes please\n", `line 1: "tower" must be a mapping`},
		"tower as a list":    {"mail: x\ntower:\n  - a\n", `line 2: "tower" must be a mapping`},
		"an alias":           {"base: &b {x: 1}\ntower: *b\n", "anchor or alias"},
		"an anchor":          {"tower: &t\n  x: 1\nother: *t\n", "anchor or alias"},
		"a merge key":        {"base: &b {x: 1}\ntower:\n  <<: *b\n", "merge key"},
		"broken YAML":        {"tower:\n\t- x: [\n", "reading tower.yml"},
		"a list at the root": {"- a\n- b\n", "must be a mapping"},
		"a commented list":   {"tower:\n  data-studio:\n    allowed-workspaces: [1, # one\n      2]\n", "would be lost"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := Edit(c.document, nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v does not say %q; result:\n%s", err, c.want, got)
			}
		})
	}
}

// FuzzEdit holds for any document: it is refused, or only the setting is different and a second edit changes nothing.
func FuzzEdit(f *testing.F) {
	for _, seed := range []string{
		"", "tower:\n  admin: x\n", "tower: {a: [1]}\n---\nb: |\n  c\n", "tower:\n  data-studio:\n    allowed-workspaces: [1]\n",
		"a: 1\r\ntower:\r\n", "tower.data-studio:\n    x: 'y' # z\n", "? tower\n: b\n", "tower: !!map {}\n", "%YAML 1.2\n---\na: b\n",
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, document string, all bool) {
		workspaces := []int64{7, 8}
		if all {
			workspaces = nil
		}
		edited, err := Edit(document, workspaces)
		if err != nil {
			return
		}
		if again, err := Edit(edited, workspaces); err != nil || again != edited {
			t.Fatalf("a second edit of %q changed %q to %q: %v", document, edited, again, err)
		}
		before, after := decoded(document), decoded(edited)
		if before == nil || after == nil {
			return // not plain mappings, where there is no simpler way to compare them than Edit's own
		}
		if !reflect.DeepEqual(before, after) {
			t.Fatalf("%q became %q: more than the setting is different", document, edited)
		}
	})
}

// decoded are all documents as plain values, without the setting and the mappings that hold nothing else.
func decoded(text string) []map[string]any {
	all := []map[string]any{}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for {
		var document map[string]any
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			return nil
		}
		if !without(document, setting) {
			return nil
		}
		if len(document) > 0 {
			all = append(all, document)
		}
	}
}

// without takes the setting out; it cannot where keys are no texts.
func without(document map[string]any, path []string) bool {
	for key, value := range document {
		rest, ok := below(key, path)
		if !ok {
			continue
		}
		if _, odd := value.(map[any]any); odd {
			return false
		}
		inner, isMapping := value.(map[string]any)
		if isMapping && !without(inner, rest) {
			return false
		}
		if len(rest) == 0 || value == nil || isMapping && len(inner) == 0 {
			delete(document, key)
		}
	}
	return true
}
