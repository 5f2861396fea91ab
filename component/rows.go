package component

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// row says of one argument what its field does not: the field has name, type, meaning and secrecy, the row has default and
// rule. There is one row for each field of each group; what reads them is in complete.go (values) and arguments.go
// (descriptions).
type row struct {
	at       any    // the address of the field
	fallback any    // the constant default; nil: none
	derived  string // where the default comes from, in words
	needs    string // the rule, in words
	allowed  enum
	excludes []any // the addresses of other fields of the group
	setting  *setting
	minimum  platform.Minimum

	inner       func() (group any, rows []row) // of a group of arguments, for an empty one
	isMap       bool                           // of such groups, by key
	mayBeAbsent bool                           // of a group
	complete    func(c *completion, path *field.Path)
}

// setting is how a stack writes an argument as one text.
type setting struct{ fallback, words string }

// none is the default of what is not there unless it is given.
const none = "none"

// enum is a named set of texts.
type enum struct {
	name   string
	values []string
}

// required is an argument without which nothing can be declared. The forms bring a good value into the form in which it is
// handed on.
func required[T any, I pulumi.Input](at *I, rule rules.Rule[T], forms ...func(T) T) row {
	return value(at, nil, true, rule, forms)
}

// constant is an argument with a default that depends on nothing. SDKs send it as if it had been given.
func constant[T any, I pulumi.Input](at *I, fallback T, rule rules.Rule[T], forms ...func(T) T) row {
	return value(at, &fallback, false, rule, forms)
}

// derived is an argument whose absence means something. It stays nil, for its group to derive the value from others.
func derived[T any, I pulumi.Input](at *I, from string, rule rules.Rule[T], forms ...func(T) T) row {
	r := value(at, nil, false, rule, forms)
	r.derived = from
	return r
}

func value[T any, I pulumi.Input](at *I, fallback *T, isRequired bool, rule rules.Rule[T], forms []func(T) T) row {
	r := row{at: at, needs: rule.Needs}
	if fallback != nil {
		r.fallback = *fallback
	}
	r.complete = func(c *completion, path *field.Path) { completeValue(c, path, at, fallback, isRequired, rule, forms) }
	return r
}

// foreign is an argument of a type of Kubernetes' own, which the API server checks. It stays as it is given, so that what is
// secret or unknown in it does not hide the rest.
func foreign[T any, I pulumi.Input](at *I, from string) row {
	return row{at: at, derived: from, complete: func(c *completion, path *field.Path) {
		if leaveOutNil(at); any(*at) != nil {
			output := pulumi.ToOutputWithContext(c.ctx.Context(), *at)
			if _, known := awaitArgument[any](c, path, output, output); isNothing[T](c, output) && known {
				*at = *new(I)
			}
		}
	}}
}

// flag is an argument that is either true or false.
func flag(at *pulumi.BoolPtrInput, fallback bool) row {
	return constant(at, fallback, rules.Rule[bool]{})
}

// option is an argument that is true, false, or left to somebody else's default.
func option(at *pulumi.BoolPtrInput, from string) row {
	return derived(at, from, rules.Rule[bool]{})
}

// requiredAt, at and derivedAt let an argument have the values of a set only.
func (e enum) requiredAt(at *pulumi.StringInput) row {
	r := required(at, rules.OneOf(e.values...))
	r.allowed = e
	return r
}

func (e enum) at(at *pulumi.StringPtrInput, fallback string) row {
	r := constant(at, fallback, rules.OneOf(e.values...))
	r.allowed = e
	return r
}

func (e enum) derivedAt(at *pulumi.StringPtrInput, from string) row {
	r := derived(at, from, rules.OneOf(e.values...))
	r.allowed = e
	return r
}

// excluding is for arguments that make no sense beside others.
func (r row) excluding(others ...any) row {
	r.excludes = others
	return r
}

// since is for what older versions of the Platform, or of proxy and server, would not understand; empty where all do that are
// installed. The argument has no constant default, for that would be refused with it.
func (r row) since(platformVersion, connect string) row {
	r.minimum = platform.Minimum{Platform: platformVersion, Connect: connect}
	return r
}

// asText is for what a stack cannot say by the argument's own type.
func (r row) asText(fallback, words string) row {
	r.setting = &setting{fallback, words}
	return r
}

// group is a group of arguments, with all defaults where it is left out.
func group[T any](at **T, rows func(*T) []row) row {
	return row{at: at, inner: empty(rows), complete: func(c *completion, path *field.Path) {
		own := new(T)
		if *at != nil {
			*own = **at
		}
		*at = own
		c.group(path, own, rows(own))
	}}
}

// requiredGroup is a group in which something is required.
func requiredGroup[T any](at *T, rows func(*T) []row) row {
	return row{at: at, inner: empty(rows), complete: func(c *completion, path *field.Path) {
		c.group(path, at, rows(at))
	}}
}

// optionalGroup is a group that is either absent or whole.
func optionalGroup[T any](at **T, from string, rows func(*T) []row) row {
	return row{at: at, derived: from, inner: empty(rows), mayBeAbsent: true, complete: func(c *completion, path *field.Path) {
		if *at != nil {
			own := **at
			*at = &own
			c.group(path, &own, rows(&own))
		}
	}}
}

// groups are groups by key, for which there is a rule. A map that is given replaces the default whole.
func groups[T any](at *map[string]T, from string, key rules.Rule[string], rows func(*T) []row) row {
	return row{at: at, inner: empty(rows), isMap: true, derived: from, needs: key.Needs,
		complete: func(c *completion, path *field.Path) {
			if *at == nil {
				return
			}
			own := map[string]T{}
			for _, name := range rules.Sorted(*at) {
				c.problems = append(c.problems, key.Check(path.Key(name), name)...)
				entry := (*at)[name]
				c.group(path.Key(name), &entry, rows(&entry))
				own[name] = entry
			}
			*at = own
		}}
}

func empty[T any](rows func(*T) []row) func() (any, []row) {
	return func() (any, []row) {
		none := new(T)
		return none, rows(none)
	}
}

// named is a row with what its field says.
type named struct {
	row
	field              reflect.StructField
	name               string
	isOptional, secret bool
}

// withFields finds the fields of a group's rows.
func withFields(group any, rows []row) []named {
	all := make([]named, len(rows))
	for i, r := range rows {
		all[i] = withField(group, r.at)
		all[i].row = r
	}
	return all
}

func withField(group, at any) named {
	args := reflect.ValueOf(group).Elem()
	for i := range args.NumField() {
		if args.Field(i).Addr().Interface() == at {
			f := args.Type().Field(i)
			name, options, _ := strings.Cut(f.Tag.Get("pulumi"), ",")
			return named{field: f, name: name, isOptional: options == "optional", secret: f.Tag.Get("provider") == "secret"}
		}
	}
	panic(fmt.Sprintf("a row of %T is about no field of it", group))
}
