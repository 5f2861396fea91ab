package docs

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// speakers are the folders whose code says something to users while they preview, update, or look for rights.
var speakers = []string{
	"component", "stacks", "provider", "cmd/rights",
	"internal/apiserver", "internal/stack",
	"internal/certificate", "internal/oidcpem", "internal/platform", "internal/policy", "internal/rules", "internal/sshkey", "internal/toweryml",
	"cmd/preview-comment", "cmd/preview-comment/internal/plan", "cmd/preview-comment/internal/forge",
}

// describing are the calls whose texts stand in the reference or in a help text, not among messages; panic's is for us.
var describing = []string{
	"derived", "derivedAt", "option", "foreign", "groups", "asText", "required", "StringVar", "IntVar", "BoolVar", "String",
	"WithDescription", "MustCompile", "panic",
}

// describers are files that make the reference.
var describers = []string{"component/arguments.go", "component/args_docs.go", "component/images.go", "provider/schema.go", "provider/provider.go"}

// TestMessagesAreExplained finds every message on the page, so that it can be searched for by what is on the screen.
func TestMessagesAreExplained(t *testing.T) {
	others := append(others(t, "component/preflight/templates/*", fails), others(t, "ci/*.sh", echoes)...)
	explained(t, "docs/troubleshooting.md", append(messages(t, speakers), others...))
}

// TestFindingsAreExplained finds all that the doctor says of how Studios looks from outside, and what it advises.
func TestFindingsAreExplained(t *testing.T) {
	explained(t, "docs/doctor-outside.md", messages(t, []string{"internal/doctor/outside"}))
}

func explained(t *testing.T, name string, said []message) {
	page := words(read(t, name))
	for _, m := range said {
		if !strings.Contains(page, words(m.text)) {
			t.Errorf("%s: %s does not have: %s", m.at, name, m.text)
		}
	}
}

type message struct{ at, text string }

func messages(t *testing.T, folders []string) (all []message) {
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(folder, err)
		}
		for _, file := range files {
			name, _ := filepath.Rel(root, file)
			if strings.HasSuffix(name, "_test.go") || slices.Contains(describers, name) {
				continue
			}
			all = append(all, messagesOf(t, name)...)
		}
	}
	return all
}

// What the preflight's chart and the pipelines' scripts say.
var (
	fails  = regexp.MustCompile(`fail \(printf "((?:[^"\\]|\\.)*)"`)
	echoes = regexp.MustCompile(`echo "([^"]*)" >&2`)
)

func others(t *testing.T, pattern string, says *regexp.Regexp) (all []message) {
	files, err := filepath.Glob(filepath.Join(root, pattern))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name, _ := filepath.Rel(root, file)
		for _, match := range says.FindAllStringSubmatch(read(t, name), -1) {
			text := variable.ReplaceAllString(strings.ReplaceAll(match[1], `\n`, gap), gap)
			all = append(all, message{name, spoken(text)})
		}
	}
	if len(all) == 0 {
		t.Fatalf("nothing is said in %s any more", pattern)
	}
	return all
}

var variable = regexp.MustCompile(`\$\w+|\$\{[^}]*\}`)

func messagesOf(t *testing.T, name string) (all []message) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, filepath.Join(root, name), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			return false // its tag
		case *ast.ValueSpec:
			return node.Names[0].Name != "usage"
		case *ast.CallExpr:
			return !slices.Contains(describing, called(node))
		case *ast.BinaryExpr, *ast.BasicLit:
			if text := spoken(constant(node.(ast.Expr))); text != "" {
				all = append(all, message{files.Position(node.Pos()).String(), text})
			}
			_, isLiteral := node.(*ast.BasicLit)
			return !isLiteral && !isText(node.(ast.Expr))
		}
		return true
	})
	return all
}

func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.IndexExpr:
		if name, isName := f.X.(*ast.Ident); isName {
			return name.Name
		}
	}
	return ""
}

// gap stands for what the program puts in.
const gap = "\n"

// constant is a text as far as it is written down.
func constant(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return text
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return constant(e.X) + constant(e.Y)
		}
	}
	return gap
}

func isText(e ast.Expr) bool {
	b, isBinary := e.(*ast.BinaryExpr)
	return isBinary && b.Op == token.ADD && strings.Trim(constant(b), gap) != ""
}

var verb = regexp.MustCompile(`%(\[\d\])?[a-z]`)

// spoken is the part of a message by which it is found: the longest without a gap, of eight words at most. What has fewer than
// three words is no message.
func spoken(text string) string {
	var longest []string
	for piece := range strings.SplitSeq(verb.ReplaceAllString(text, gap), gap) {
		if all := strings.Fields(strings.Trim(piece, " :;,.-%()")); len(all) > len(longest) {
			longest = all
		}
	}
	if len(longest) < 3 {
		return ""
	}
	return strings.TrimRight(strings.Join(longest[:min(len(longest), 8)], " "), ":;,.")
}

// words are a text without what Markdown adds.
func words(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("`", "", `\|`, "|", "*", "").Replace(text)), " ")
}

func read(t *testing.T, name string) string {
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const root = "../.."
