package toweryml

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var all, labs = []int64(nil), []int64{12345, 67890}

// TestEdit reads testdata/edit/*.txtar: one document before, as it must be for all workspaces, and for two. A file
// that is missing after the edit means: as before. All of them are typed by hand.
func TestEdit(t *testing.T) {
	files, err := filepath.Glob("testdata/edit/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			documents := map[string]string{}
			for _, f := range txtar.Parse(text).Files {
				documents[f.Name] = string(f.Data)
			}
			before := documents["before"]
			for name, workspaces := range map[string][]int64{"all": all, "labs": labs} {
				want, changed := documents[name]
				if !changed {
					want = before
				}
				expect(t, before, workspaces, want)
			}
		})
	}
}

func expect(t *testing.T, before string, workspaces []int64, want string) {
	t.Helper()
	got, err := Edit(before, workspaces)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("for %s got:\n%s\nwant:\n%s", Spelled(workspaces), got, want)
	}
	if again, err := Edit(got, workspaces); err != nil || again != got {
		t.Errorf("a second edit changed it (%v):\n%s", err, again)
	}
}

// What a text file does not show: line ends and the lack of one.
func TestEditOfInvisibleForms(t *testing.T) {
	const ours = "tower:\n  data-studio:\n    allowed-workspaces: null\n"
	cases := map[string]struct {
		before     string
		workspaces []int64
		after      string
	}{
		"an empty document becomes the setting":       {"", all, ours},
		"an empty list allows nobody":                 {"", []int64{}, strings.Replace(ours, "null", "[]", 1)},
		"a document of blank lines keeps them":        {"\n\n", all, "\n\n" + ours},
		"a document without a last line end stays so": {"mail: x", all, "mail: x\n" + strings.TrimSuffix(ours, "\n")},
		"tower without value or line end gets lines":  {"tower:", all, strings.TrimSuffix(ours, "\n")},
		"Windows line ends stay": {
			"# ü\r\ntower:\r\n  admin: me\r\n", all,
			"# ü\r\ntower:\r\n  data-studio:\r\n    allowed-workspaces: null\r\n  admin: me\r\n",
		},
		"Windows line ends stay around a list": {
			"tower:\r\n  data-studio:\r\n    allowed-workspaces: # labs\r\n      - 1\r\n      - 2\r\n    x: 1\r\n", labs,
			"tower:\r\n  data-studio:\r\n    allowed-workspaces: [12345, 67890] # labs\r\n    x: 1\r\n",
		},
		"a byte order mark stays in front": {
			"\ufefftower:\n  admin: me\n", all,
			"\ufefftower:\n  data-studio:\n    allowed-workspaces: null\n  admin: me\n",
		},
		"a tab before a comment stays": {
			"tower:\n  data-studio:\n    allowed-workspaces: null\t# all\n", []int64{1},
			"tower:\n  data-studio:\n    allowed-workspaces: [1]\t# all\n",
		},
		"a text that ends without a line end takes nothing behind it": {
			"note: |\n  kept", all, ours + "---\nnote: |\n  kept",
		},
		"nor does it with a document marker of its own": {
			"---\nnote: |+\n  kept", all, ours + "---\nnote: |+\n  kept",
		},
		"a document in JSON is edited within its braces": {
			`{"tower":{"data-studio":{"allowed-workspaces":null}}}`, []int64{1},
			`{"tower":{"data-studio":{"allowed-workspaces": [1]}}}`,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) { expect(t, c.before, c.workspaces, c.after) })
	}
}

// Each of these says the same, and so is left as it is written.
func TestEditLeavesWhatSaysTheSame(t *testing.T) {
	for value, workspaces := range map[string][]int64{
		"": all, " ": all, " null": all, " ~": all, " Null # all": all, "\n      null": all, " # all": all,
		" [12345,67890]": labs, " [ 12345, 67890, ] # labs": labs, " [12345,\n  67890]": labs,
		"\n    - 12345\n    - 67890": labs, "\n      - 12345 # a\n      # b\n      - 67890": labs,
		" []": {}, " [ ]": {},
	} {
		before := "tower:\n  data-studio:\n    allowed-workspaces:" + value + "\n    # end\n"
		expect(t, before, workspaces, before)
	}
}

// None of these says the same, though a lenient reader may take it so.
func TestEditReplacesWhatSaysAnother(t *testing.T) {
	const key = "tower:\n  data-studio:\n    allowed-workspaces: "
	for value, workspaces := range map[string][]int64{
		`""`: all, "[]": all, "''": all, "false": all, "[null]": all,
		"null": {}, "[7.5]": {7}, "['7']": {7}, "[007]": {7}, "[0x7]": {7}, "7": {7}, "[67890, 12345]": labs,
		"12345,67890": labs, "[12345]": labs, "[\n   12345,\n   6,\n]": labs, "[it's, ok]": labs,
	} {
		expect(t, key+value+" # mine\n", workspaces, key+Spelled(workspaces)+" # mine\n")
	}
}

