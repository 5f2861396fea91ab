package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"go/ast"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// edit puts something else in the place of an expression while its mutant is the one that is tried.
type edit struct {
	file     string
	from, to int
	call     string // the function that decides, and its arguments between the mutant's id and the expression
	instead  string
}

func (c *code) replace(expression ast.Expr, instead string) edit {
	file, from, to := c.place(expression)
	return edit{file, from, to, "mutantOr(%q, ", instead}
}

func (c *code) without(list ast.Expr, element int) edit {
	file, from, to := c.place(list)
	return edit{file, from, to, fmt.Sprintf("mutantWithout(%%q, %d, ", element), ""}
}

func (e edit) before(id string) string { return fmt.Sprintf(e.call, id) }

func (e edit) after() string {
	if e.instead == "" {
		return ")"
	}
	return ", " + e.instead + ")"
}

// decider is compiled into the component beside its files.
const decider = `package component

import (
	"os"
	"slices"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

var mutantTried = os.Getenv("` + variable + `")

func mutantOr[T any](id string, here, there T) T {
	if id == mutantTried {
		return there
	}
	return here
}

func mutantWithout[T any](id string, i int, list []T) []T {
	if id == mutantTried {
		return slices.Delete(list, i, i+1)
	}
	return list
}

var mutantNoRule = rules.Rule[string]{}

func mutantLenient[T any](rule rules.Rule[T]) rules.Rule[T] { return rules.Rule[T]{Needs: rule.Needs} }

func mutantAllowing(set enum, r row) row {
	r.allowed = set
	return r
}

func mutantSame[T any](value T) T { return value }
`

// variable has the id of the mutant that is tried.
const variable = "SEQERA_STUDIOS_MUTANT"

// insertion is text that is put into a file.
type insertion struct {
	at    int
	order [3]int // of insertions at the same place
	text  string
}

// edited is a file with the edits of all mutants. Edits lie beside or within each other: what is within begins later, or ends
// earlier, and those of one expression are nested in their order.
func edited(source []byte, file string, all []mutant) string {
	var insertions []insertion
	for i, m := range all {
		for _, e := range m.edits {
			if e.file == file {
				insertions = append(insertions,
					insertion{e.from, [3]int{1, -e.to, i}, e.before(m.id)}, insertion{e.to, [3]int{0, -e.from, -i}, e.after()})
			}
		}
	}
	slices.SortFunc(insertions, func(a, b insertion) int {
		return cmp.Or(cmp.Compare(a.at, b.at), slices.Compare(a.order[:], b.order[:]))
	})
	var out strings.Builder
	done := 0
	for _, next := range insertions {
		out.Write(source[done:next.at])
		out.WriteString(next.text)
		done = next.at
	}
	out.Write(source[done:])
	return out.String()
}

// writeOverlay writes the files with all mutants, and which they stand for.
func writeOverlay(dir, folder string, c *code, all []mutant) (overlay string, err error) {
	files := map[string]string{"mutants_decider.go": decider}
	for name, text := range c.texts {
		files[name] = edited(text, name, all)
	}
	replaced := map[string]string{}
	for name, text := range files {
		replaced[filepath.Join(folder, name)] = filepath.Join(dir, name)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	text, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o644)
}

func sorted[T any](values map[string]T) []string { return slices.Sorted(maps.Keys(values)) }
