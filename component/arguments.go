package component

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// Argument is what can be said of an argument without a value of it: what documentation, schema and stack configuration
// are made of.
type Argument struct {
	// Path is the name with those of the groups around it, "proxy.logLevel". An entry of a map of groups is "*".
	Path string
	// Group is the Go type that the argument is a field of, and Field the field.
	Group string
	Field reflect.StructField
	// Meaning is the field's comment.
	Meaning string
	// Needs is its rule in words that go on from "must be"; empty where there is none.
	Needs string
	// Default is a constant; nil where there is none. From says in words what is taken instead.
	Default any
	From    string
	// Enum is the name of the set of values that are Allowed; empty where every text is.
	Enum    string
	Allowed []string
	// IsGroup tells that there are arguments below this one, IsMap that they are by key.
	IsGroup, IsMap     bool
	IsOptional, Secret bool
	// WithGroup tells of what is required that it is so only where its group is given.
	WithGroup bool
	// Excludes are the names of arguments of the same group that must not be given as well.
	Excludes []string
	// Since is the version that it needs; empty where every one will do that Studios is installed beside.
	Since string
	// Text is the default of an argument that a stack writes as one text, and TextForm the form of that text; empty where
	// it is written by its own type.
	Text, TextForm string
}

// Arguments lists all arguments of [Studios] with their groups, in the order in which they are declared.
func Arguments() []Argument {
	args := new(StudiosArgs)
	return describe("", args, args.rows(), false)
}

// arguments are read once: infer asks for those of a field more than a thousand times before a plugin has told its schema, which a YAML
// program waits for.
var arguments = sync.OnceValue(Arguments)

func describe(prefix string, group any, rows []row, withGroup bool) (all []Argument) {
	of := reflect.TypeOf(group).Elem().Name()
	for _, r := range withFields(group, rows) {
		a := Argument{
			Path: prefix + r.name, Group: of, Field: r.field,
			Meaning: docs[of+"."+r.field.Name], Needs: r.needs,
			Default: r.fallback, From: r.derived,
			Enum: r.allowed.name, Allowed: r.allowed.values,
			IsGroup: r.inner != nil, IsMap: r.isMap, IsOptional: r.isOptional, Secret: r.secret,
			WithGroup: withGroup && !r.isOptional, Since: r.minimum.String(),
		}
		for _, other := range r.excludes {
			a.Excludes = append(a.Excludes, withField(group, other).name)
		}
		if r.setting != nil {
			a.Text, a.TextForm = r.setting.fallback, r.setting.words
		}
		all = append(all, a)
		if r.inner != nil {
			below := a.Path + "."
			if r.isMap {
				below += "*."
			}
			group, rows := r.inner()
			all = append(all, describe(below, group, rows, r.mayBeAbsent)...)
		}
	}
	return all
}

// Description is the meaning with all that the row adds, but for the default.
func (a Argument) Description() string {
	text := a.Meaning
	switch {
	case len(a.Allowed) > 0:
		text += " One of " + strings.Join(a.Allowed, ", ") + "."
	case a.Needs != "" && a.IsMap:
		text += " Keys must be " + a.Needs + "."
	case a.Needs != "":
		text += " Must be " + a.Needs + "."
	}
	if len(a.Excludes) > 0 {
		text += " Excludes " + strings.Join(a.Excludes, " and ") + "."
	}
	return text
}

// Requirement is the version that an argument needs, as a sentence.
func (a Argument) Requirement() string {
	if a.Since == "" {
		return ""
	}
	return " Needs " + a.Since + " or later."
}

// DefaultInWords is empty for what is required, and for groups.
func (a Argument) DefaultInWords() string {
	if a.Default == nil {
		return a.From
	}
	words, err := json.Marshal(a.Default)
	if err != nil {
		panic(fmt.Sprintf("the default of %s: %v", a.Path, err)) // it is a constant of this package
	}
	return strings.NewReplacer(`":"`, `": "`, `","`, `", "`).Replace(string(words))
}

// annotate describes a group in the schema: its texts, and the defaults that a schema can tell. SDKs send those as if they
// had been given, so there is none for an argument that excludes another, nor where the same group has several.
func annotate(an infer.Annotator, group any) {
	of := reflect.ValueOf(group).Elem()
	an.Describe(group, docs[of.Type().Name()])
	// Generated SDKs add "Args" to the names of types by themselves.
	if name, isNested := strings.CutSuffix(of.Type().Name(), "Args"); isNested && name != "Studios" {
		an.SetToken("index", tokens.TypeName(name))
	}
	for i := range of.NumField() {
		f := of.Type().Field(i)
		if f.Tag.Get("pulumi") == "" {
			continue
		}
		at := of.Field(i).Addr().Interface()
		uses := usesOf(of.Type().Name(), f.Name)
		if len(uses) == 0 {
			an.Describe(at, docs[of.Type().Name()+"."+f.Name]) // an output
			continue
		}
		an.Describe(at, described(uses))
		if value := uses[0].Default; isScalar(value) && len(defaults(uses)) == 1 && len(uses[0].Excludes) == 0 {
			an.SetDefault(at, value)
		}
	}
}

func isScalar(value any) bool {
	switch value.(type) {
	case string, int, bool:
		return true
	}
	return false
}

// usesOf are the places of one field: the same group may stand in several.
func usesOf(group, field string) (uses []Argument) {
	for _, a := range arguments() {
		if a.Group == group && a.Field.Name == field {
			uses = append(uses, a)
		}
	}
	return uses
}

// defaults are the different ones of the same field, in words, with the group that they are for.
func defaults(uses []Argument) (all map[string]string) {
	all = map[string]string{}
	for _, use := range uses {
		if words := use.DefaultInWords(); words != "" {
			all[words] = use.Path[:max(strings.LastIndex(use.Path, "."), 0)]
		}
	}
	return all
}

func described(uses []Argument) string {
	text := uses[0].Description() + uses[0].Requirement()
	switch all := defaults(uses); len(all) {
	case 0:
		return text
	case 1:
		return text + " Defaults to " + uses[0].DefaultInWords() + "."
	}
	var each []string
	for _, use := range uses {
		each = append(each, fmt.Sprintf("%s in %s", use.DefaultInWords(), use.Path[:strings.LastIndex(use.Path, ".")]))
	}
	return text + " Defaults to " + strings.Join(each, ", ") + "."
}
