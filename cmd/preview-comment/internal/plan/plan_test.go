package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestPaths(t *testing.T) {
	for text, want := range map[string][]string{
		`spec.replicas`: {"spec", "replicas"},
		`spec.template.spec.containers[0].env[5]`:      {"spec", "template", "spec", "containers", "0", "env", "5"},
		`data["tower.yml"]`:                            {"data", "tower.yml"},
		`metadata.annotations["a\"b"].x`:               {"metadata", "annotations", `a"b`, "x"},
		`metadata.annotations.seqera-studios/oidc-key`: {"metadata", "annotations", "seqera-studios/oidc-key"},
		`["never closed`:                               {"never closed"},
		``:                                             nil,
	} {
		if got := ParsePath(text); !slices.Equal(got, Path(want)) {
			t.Errorf("%s: %q, not %q", text, got, want)
		}
	}
	if got := (Path{"spec", "containers", "[proxy]", "tower.yml"}).String(); got != "spec.containers[proxy][tower.yml]" {
		t.Error(got)
	}
}

// env is a list of variables as a container has it.
func env(pairs ...string) map[string]any {
	var list []any
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		list = append(list, map[string]any{"name": name, "value": value})
	}
	return map[string]any{"env": list}
}

func TestChanges(t *testing.T) {
	for name, c := range map[string]struct {
		before, after map[string]any
		want          string
	}{
		"no inputs":                      {nil, map[string]any{}, ""},
		"nothing":                        {env("A=1"), env("A=1"), ""},
		"another value":                  {env("A=1", "B=2"), env("A=1", "B=3"), "env[B].value: 2 → 3"},
		"one in front, the rest stays":   {env("B=2"), env("A=1", "B=2"), "env[A].name: <nil> → A; env[A].value: <nil> → 1"},
		"one taken away, the rest stays": {env("A=1", "B=2"), env("B=2"), "env[A].name: A → <nil>; env[A].value: 1 → <nil>"},
		"another order":                  {env("A=1", "B=2"), env("B=2", "A=1"), "env: moved"},
		"a list becomes unknown":         {env("A=1"), map[string]any{"env": Unknown}, "env: list → unknown"},
		"names twice go by place":        {env("A=1", "A=2"), env("A=1", "A=3"), "env[1].value: 2 → 3"},
		"an empty map more":              {map[string]any{}, map[string]any{"a": map[string]any{}}, "a: <nil> → map[]"},
		"a text becomes a map":           {map[string]any{"a": "b"}, map[string]any{"a": map[string]any{"c": "d"}}, "a: b → map[c:d]"},
	} {
		var got []string
		for _, change := range Changes(c.before, c.after) {
			text := fmt.Sprintf("%s: %v → %v", change.Path, change.Old, change.New)
			if list, isList := change.Old.([]any); isList {
				text = change.Path.String() + ": moved"
				if change.New == Unknown && len(list) == 1 {
					text = change.Path.String() + ": list → unknown"
				}
			}
			got = append(got, text)
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %s, not %s", name, strings.Join(got, "; "), c.want)
		}
	}
}

// What the provider does not count as a difference is none: quantities of Kubernetes have many forms.
func TestProviderDecidesWhatDiffers(t *testing.T) {
	step := Step{IsDetailed: true, Detailed: []Path{ParsePath("spec.replicas")},
		Old: &State{Inputs: map[string]any{"spec": map[string]any{"replicas": 1, "cpu": "1000m"}}},
		New: &State{Inputs: map[string]any{"spec": map[string]any{"replicas": 2, "cpu": "1"}}}}
	if got := step.Changes(); len(got) != 1 || got[0].Path.String() != "spec.replicas" {
		t.Error(got)
	}
	step.IsDetailed = false
	if got := step.Changes(); len(got) != 2 {
		t.Error(got)
	}
	secret := Step{IsDetailed: true, Detailed: []Path{ParsePath(`data["tower.yml"]`)},
		Old: &State{Inputs: map[string]any{"data": Secret}}, New: &State{Inputs: map[string]any{"data": Secret}}}
	if got := secret.Changes(); len(got) != 1 || !got[0].IsSecret() || got[0].Path.String() != "data[tower.yml]" {
		t.Error(got)
	}
}

const (
	stackURN = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
	urn      = "urn:pulumi:dev::shop::kubernetes:core/v1:Service::web"
)