func TestEditRefuses(t *testing.T) {
	const in = "tower:\n  data-studio:\n    allowed-workspaces:"
	const form = `line 3: comments or the form of "allowed-workspaces" do not allow a safe edit`
	cases := map[string]struct{ document, want string }{
		"tower twice":                          {"tower:\n  a: 1\ntower:\n  b: 2\n", `"tower" stands on lines 1 and 3, of which Platform reads only the last`},
		"data-studio twice":                    {"tower:\n  data-studio: {}\n  'data-studio': {}\n", `"data-studio" stands on lines 2 and 3`},
		"the setting twice":                    {in + " 1\n    allowed-workspaces: 2\n", `"allowed-workspaces" stands on lines 3 and 4`},
		"the setting in two forms":             {"tower.data-studio.allowed-workspaces: 1\n" + in + " 2\n", "lines 1 and 4 both set tower.data-studio.allowed-workspaces: remove one"},
		"tower as a text":                      {"tower: yes please\n", `line 1: "tower" must be a mapping`},
		"tower as an empty text":               {"tower: ''\n", `line 1: "tower" must be a mapping`},
		"tower as a list":                      {"mail: x\ntower:\n  - a\n", `line 2: "tower" must be a mapping`},
		"data-studio as a number":              {"tower:\n  data-studio: 1\n", `line 2: "data-studio" must be a mapping`},
		"an alias":                             {"base: &b {x: 1}\ntower: *b\n", `line 2: "tower" uses an anchor or alias`},
		"an alias as the value":                {"x: &x [1]\n" + in + " *x\n", `line 4: "allowed-workspaces" uses an anchor or alias`},
		"an anchor":                            {"tower: &t\n  x: 1\nother: *t\n", `line 1: "tower" uses an anchor or alias`},
		"an anchor on the key":                 {"&t tower:\n  x: 1\nother: *t\n", `line 1: "tower" uses an anchor or alias`},
		"an alias as the key":                  {"x: &k tower\n*k : {a: 1}\n", `line 2: "k" may mean "tower" to Platform: write it so`},
		"a merge key":                          {"base: &b {x: 1}\ntower:\n  <<: *b\n", "line 3: a merge key may hide tower.data-studio.allowed-workspaces"},
		"a merge key at the top":               {"base: &b {x: 1}\n<<: *b\n", "line 2: a merge key may hide"},
		"a tag":                                {"tower: !!map\n  x: 1\n", `line 1: "tower" has a tag: remove it`},
		"camel case":                           {"tower:\n  dataStudio:\n    x: 1\n", `line 2: "dataStudio" may mean "data-studio" to Platform: write it so`},
		"no hyphen":                            {"tower:\n  datastudio:\n    x: 1\n", `line 2: "datastudio" may mean`},
		"underscores":                          {"tower.data_studio: {}\n", `line 1: "tower.data_studio" may mean "tower.data-studio"`},
		"an index":                             {"tower.data-studio.allowed-workspaces[0]: 5\n", `line 1: "tower.data-studio.allowed-workspaces[0]" may mean`},
		"a list in the first of two documents": {"- a\n---\nb: 1\n", "line 1: every document must be a mapping"},
		"a text as the document":               {"hello\n", "line 1: every document must be a mapping"},
		"a tab as indentation":                 {"tower:\n\t- x: [\n", "must be valid YAML, which takes no tabs for indentation: yaml: line 2"},
		"an open bracket":                      {"tower: [\n", "must be valid YAML"},
		"an unknown alias":                     {"a: *b\n", "must be valid YAML"},
		"a comment in a flow list":             {in + " [1, # one\n      2]\n", form},
		"a comment at the end of a flow list":  {in + " [1, 2 # two\n      ]\n", form},
		"a comment at an entry":                {in + "\n      - 1 # one\n      - 2\n", form},
		"a comment at the last entry":          {in + "\n      - 1\n      - 2 # two\n", form},
		"a comment between entries":            {in + "\n      # one\n      - 1\n", form},
		"a list of lists":                      {in + " [[1]]\n", form},
		"a mapping as the value":               {in + "\n      a: 1\n", form},
		"a block scalar as the value":          {in + " |\n      1\n", form},
		"a text over two lines":                {in + " 1,\n      2\n", form},
		"an explicit key":                      {"? tower\n: x: 1\n", `line 1: comments or the form of "tower"`},
		"a null on the next line":              {"tower:\n  null\n", `line 1: comments or the form of "tower"`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := Edit(c.document, []int64{7})
			if got != "" || err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "tower.yml") {
				t.Errorf("error %v does not say %q; result:\n%s", err, c.want, got)
			}
		})
	}
}

func TestRestricts(t *testing.T) {
	for document, want := range map[string]bool{
		"":                                      false,
		"tower:\n  x: 1\n":                      false,
		"tower.data-studio.allowed-workspaces:": false,
		"tower:\n  data-studio:\n    allowed-workspaces: null\n":          false,
		"tower:\n  data-studio:\n    allowed-workspaces: []\n":            true,
		"tower:\n  data-studio:\n    allowed-workspaces: [1]\n":           true,
		"a: 1\n---\ntower: {data-studio: {allowed-workspaces: [1, 2]}}\n": true,
	} {
		if got := Restricts(document); got != want {
			t.Errorf("%q restricts: %t", document, got)
		}
	}
}
