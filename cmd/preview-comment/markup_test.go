package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// hostile is what somebody may put into a plan to have a pull request say what he likes.
var hostile = []string{
	"</details><script>alert(1)</script>", "@everyone", "| a | b |", "`x` **bold**", "![x](https://evil.example.com/x.png)",
	"[x](https://evil.example.com)", "<img src=x onerror=alert(1)>", "a\n\n# heading\n\n- item", "```\n# out", "--> <b>", "&lt;b&gt; &#42;",
	"https://evil.example.com/", "#123", "\\|", "<!-- preview-comment a b preview -->", "\u202egnp.exe", "x]()", "**`", " ", "",
}

// Whatever stands in names, types, values, reasons and messages is shown as it is, and is nothing else.
func TestNothingInAPlanIsMarkup(t *testing.T) {
	for _, text := range hostile {
		for _, op := range []string{"create", "update", "replace", "delete", text} {
			page := rendered(t, comments(t, document(t, op, text)))
			checkHTML(t, op+" "+text, page)
			if strings.Contains(page, "<a ") || strings.Contains(page, "<img") || strings.Contains(page, "<h1") {
				t.Errorf("%s %q becomes markup:\n%s", op, text, page)
			}
			if outside := inCode.ReplaceAllString(page, ""); strings.Contains(outside, "everyone") || strings.Contains(outside, "evil") || strings.Contains(outside, "#123") {
				t.Errorf("%s %q is not in code:\n%s", op, text, outside)
			}
		}
	}
}

var inCode = regexp.MustCompile(`(?s)<code[^>]*>.*?</code>`)

func comments(t *testing.T, document []byte, flags ...string) string {
	t.Helper()
	var out, err bytes.Buffer
	code := run(t.Context(), flags, job{bytes.NewReader(document), &out, &err, func(string) string { return "" }})
	if code != exitFine {
		t.Fatalf("exit code %d: %s", code, err.String())
	}
	return out.String()
}

// document is a preview in which a text stands wherever one can.
func document(t testing.TB, op, text string) []byte {
	t.Helper()
	const prefix = "urn:pulumi:dev::shop::"
	template := func(value string) map[string]any {
		return map[string]any{"metadata": map[string]any{"name": text, "namespace": text, "annotations": map[string]any{text + "k": value}}, text: value,
			"spec": map[string]any{"replicas": 1, "template": map[string]any{"spec": map[string]any{"containers": []any{map[string]any{"name": text, "image": value, "env": []any{map[string]any{"name": text, "value": value}}}}}}}}
	}
	urn := prefix + "kubernetes:apps/v1:Deployment::" + text + "-web"
	step := map[string]any{"op": op, "urn": urn, "replaceReasons": []string{text}, "oldState": map[string]any{"custom": true, "inputs": template("old" + text)}, "newState": map[string]any{"custom": true, "inputs": template(text)}}
	switch op {
	case "create":
		delete(step, "oldState")
	case "delete":
		delete(step, "newState")
	}
	other := map[string]any{"op": op, "urn": prefix + "x:y:" + strings.ReplaceAll(text, ":", "") + "Kind::name", "newState": map[string]any{"custom": true}}
	whole, err := json.Marshal(map[string]any{"steps": []any{step, other}, "diagnostics": []any{
		map[string]any{"urn": urn, "message": "warning: " + text, "severity": "warning"}, map[string]any{"message": text, "severity": "info"}, map[string]any{"message": text, "severity": "error"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return whole
}

// A document that is another in a few places, as one of another engine may be, breaks nothing, and its comment is HTML as ever.
func TestStrangeDocuments(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	for _, name := range captured(t) {
		content, err := os.ReadFile(filepath.Join("testdata", name, "preview.json"))
		if err != nil {
			t.Fatal(err)
		}
		for range strange {
			var document any
			if err := json.Unmarshal(content, &document); err != nil {
				t.Fatal(err)
			}
			for range 1 + random.IntN(8) {
				document = bent(random, document)
			}
			text, err := json.Marshal(document)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			run(t.Context(), []string{"--stack", "dev", "--limit", "4000"}, job{bytes.NewReader(text), &out, &bytes.Buffer{}, func(string) string { return "" }})
			if out.Len() > 4000 {
				t.Errorf("%s: %d bytes", name, out.Len())
			}
			checkHTML(t, name, rendered(t, out.String()))
		}
	}
}

// Steps without the state before or behind them, as no engine writes them, break nothing either.
func TestMissingStates(t *testing.T) {
	for _, name := range captured(t) {
		content, err := os.ReadFile(filepath.Join("testdata", name, "preview.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, missing := range []string{"oldState", "newState"} {
			var document map[string]any
			if err := json.Unmarshal(content, &document); err != nil {
				t.Fatal(err)
			}
			steps, _ := document["steps"].([]any)
			for _, step := range steps {
				if of := step.(map[string]any); of["op"] != "refresh" {
					delete(of, missing)
				}
			}
			text, err := json.Marshal(document)
			if err != nil {
				t.Fatal(err)
			}
			checkHTML(t, name+" without "+missing, rendered(t, comments(t, text)))
		}
	}
}

// strange is how many strange documents are made of each captured one.
const strange = 10

// bent is a value with another one somewhere in it.
func bent(random *rand.Rand, value any) any {
	if random.IntN(6) == 0 {
		return []any{nil, "", "[secret]", plan.Unknown, 1.5, true, []any{}, map[string]any{}, map[string]any{"": "x"}, []any{map[string]any{"name": "x"}, nil}}[random.IntN(10)]
	}
	switch of := value.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(of))
		if len(keys) == 0 {
			return map[string]any{"inputs": value}
		}
		key := keys[random.IntN(len(keys))]
		if of[key] = bent(random, of[key]); random.IntN(20) == 0 {
			delete(of, key)
		}
	case []any:
		if len(of) == 0 {
			return []any{value}
		}
		i := random.IntN(len(of))
		of[i] = bent(random, of[i])
	}
	return value
}