func read(t *testing.T, steps string) *Preview {
	t.Helper()
	p, err := Read([]byte(`{"steps":[` + steps + `],"changeSummary":{"same":3}}`))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func step(op, urn string) string {
	return fmt.Sprintf(`{"op":%q,"urn":%q,"oldState":{"urn":%q},"newState":{"urn":%q}}`, op, urn, urn, urn)
}

func ops(p *Preview) (all []string) {
	for _, s := range p.Steps {
		all = append(all, string(s.Op)+" "+s.Name)
	}
	return all
}

func TestSteps(t *testing.T) {
	for name, c := range map[string]struct{ steps, want string }{
		"the stack alone is no change":                   {step("same", stackURN), "[]"},
		"one replacement in three halves":                {step("create-replacement", urn) + "," + step("replace", urn) + "," + step("delete-replaced", urn), "[replace web]"},
		"a refresh, and what is intended":                {step("refresh", urn) + "," + step("same", stackURN) + "," + step("update", urn), "[update web]"},
		"a refresh written as an update":                 {step("update", urn) + "," + step("same", stackURN) + "," + step("update", urn), "[update web]"},
		"a refresh that finds nothing":                   {step("refresh", urn) + "," + step("same", stackURN), "[]"},
		"a read and what is left of one":                 {step("read", urn) + "," + step("discard", urn), "[]"},
		"nothing but a refresh, which has found it gone": {step("refresh", stackURN) + "," + step("delete", urn), "[delete web]"},
	} {
		if got := fmt.Sprint(ops(read(t, c.steps))); got != c.want {
			t.Errorf("%s: %s, not %s", name, got, c.want)
		}
	}
	p := read(t, step("refresh", stackURN)+","+step("delete", urn))
	if !p.OnlyRefresh || p.Project != "shop" || p.Stack != "dev" || p.Unchanged != 3 {
		t.Errorf("%+v", p)
	}
	if p := read(t, step("create", strings.Replace(stackURN, "shop", strings.Repeat("s", 101), 1))); p.Project != "" || p.Stack != "" {
		t.Errorf("a project has a name that none can have: %+v", p)
	}
}

func TestDocuments(t *testing.T) {
	for _, text := range []string{"", "error: no stack", "{", "[]", `{"a":1}`, "x {"} {
		if _, err := Read([]byte(text)); !errors.Is(err, ErrNoPlan) {
			t.Errorf("%q: %v", text, err)
		}
	}
	p, err := Read([]byte("Previewing...\n" + `{"error":"no such stack\n"}`))
	if err != nil || !p.HasFailed || p.Diagnostics[0].Message != "no such stack" {
		t.Errorf("%+v %v", p, err)
	}
	p, err = Read([]byte(`{"steps":[],"diagnostics":[{"message":"warning: a\n","severity":"warning"},{"message":"error: b","severity":"error"},{"message":"c","severity":"debug"}]}`))
	if err != nil || !p.HasFailed || fmt.Sprint(p.Diagnostics) != "[{ warning a} { error b}]" {
		t.Errorf("%+v %v", p, err)
	}
}

func TestEvents(t *testing.T) {
	p := read(t, step("same", stackURN))
	log := strings.Join([]string{
		`{"sequence":1,"policyEvent":{"resourceUrn":"` + urn + `","message":"open to all","policyName":"no-public","policyPackName":"house","enforcementLevel":"mandatory"}}`,
		`{"resOutputsEvent":{"metadata":{"op":"refresh","urn":"` + urn + `","detailedDiff":{"data.a":{},"data[\"b.c\"]":{}}}}}`,
		`{"resOutputsEvent":{"metadata":{"op":"same","urn":"` + urn + `"}}}`,
		`{"resOpFailedEvent":{"metadata":{"op":"update","urn":"` + urn + `"}}}`,
		`{"diagnosticEvent":{"message":"progress","severity":"info","ephemeral":true}}`,
		`{"summaryEvent":{"result":"failed"}}`, "",
	}, "\n")
	if err := p.ReadEvents([]byte(log)); err != nil {
		t.Fatal(err)
	}
	if len(p.Policies) != 1 || p.Policies[0].Level != "mandatory" || !p.HasFailed || !slices.Equal(p.Failed, []string{urn}) ||
		fmt.Sprint(p.Drifted[urn]) != "[data.a data[b.c]]" || len(p.UnchangedNames) != 1 || len(p.Diagnostics) != 0 {
		t.Errorf("%+v", p)
	}
	if err := p.ReadEvents([]byte("{\n")); err == nil || !strings.Contains(err.Error(), "line 1 of the event log") {
		t.Error(err)
	}
}
