package main

import (
	"context"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// code is a package with its types.
type code struct {
	fset  *token.FileSet
	names []string // of the files
	files map[string]*ast.File
	texts map[string][]byte
	info  *types.Info
	vars  map[types.Object]ast.Expr // values of the package's variables
}

// load reads the package of a folder. What it imports is read as compiled, because that is in the cache as a rule.
func load(ctx context.Context, folder string) (*code, error) {
	const columns = "{{.Dir}}\t{{.ImportPath}}\t{{.Export}}\t{{join .GoFiles \" \"}}"
	list := exec.CommandContext(ctx, "go", "list", "-export", "-deps", "-f", columns, ".")
	list.Dir, list.Stderr = folder, os.Stderr
	output, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("listing what component imports: %w", err)
	}
	exports, texts := map[string]string{}, map[string][]byte{}
	for line := range strings.Lines(string(output)) {
		parts := strings.Split(strings.TrimSpace(line), "\t")
		exports[parts[1]] = parts[2]
		if parts[0] != folder {
			continue
		}
		for _, name := range strings.Fields(parts[3]) {
			if texts[name], err = os.ReadFile(filepath.Join(folder, name)); err != nil {
				return nil, err
			}
		}
	}
	fset := token.NewFileSet()
	return check(fset, texts, importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	}))
}

// check is load for files that have been read.
func check(fset *token.FileSet, texts map[string][]byte, imports types.Importer) (*code, error) {
	c := &code{
		fset: fset, files: map[string]*ast.File{}, texts: texts, vars: map[types.Object]ast.Expr{},
		info: &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		},
		names: sorted(texts),
	}
	var files []*ast.File
	for _, name := range c.names {
		file, err := parser.ParseFile(fset, name, texts[name], parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		c.files[name] = file
		files = append(files, file)
	}
	if _, err := (&types.Config{Importer: imports}).Check("component", fset, files, c.info); err != nil {
		return nil, err
	}
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			if spec, ok := node.(*ast.ValueSpec); ok && len(spec.Names) == len(spec.Values) {
				for i, name := range spec.Names {
					c.vars[c.info.Defs[name]] = spec.Values[i]
				}
			}
			return true
		})
	}
	return c, nil
}

// text is the source of a node.
func (c *code) text(of ast.Node) string {
	file, from, to := c.place(of)
	return string(c.texts[file][from:to])
}

func (c *code) place(of ast.Node) (file string, from, to int) {
	begin := c.fset.Position(of.Pos())
	return begin.Filename, begin.Offset, begin.Offset + int(of.End()-of.Pos())
}

func (c *code) mutant(at ast.Node, place, kind, detail, what string, edits ...edit) mutant {
	begin := c.fset.Position(at.Pos())
	id := strings.TrimSpace(fmt.Sprintf("%s %s %s %s", begin.Filename, place, kind, detail))
	return mutant{id: id, file: begin.Filename, line: begin.Line, what: what, edits: edits}
}

// mutants are all, in the order of the files.
func (c *code) mutants() (all []mutant) {
	for _, name := range c.names {
		for _, declaration := range c.files[name].Decls {
			ast.Inspect(declaration, func(node ast.Node) bool {
				switch node := node.(type) {
				case *ast.CompositeLit:
					all = append(all, c.literalMutants(nameOf(declaration), node)...)
				case *ast.CallExpr:
					all = append(all, c.graphMutants(nameOf(declaration), node)...)
				}
				return true
			})
		}
	}
	return unique(all)
}

func (c *code) literalMutants(function string, literal *ast.CompositeLit) []mutant {
	switch listed(literal) {
	case "row":
		return c.rowMutants(literal)
	case "relation":
		return c.relationMutants(function, literal)
	case "pulumi.ResourceOption":
		return c.listMutants(function, noOption, literal)
	case "pulumi.Resource":
		return c.listMutants(function, noDependency, literal)
	}
	return c.valueMutants(function, literal)
}

// listed is the name of the type whose values a literal lists; empty for other literals.
func listed(literal *ast.CompositeLit) string {
	if list, ok := literal.Type.(*ast.ArrayType); ok {
		switch of := list.Elt.(type) {
		case *ast.Ident:
			return of.Name
		case *ast.SelectorExpr:
			return fmt.Sprint(of.X, ".", of.Sel.Name)
		}
	}
	return ""
}

// nameOf is the function around a mistake, or empty.
func nameOf(declaration ast.Decl) string {
	if function, ok := declaration.(*ast.FuncDecl); ok {
		return function.Name.Name
	}
	return "var"
}
