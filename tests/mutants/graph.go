package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// graphMutants leave one resource option or one dependency out of a call.
func (c *code) graphMutants(function string, call *ast.CallExpr) (all []mutant) {
	for i, argument := range call.Args {
		isSpread := call.Ellipsis.IsValid() && i == len(call.Args)-1
		switch kind := c.info.TypeOf(argument); {
		case isSpread, i == 0 && isAppend(call), c.text(argument) == "nil":
		case isPulumi(kind, "ResourceOption"):
			all = append(all, c.leftOut(function, noOption, argument, "pulumi.ResourceOption(pulumi.DependsOn(nil))"))
		case isPulumi(elementOf(kind), "Resource"), isAppend(call) && isPulumi(elementOf(c.info.TypeOf(call.Args[0])), "Resource"):
			all = append(all, c.leftOut(function, noDependency, argument, "nil"))
		}
	}
	return all
}

// listMutants do so in a list.
func (c *code) listMutants(function, kind string, literal *ast.CompositeLit) (all []mutant) {
	for i, element := range literal.Elts {
		all = append(all, c.mutant(element, function, kind, oneLine(c.text(element)), "left out", c.without(literal, i)))
	}
	return all
}

func (c *code) leftOut(function, kind string, argument ast.Expr, instead string) mutant {
	return c.mutant(argument, function, kind, oneLine(c.text(argument)), "left out", c.replace(argument, instead))
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func isAppend(call *ast.CallExpr) bool {
	name, ok := call.Fun.(*ast.Ident)
	return ok && name.Name == "append"
}

func elementOf(list types.Type) types.Type {
	if slice, ok := list.(*types.Slice); ok {
		return slice.Elem()
	}
	return list
}

// isPulumi knows an interface of Pulumi's SDK by its name.
func isPulumi(of types.Type, name string) bool {
	text := fmt.Sprint(of)
	return strings.HasSuffix(text, "/go/pulumi."+name) && !strings.HasPrefix(text, "[]")
}
