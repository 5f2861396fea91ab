// Package rules decides which argument values are good, and says of the others what would be.
//
// It knows nothing of Pulumi: a rule is a function from a value to the problems with it. The names in its messages are
// the path it is given, so that a user reads the argument as the stack file has it.
package rules

import (
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Rule finds the problems of one argument; an empty list means that there are none.
type Rule[T any] func(path *field.Path, value T) field.ErrorList

// Any accepts every text but an empty one.
func Any(path *field.Path, value string) field.ErrorList {
	if strings.TrimSpace(value) == "" {
		return field.ErrorList{field.Required(path, "leave the argument out to have its default")}
	}
	return nil
}

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

func oneOf(path *field.Path, value string, allowed ...string) field.ErrorList {
	for _, one := range allowed {
		if value == one {
			return nil
		}
	}
	return field.ErrorList{field.NotSupported(path, value, allowed)}
}
