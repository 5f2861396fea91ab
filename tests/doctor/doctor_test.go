// Package doctor_test scripts what goes wrong with Studios over healthy installations, and holds what the doctor says to it.
package doctor_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

var update = flag.Bool("update", false, "write what the doctor says anew")

var given platform.Given

// healthy are installations of all kinds. Their keys stand beside them.
func healthy(t testing.TB) map[string]cluster {
	t.Helper()
	extra := read(t, "byhand.yml")
	stock, err := testbed.Stock("26.1")
	if err != nil {
		t.Fatal(err)
	}
	filledIn := strings.NewReplacer("'<YOUR_RANDOMLY_GENERATED_STRING>'", "canary0token0by0hand000000000000",
		"'https://connect.<YOUR PUBLIC TOWER HOST NAME>'", "https://connect.example.com")
	all := map[string]cluster{
		"manual": parse(t, strings.Join([]string{filledIn.Replace(testbed.ConfigMaps), testbed.Workloads, testbed.StudiosByHand,
			extra}, "\n---\n")),
		"stock": parse(t, strings.Join([]string{filledIn.Replace(stock), strings.ReplaceAll(testbed.StudiosByHand, ":0.11.0",
			":0.11.1"), extra}, "\n---\n")),
		"chart": parse(t, read(t, "chart.yml")),
		"ours":  parse(t, read(t, "ours.yml")),
	}
	for _, name := range []string{"manual", "stock"} {
		page := strings.ReplaceAll(read(t, "page.yml"), "ConfigMap/platform-backend-cfg", map[string]string{
			"manual": "ConfigMap/platform-backend-cfg", "stock": "ConfigMap/tower-backend-cfg",
		}[name])
		all[name] = changed(t, all[name], page)
	}
	return all
}

func read(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// changed is a cluster in which objects were changed; one that becomes null is gone, and one that was not there is made.
func changed(t testing.TB, of cluster, edits string) cluster {
	t.Helper()
	var all map[string]any
	if err := yaml.Unmarshal([]byte(filled(edits)), &all); err != nil {
		t.Fatal(err)
	}
	result := cluster{}
	for key, o := range of {
		result[key] = o
	}
	for key, edit := range all {
		if edit == nil {
			delete(result, key)
			continue
		}
		result[key] = merge(map[string]any(result[key]), keyed(edit)).(object)
		if strings.HasPrefix(key, "Secret/") || strings.HasPrefix(key, "ConfigMap/") {
			encode(result[key])
		}
	}
	return result
}

func said(all []doctor.Finding) string {
	var text strings.Builder
	for _, f := range all {
		fmt.Fprintf(&text, "%s %s", f.Verdict, f.Check)
		if f.Row > 0 {
			fmt.Fprintf(&text, " (row %d)", f.Row)
		}
		fmt.Fprintf(&text, ": %s\n", f.Message)
		if f.Do != "" {
			fmt.Fprintf(&text, "  %s\n", f.Do)
		}
	}
	return text.String()
}

func trouble(all []doctor.Finding) []doctor.Finding {
	return slices.DeleteFunc(slices.Clone(all), func(f doctor.Finding) bool { return f.Verdict == doctor.Fine })
}

func TestHealthyInstallationsHaveNothing(t *testing.T) {
	all, rows := healthy(t), table{head: []string{"installation", "checks", "found wrong", "what it says of it"}}
	for _, name := range []string{"manual", "stock", "chart", "ours"} {
		found := doctor.Look(all[name].facts(t), given)
		wrong := trouble(found)
		if len(wrong) > 0 {
			t.Errorf("of healthy %s the doctor says\n%s", name, said(wrong))
		}
		golden(t, name+".txt", said(found))
		rows.add(name, strconv.Itoa(len(found)), strconv.Itoa(len(wrong)), found[0].Message)
	}
	section(t, "TestHealthyInstallationsHaveNothing", rows)
}

// fault is a change of a healthy installation, with the row of docs/what-goes-wrong.md that has to be reported, and no other.
type fault struct {
	Row   int
	Name  string
	On    string
	Check string
	Edit  map[string]any
}

func faults(t *testing.T) (all []fault) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, "faults.yml")), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// behindTheProxy is the row of what a reverse proxy of somebody's does, which shows from outside alone.
const behindTheProxy = 35

