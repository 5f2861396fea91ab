package doctor_test

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

// page has what the doctor says of each fault, and is what it is held to: each section is written by a test.
const page = "doctor-faults.md"

// table is one of Markdown.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t table) String() string {
	var text strings.Builder
	for _, row := range append([][]string{t.head, slices.Repeat([]string{"---"}, len(t.head))}, t.rows...) {
		fmt.Fprintf(&text, "| %s |\n", strings.Join(row, " | "))
	}
	return text.String()
}

// section stands between two lines of the page that name its test.
func section(t *testing.T, test string, rows table) {
	t.Helper()
	begin, end := "<!-- written by "+test+": begin -->\n", "<!-- written by "+test+": end -->\n"
	before, rest, opened := strings.Cut(document(t, page), begin)
	is, after, closed := strings.Cut(rest, end)
	if !opened || !closed {
		t.Fatalf("docs/%s has no %q and %q", page, begin, end)
	}
	want := "\n" + rows.String() + "\n"
	if *update {
		is = want
		if err := os.WriteFile("../../docs/"+page, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if is != want {
		t.Errorf("docs/%s is not what the doctor says; if that is right, run go test ./tests/doctor -update and read the difference. "+
			"It says\n%s", page, want)
	}
}

// numbered leaves out the number of what is none of the rows.
func numbered(row int) string {
	if row == 0 {
		return ""
	}
	return strconv.Itoa(row)
}

// spoken is what the doctor says, and what it tells to do, as a cell.
func spoken(all []doctor.Finding) string {
	var said []string
	for _, f := range all {
		text := fmt.Sprintf("%s: %s", f.Verdict, f.Message)
		if f.Do != "" {
			text += " → " + f.Do
		}
		said = append(said, strings.NewReplacer("|", `\|`, "*", `\*`, "<", "&lt;", "\n", " ").Replace(text))
	}
	return strings.Join(said, "<br>")
}

// changing is what is another in each look: the host of a session that does not exist, keys, days and moments.
var changing = regexp.MustCompile(`\ba[0-9a-f]{7}\b|\b20\d\d-\d\d-\d\d\b|\b(\d+ms|\d+(\.\d+)?s)\b`)

var fingerprint = regexp.MustCompile(`SHA256:[\w+/]+`)

func outsideTable(told map[string][]doctor.Finding) table {
	rows := table{head: []string{"row", "fault", "checks", "what the doctor says"}}
	for _, f := range slices.SortedFunc(maps.Keys(told), byRow) {
		row, fault, isRow := strings.Cut(f, ": ")
		if !isRow {
			row, fault = "", f
		}
		var checks []string
		for _, each := range told[f] {
			if check := "`" + each.Check + "`"; each.Verdict != doctor.Unknown && !slices.Contains(checks, check) {
				checks = append(checks, check)
			}
		}
		rows.add(row, fault, strings.Join(checks, " "),
			fingerprint.ReplaceAllString(changing.ReplaceAllString(spoken(told[f]), "…"), "SHA256:…"))
	}
	return rows
}

// byRow has those last that are of no row.
func byRow(a, b string) int {
	number := func(fault string) int {
		row, _, _ := strings.Cut(fault, ":")
		if number, err := strconv.Atoi(row); err == nil {
			return number
		}
		return 1000
	}
	return cmp.Or(number(a)-number(b), strings.Compare(a, b))
}
