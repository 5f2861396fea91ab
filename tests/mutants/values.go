package main

import (
	"go/ast"
	"go/types"
)

// valueMutants exchange values of one type in a literal of rendering code: one that has an Input of Pulumi's somewhere, so
// that descriptions and other bookkeeping are left alone.
func (c *code) valueMutants(function string, literal *ast.CompositeLit) (all []mutant) {
	if !c.isRendering(literal) {
		return nil
	}
	before := map[string]*ast.KeyValueExpr{} // the last entry of each type
	for _, element := range literal.Elts {
		entry, ok := element.(*ast.KeyValueExpr)
		if !ok {
			return nil
		}
		kind := c.info.TypeOf(entry.Value).String()
		other, isSecond := before[kind]
		before[kind] = entry
		if !isSecond || c.text(other.Value) == c.text(entry.Value) || isUntyped(c.info.TypeOf(entry.Value)) {
			continue
		}
		place := function + " " + typeName(c.info.TypeOf(literal))
		name, otherName := c.text(entry.Key), c.text(other.Key)
		all = append(all, c.mutant(entry, place, otherValue, otherName+" "+name, "exchanged",
			c.replace(entry.Value, c.text(other.Value)), c.replace(other.Value, c.text(entry.Value))))
	}
	return all
}

func (c *code) isRendering(literal *ast.CompositeLit) bool {
	for _, element := range literal.Elts {
		if entry, ok := element.(*ast.KeyValueExpr); ok && isInput(c.info.TypeOf(entry.Value)) {
			return true
		}
	}
	return false
}

// isInput knows Pulumi's interface by its only method.
func isInput(of types.Type) bool {
	method, _, _ := types.LookupFieldOrMethod(of, true, nil, "ElementType")
	_, ok := method.(*types.Func)
	return ok
}

func isUntyped(of types.Type) bool {
	basic, ok := of.(*types.Basic)
	return ok && basic.Info()&types.IsUntyped != 0
}
