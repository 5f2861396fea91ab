// Package rules decides which argument values are good, and says of the others what would be.
//
// It knows nothing of Pulumi: a rule is a function from a value to the problems with it, and the same in words, for the
// documentation. The names in its messages are the path it is given, so that a user reads the argument as the stack file
// has it.
package rules

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Rule is what one argument must be. The zero rule accepts everything.
type Rule[T any] struct {
	// Needs says it in words that go on from "must be"; empty where it goes without saying.
	Needs string
	find  func(path *field.Path, value T) field.ErrorList
}

// Check finds the problems of a value; an empty list means that there are none.
func (r Rule[T]) Check(path *field.Path, value T) field.ErrorList {
	if r.find == nil {
		return nil
	}
	return r.find(path, value)
}

// New is a rule of another package.
func New[T any](needs string, find func(path *field.Path, value T) field.ErrorList) Rule[T] {
	return Rule[T]{needs, find}
}

// that is a rule which a value either obeys or not.
func that[T any](needs string, isGood func(value T) bool) Rule[T] {
	return Rule[T]{needs, func(path *field.Path, value T) field.ErrorList {
		if isGood(value) {
			return nil
		}
		return invalid(path, value, "must be "+needs)
	}}
}

// Kubernetes' own validation words its messages, which name a good value already.
func kubernetes[T any](needs string, messages func(value T) []string) Rule[T] {
	return Rule[T]{needs, func(path *field.Path, value T) field.ErrorList { return wrapped(path, value, messages(value)) }}
}

// Each is a rule for every entry of a list.
func Each(rule Rule[string]) Rule[[]string] {
	return Rule[[]string]{rule.Needs, func(path *field.Path, values []string) (problems field.ErrorList) {
		for i, value := range values {
			problems = append(problems, rule.Check(path.Index(i), value)...)
		}
		return problems
	}}
}

// EachOnce is Each for a list that has no entry twice.
func EachOnce(rule Rule[string]) Rule[[]string] {
	return Rule[[]string]{rule.Needs, func(path *field.Path, values []string) field.ErrorList {
		problems := Each(rule).Check(path, values)
		for i, value := range values {
			if slices.Contains(values[:i], value) {
				problems = append(problems, field.Duplicate(path.Index(i), value))
			}
		}
		return problems
	}}
}

// OneOf accepts the texts of a set.
func OneOf(allowed ...string) Rule[string] {
	return Rule[string]{"", func(path *field.Path, value string) field.ErrorList {
		if slices.Contains(allowed, value) {
			return nil
		}
		return field.ErrorList{field.NotSupported(path, value, allowed)}
	}}
}

// NotEmpty accepts every text but an empty one.
var NotEmpty = Rule[string]{"", func(path *field.Path, value string) field.ErrorList {
	if strings.TrimSpace(value) == "" {
		return field.ErrorList{field.Required(path, "leave the argument out to have its default")}
	}
	return nil
}}

// Exclusive reports that an argument was given beside another that it excludes.
func Exclusive(path, other *field.Path) field.ErrorList {
	return field.ErrorList{field.Forbidden(path, "excludes "+other.String()+": give one of them")}
}

// withoutUser is an address as a message may show it. Whoever writes a user into it writes the password there too.
func withoutUser(address string) string {
	end := strings.LastIndex(address, "@")
	if end < 0 {
		return address
	}
	scheme, _, found := strings.Cut(address, "://")
	if !found {
		return "[secret]" + address[end:]
	}
	return scheme + "://[secret]" + address[end:]
}

func invalid(path *field.Path, value any, rule string) field.ErrorList {
	return field.ErrorList{field.Invalid(path, value, rule)}
}

// wrapped turns the messages of Kubernetes' own validation, which name a good value already, into problems.
func wrapped(path *field.Path, value any, messages []string) field.ErrorList {
	var problems field.ErrorList
	for _, message := range messages {
		problems = append(problems, field.Invalid(path, value, message))
	}
	return problems
}
