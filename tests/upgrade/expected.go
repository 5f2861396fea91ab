package upgrade

import (
	"os"
	"slices"
	"strings"
)

// Expected is what is to become of a state, as changes.txt lists it.
type Expected struct {
	Changes  []string // lines of Change
	Restarts []string // names of workloads
}

const header = `# What the current code changes of this state, in the words of pulumi preview: operation, type, logical name;
# and the workloads whose pods it restarts: restart NAME. No line: nothing.
# A line is added by hand, with the change that causes it and the reason.
`

// Expected reads changes.txt.
func (s State) Expected() (*Expected, error) {
	text, err := os.ReadFile(s.ChangesFile())
	if err != nil {
		return nil, err
	}
	return expected(string(text)), nil
}

func expected(text string) *Expected {
	e := &Expected{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if workload, ok := strings.CutPrefix(line, "restart "); ok {
			e.Restarts = append(e.Restarts, workload)
		} else if line != "" && !strings.HasPrefix(line, "#") {
			e.Changes = append(e.Changes, line)
		}
	}
	return e
}

// WriteExpected begins changes.txt: the code that a state was recorded with changes nothing of it.
func (s State) WriteExpected() error {
	return os.WriteFile(s.ChangesFile(), []byte(header), 0o644)
}

// Differences says in which lines two lists differ, of which one was seen and the other expected.
func Differences(seen, expected []string) (unexpected, missing []string) {
	return without(seen, expected), without(expected, seen)
}

func without(lines, others []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return slices.Contains(others, line) })
}
