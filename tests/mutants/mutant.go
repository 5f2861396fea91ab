package main

import (
	"fmt"
	"strings"
)

// mutant is one mistake.
type mutant struct {
	id    string // the same wherever the lines go: file, place, kind and detail
	file  string
	line  int
	what  string // it changes, in words
	edits []edit
}

func (m mutant) String() string {
	return fmt.Sprintf("component/%s:%d %s: %s", m.file, m.line, m.kindOf(), m.what)
}

func (m mutant) kindOf() string { return strings.TrimPrefix(m.id, m.file+" ") }

// kinds of mistakes.
const (
	otherDefault = "default"  // another good value instead
	noRule       = "rule"     // every value is accepted
	noRelation   = "relation" // values are accepted that do not go together
	noRow        = "row"      // the argument has none
	noForm       = "form"     // a value is handed on as it is given
	otherField   = "field"    // two fields exchange their rows
	otherValue   = "value"    // two entries of what is rendered exchange their values
	noOption     = "option"   // a resource has one option less
	noDependency = "after"    // a resource waits for one less
)

// unique numbers mutants that would have the same id.
func unique(all []mutant) []mutant {
	seen := map[string]int{}
	for i := range all {
		id := all[i].id
		if seen[id]++; seen[id] > 1 {
			all[i].id = fmt.Sprintf("%s #%d", id, seen[id])
		}
	}
	return all
}
