package main

import "go/ast"

// relationMutants leave out a rule over several arguments.
func (c *code) relationMutants(function string, literal *ast.CompositeLit) (all []mutant) {
	for i, element := range literal.Elts {
		name := c.text(element)
		if call, ok := element.(*ast.CallExpr); ok {
			name = c.text(call.Fun) + " " + c.text(call.Args[0])
		}
		all = append(all, c.mutant(element, function, noRelation, name, "left out", c.without(literal, i)))
	}
	return all
}
