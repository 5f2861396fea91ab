package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// defaultMutants change the default of a row, one value at a time.
func (c *code) defaultMutants(r row) (all []mutant) {
	for _, expression := range c.fallback(r) {
		c.eachValue(expression, "", func(value ast.Expr, key string) {
			instead := c.otherThan(r, value)
			if instead == "" {
				return
			}
			all = append(all, c.mutant(value, r.field, otherDefault, key, c.text(value)+" is "+instead, c.replace(value, instead)))
		})
	}
	return all
}

// fallback are the expressions that make the default; those of a group are what its rows are made with.
func (c *code) fallback(r row) []ast.Expr {
	switch {
	case r.name == "constant", r.name == "flag", r.set != nil && r.name == "at":
		return r.call.Args[1:2]
	case r.name == "group", r.name == "requiredGroup":
		if made, ok := r.call.Args[1].(*ast.CallExpr); ok {
			return made.Args
		}
	}
	return nil
}

// eachValue goes through lists, maps and variables of the package. Of a call, only the first argument is taken.
func (c *code) eachValue(in ast.Expr, key string, use func(value ast.Expr, key string)) {
	switch in := in.(type) {
	case *ast.CompositeLit:
		for _, element := range in.Elts {
			if entry, ok := element.(*ast.KeyValueExpr); ok {
				c.eachValue(entry.Value, c.text(entry.Key), use)
			} else {
				c.eachValue(element, c.text(element), use)
			}
		}
	case *ast.CallExpr:
		c.eachValue(in.Args[0], key, use)
	case *ast.Ident:
		if value, ok := c.vars[c.info.Uses[in]]; ok && c.info.Types[in].Value == nil && c.info.Uses[in].Name() != "true" {
			c.eachValue(value, key, use)
			return
		}
		use(in, key)
	default:
		use(in, key)
	}
}

// otherThan is another good value; empty where the value comes from elsewhere and is changed there.
func (c *code) otherThan(r row, value ast.Expr) string {
	known := c.info.Types[value]
	switch basic, _ := known.Type.Underlying().(*types.Basic); {
	case basic == nil:
		return ""
	case known.Value == nil && basic.Info()&types.IsString != 0:
		return c.text(value) + ` + "x"`
	case known.Value == nil:
		return ""
	case known.Value.Kind() == constant.Bool:
		return strconv.FormatBool(!constant.BoolVal(known.Value))
	case known.Value.Kind() == constant.Int:
		return constant.BinaryOp(known.Value, token.ADD, constant.MakeInt64(1)).String()
	case known.Value.Kind() == constant.String && r.set != nil:
		return fmt.Sprintf("%q", anotherOf(c.values(r.set), constant.StringVal(known.Value)))
	case known.Value.Kind() == constant.String:
		return fmt.Sprintf("%q", otherText(constant.StringVal(known.Value)))
	}
	return ""
}

// otherText is as good as the text: a quantity or duration stays one.
func otherText(text string) string {
	if strings.IndexAny(text, "0123456789") == 0 {
		return "1" + text
	}
	return text + "x"
}

func anotherOf(set []string, text string) string {
	for _, other := range set {
		if other != text {
			return other
		}
	}
	return text
}

// values are the texts of a set.
func (c *code) values(set ast.Expr) (all []string) {
	name, _ := set.(*ast.Ident)
	ast.Inspect(c.vars[c.info.Uses[name]], func(node ast.Node) bool {
		if list, ok := node.(*ast.CompositeLit); ok {
			if _, ok := list.Type.(*ast.ArrayType); ok {
				for _, element := range list.Elts {
					all = append(all, constant.StringVal(c.info.Types[element].Value))
				}
			}
		}
		return true
	})
	return all
}