func TestFaults(t *testing.T) {
	all, rows := healthy(t), table{head: []string{"row", "fault", "installation", "check", "what the doctor says"}}
	for _, f := range faults(t) {
		t.Run(fmt.Sprintf("%d %s", f.Row, f.Name), func(t *testing.T) {
			edits, err := yaml.Marshal(f.Edit)
			if err != nil {
				t.Fatal(err)
			}
			found := trouble(doctor.Look(changed(t, all[f.On], string(edits)).facts(t), given))
			if len(found) == 0 {
				t.Errorf("the doctor finds nothing")
			}
			for _, each := range found {
				if each.Row != f.Row || each.Check != f.Check {
					t.Errorf("the doctor says besides, or instead\n%s", said([]doctor.Finding{each}))
				}
			}
			rows.add(numbered(f.Row), f.Name, f.On, "`"+f.Check+"`", spoken(found))
		})
	}
	for row := 1; row < behindTheProxy; row++ {
		if !slices.ContainsFunc(faults(t), func(f fault) bool { return f.Row == row }) {
			t.Errorf("no fault is of row %d", row)
		}
	}
	if strings.Contains(rows.String(), "canary") {
		t.Error("a secret is told")
	}
	section(t, "TestFaults", rows)
}

// A previewer reads no Secret, and lists neither pods nor policies: nothing may be taken for wrong that was not seen.
func TestPreviewersAreToldWhatIsUnknown(t *testing.T) {
	for name, of := range healthy(t) {
		facts := of.facts(t)
		for _, secret := range facts.Secrets {
			facts.Denied = append(facts.Denied, rights.Right{Resource: "secrets", Verb: "get", Name: secret.Metadata.Name})
		}
		for resource, group := range map[string]string{
			"pods": "", "statefulsets": "apps", "networkpolicies": "networking.k8s.io", "httproutes": "gateway.networking.k8s.io",
		} {
			facts.Denied = append(facts.Denied, rights.Right{Group: group, Resource: resource, Verb: "list"})
		}
		slices.SortStableFunc(facts.Denied, func(a, b rights.Right) int {
			return strings.Compare(a.Group+a.Resource,
				b.Group+b.Resource)
		})
		facts.Secrets, facts.Pods, facts.NetworkPolicies, facts.Routes = nil, nil, nil, nil
		found := doctor.Look(facts, given)
		for _, f := range trouble(found) {
			if f.Verdict != doctor.Unknown {
				t.Errorf("of healthy %s, of which it sees little, the doctor says\n%s", name, said([]doctor.Finding{f}))
			}
		}
		golden(t, name+"-previewed.txt", said(trouble(found)))
	}
}

// The pages for users name every check, and each beside its rows.
func TestChecksAreListed(t *testing.T) {
	page, rows := document(t, "doctor.md"), strings.Split(document(t, "what-goes-wrong.md"), "\n")
	for _, f := range doctor.Look(healthy(t)["ours"].facts(t), given) {
		if !strings.Contains(page, "`"+f.Check+"`") {
			t.Errorf("docs/doctor.md does not list %s", f.Check)
		}
	}
	for _, f := range faults(t) {
		isOf := func(row string) bool {
			return strings.HasPrefix(row, fmt.Sprintf("| %d |", f.Row)) && strings.Contains(row, "`"+f.Check+"`")
		}
		if f.Row > 0 && !slices.ContainsFunc(rows, isOf) {
			t.Errorf("row %d of docs/what-goes-wrong.md does not name %s", f.Row, f.Check)
		}
	}
}

func document(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile("testdata/"+name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := read(t, name); got != want {
		t.Errorf("testdata/%s differs from what the doctor says; if that is right, run go test ./tests/doctor -update and read the difference. It says\n%s", name, got)
	}
}
