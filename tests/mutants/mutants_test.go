package main

import (
	"fmt"
	"go/token"
	"strings"
	"testing"
)

// sample has all that package component does with rows, in small.
const sample = `package component

type (
	input  interface{ ElementType() }
	text   string
	args   struct{ A, B, C input; Port int; Inner *args }
	row    struct{ at any }
	rule   struct{}
	enum   struct{ values []string }
	relation func(args)
	object struct{ X, Y input; Name text; Other text; What string }
)

func (text) ElementType()               {}
func (r row) excluding(others ...any) row { return r }
func (e enum) at(at any, fallback string) row { return row{} }

func required(at any, r rule, forms ...func(string) string) row { return row{} }
func constant[T any](at any, fallback T, r rule) row { return row{} }
func derived(at any, from string, r rule) row { return row{} }
func group(at any, rows func(*args) []row) row { return row{} }

var colors = enum{[]string{"red", "green"}}

func same(s string) string { return s }

func inner(port int, limits map[string]string) func(*args) []row {
	return func(a *args) []row { return []row{constant(&a.Port, port, rule{})} }
}

func (a *args) rows() []row {
	return []row{
		required(&a.A, rule{}, same),
		colors.at(&a.B, "red"),
		derived(&a.C, "none", rule{}).excluding(&a.A),
		group(&a.Inner, inner(7, map[string]string{"cpu": "30m"})),
	}
}

func distinct(at, other *input) relation { return nil }

func (a *args) free(args) {}

func (a *args) relations() []relation { return []relation{distinct(&a.A, &a.B), a.free} }

func render(a *args) object {
	return object{X: a.A, Name: text("n"), Y: a.B, Other: text("n"), What: "w"}
}
`

func TestMutants(t *testing.T) {
	c, err := check(token.NewFileSet(), map[string][]byte{"a.go": []byte(sample)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, m := range c.mutants() {
		got.WriteString(m.id + ": " + m.what + "\n")
	}
	const want = `a.go args.Port row: deleted
a.go args.Port rule: without rule{}
a.go args.A row: deleted
a.go args.A rule: without rule{}
a.go args.A form: without same
a.go args.B row: deleted
a.go args.B default: "red" is "green"
a.go args.B rule: without colors
a.go args.A field B: exchanged with B
a.go args.C row: deleted
a.go args.C rule: without rule{}
a.go args.C rule excluding: without .excluding(&a.A)
a.go args.B field C: exchanged with C
a.go args.Inner row: deleted
a.go args.Inner default: 7 is 8
a.go args.Inner default "cpu": "30m" is "130m"
a.go relations relation distinct &a.A: left out
a.go relations relation a.free: left out
a.go render object value X Y: exchanged
`
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", &got, want)
	}
}

// Two mutants of one expression, and one around it.
func TestEdited(t *testing.T) {
	source := "f(a.B, c)"
	at := func(text, instead string) edit {
		from := strings.Index(source, text)
		return edit{"a.go", from, from + len(text), "or(%q, ", instead}
	}
	all := []mutant{
		{id: "1", edits: []edit{at("a.B", "x"), at("c", "a.B")}},
		{id: "2", edits: []edit{at("a.B", "y")}},
		{id: "3", edits: []edit{at("f(a.B, c)", "z"), {file: "b.go"}}},
		{id: "4", edits: []edit{at("f", "g")}},
	}
	const want = `or("3", or("4", f, g)(or("1", or("2", a.B, y), x), or("1", c, a.B)), z)`
	if got := edited([]byte(source), "a.go", all); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestOtherText(t *testing.T) {
	for text, want := range map[string]string{"2m": "12m", "64Mi": "164Mi", "connect-proxy": "connect-proxyx", "/*": "/*x"} {
		if got := otherText(text); got != want {
			t.Errorf("%s is as good as %s, not %s", text, want, got)
		}
	}
}

func TestVerdict(t *testing.T) {
	explained, err := reasons("# reasons\n\na.go b rule: nothing depends on it\na.go c row: gone\na.go e row: noticed\n")
	if err != nil {
		t.Fatal(err)
	}
	b, e := mutant{id: "a.go b rule", file: "a.go"}, mutant{id: "a.go e row"}
	d := mutant{id: "a.go d row", file: "a.go", line: 4, what: "deleted"}
	err = verdict([]mutant{b, d, e}, []mutant{b, d, e}, []mutant{b, d}, explained)
	const want = "component/a.go:4 d row: deleted\n  no test notices; if none has to, survivors.txt says why: a.go d row: …\n" +
		"survivors.txt explains what does not survive: a.go e row\nsurvivors.txt explains what there is not: a.go c row"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	delete(explained, "a.go c row")
	if err := verdict([]mutant{b, d, e}, []mutant{b}, []mutant{b}, explained); err != nil { // e is not tried
		t.Error(err)
	}
	if _, err := reasons("a.go b rule\n"); err == nil {
		t.Error("a reason may be left out")
	}
}

func TestUnique(t *testing.T) {
	all := unique([]mutant{{id: "a"}, {id: "b"}, {id: "a"}, {id: "a"}})
	if all[0].id != "a" || all[1].id != "b" || all[2].id != "a #2" || all[3].id != "a #3" {
		t.Error(all)
	}
}

func TestInnermost(t *testing.T) {
	const output = "--- FAIL: TestPreflight (0.00s)\n    --- FAIL: TestPreflight/paused (1.00s)\n        x\n--- FAIL: TestA (2s)\nFAIL\n"
	if got := fmt.Sprint(innermost(output)); got != "[TestA TestPreflight/paused]" {
		t.Errorf("got %s", got)
	}
	if got := choice([]string{"TestB/x", "TestA", "TestB/y"}); got != "^(TestA|TestB)$/^(x|y)$" {
		t.Errorf("got %s", got)
	}
	if got := storyOf("x/TestPreflight,paused.patch"); got != "TestPreflight/paused" {
		t.Errorf("got %s", got)
	}
}
