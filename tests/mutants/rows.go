package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// row is one of component's rows: constant(&a.Image, "…", rules.Image), perhaps with .excluding(…) behind it.
type row struct {
	whole ast.Expr
	call  *ast.CallExpr // constant(…)
	name  string        // constant
	set   ast.Expr      // of serviceTypes.at(…)
	at    ast.Expr      // &a.Image
	field string        // ProxyArgs.Image
	kind  types.Type
}

// makers are the functions that make rows, but for those of an enum.
var makers = []string{"required", "constant", "derived", "foreign", "flag", "option", "group", "requiredGroup", "optionalGroup", "groups"}

func (c *code) readRow(whole ast.Expr) row {
	r := row{whole: whole}
	for call, ok := whole.(*ast.CallExpr); ok; {
		r.call = call
		selector, isSelector := call.Fun.(*ast.SelectorExpr)
		if !isSelector {
			break
		}
		if call, ok = selector.X.(*ast.CallExpr); !ok {
			r.set, r.name = selector.X, selector.Sel.Name
		}
	}
	switch name := r.call.Fun.(type) {
	case *ast.Ident:
		r.name = name.Name
	case *ast.IndexExpr:
		r.name = c.text(name.X)
	}
	if r.set == nil && !slices.Contains(makers, r.name) {
		panic(fmt.Sprintf("%s makes a row, and nothing is known of its arguments", r.name))
	}
	r.at = r.call.Args[0]
	field := r.at.(*ast.UnaryExpr).X.(*ast.SelectorExpr)
	r.kind = c.info.TypeOf(field)
	r.field = typeName(c.info.TypeOf(field.X)) + "." + field.Sel.Name
	return r
}

// typeName is the name of a type without package and pointers.
func typeName(of types.Type) string {
	if pointer, ok := of.(*types.Pointer); ok {
		return typeName(pointer.Elem())
	}
	if named, ok := of.(*types.Named); ok {
		return named.Obj().Name()
	}
	return of.String()
}

func (c *code) rowMutants(literal *ast.CompositeLit) (all []mutant) {
	before := map[string]row{} // the last row of each type
	for i, element := range literal.Elts {
		r := c.readRow(element)
		all = append(all, c.mutant(element, r.field, noRow, "", "deleted", c.without(literal, i)))
		all = append(all, c.defaultMutants(r)...)
		all = append(all, c.ruleMutants(r)...)
		if other, ok := before[r.kind.String()]; ok && c.differ(other, r) {
			_, name, _ := strings.Cut(r.field, ".")
			all = append(all, c.mutant(r.at, other.field, otherField, name, "exchanged with "+name,
				c.replace(r.at, c.text(other.at)), c.replace(other.at, c.text(r.at))))
		}
		before[r.kind.String()] = r
	}
	return all
}

// differ tells that two rows say something else of their fields.
func (c *code) differ(a, b row) bool {
	return strings.Replace(c.text(a.whole), c.text(a.at), "", 1) != strings.Replace(c.text(b.whole), c.text(b.at), "", 1)
}

// ruleMutants leave the rule out, but not its words, for what has to be noticed is that bad values are accepted.
func (c *code) ruleMutants(r row) (all []mutant) {
	add := func(kind, detail string, at ast.Expr, instead string) {
		what := "without " + strings.TrimSpace(strings.TrimPrefix(c.text(at), c.text(r.call)))
		all = append(all, c.mutant(r.whole, r.field, kind, detail, what, c.replace(at, instead)))
	}
	rule := map[string]int{"required": 1, "constant": 2, "derived": 2, "groups": 2}[r.name]
	switch {
	case r.set != nil:
		required := map[bool]string{true: "required(%s, %s)", false: "constant(%s, %s)"}[r.name == "requiredAt"]
		arguments := append(c.sources(r.call.Args), "mutantNoRule")
		all = append(all, c.mutant(r.whole, r.field, noRule, "", "without "+c.text(r.set), c.replace(r.call,
			fmt.Sprintf("mutantAllowing(%s, "+required+")", c.text(r.set), arguments[0], strings.Join(arguments[1:], ", ")))))
	case rule > 0:
		add(noRule, "", r.call.Args[rule], "mutantLenient("+c.text(r.call.Args[rule])+")")
	}
	if rule > 0 && r.name != "groups" {
		for _, form := range r.call.Args[rule+1:] {
			add(noForm, "", form, "mutantSame")
		}
	}
	if outer, ok := r.whole.(*ast.CallExpr); ok && outer != r.call {
		if selector := outer.Fun.(*ast.SelectorExpr); slices.Contains([]string{"excluding", "since"}, selector.Sel.Name) {
			add(noRule, selector.Sel.Name, r.whole, c.text(selector.X))
		}
	}
	return all
}

func (c *code) sources(expressions []ast.Expr) (all []string) {
	for _, expression := range expressions {
		all = append(all, c.text(expression))
	}
	return all
}
