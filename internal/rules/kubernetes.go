package rules

import (
	"fmt"
	"maps"
	"math"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// ObjectName accepts the name of most Kubernetes objects.
var ObjectName = kubernetes("", validation.IsDNS1123Subdomain)

// LabelName accepts the name of a namespace or container.
var LabelName = kubernetes("a DNS label", validation.IsDNS1123Label)

// ServiceName accepts the name of a Service.
var ServiceName = kubernetes("a DNS label that begins with a letter", validation.IsDNS1035Label)

// StatefulSetName accepts the name of a StatefulSet with a Service: its pods bear it as a label, with a hash of ten characters
// and a hyphen, and a label has 63.
var StatefulSetName = Rule[string]{"a DNS label that begins with a letter, of at most 52 characters",
	func(path *field.Path, value string) field.ErrorList {
		if len(value) > 52 && len(value) <= 63 {
			return invalid(path, value, "must have at most 52 characters, or its pods could not bear it as a label")
		}
		return ServiceName.Check(path, value)
	}}

// ConfigMapKey accepts a key of a ConfigMap.
var ConfigMapKey = kubernetes("", validation.IsConfigMapKey)

// Port accepts the number of a TCP port.
var Port = kubernetes("a port number, 1 to 65535", validation.IsValidPortNum)

// Labels accepts label keys and values.
var Labels = Rule[map[string]string]{"",
	func(path *field.Path, values map[string]string) (problems field.ErrorList) {
		for _, key := range Sorted(values) {
			problems = append(problems, wrapped(path, key, validation.IsQualifiedName(key))...)
			problems = append(problems, wrapped(path.Key(key), values[key], validation.IsValidLabelValue(values[key]))...)
		}
		return problems
	}}

// annotationsSize is less than half of what Kubernetes allows an object: those of two arguments may meet in one, beside ours.
const annotationsSize = 120 << 10

// Annotations accepts annotation keys, in which Kubernetes allows capitals also before the slash; values are free.
var Annotations = Rule[map[string]string]{"",
	func(path *field.Path, values map[string]string) (problems field.ErrorList) {
		size := 0
		for _, key := range Sorted(values) {
			problems = append(problems, wrapped(path, key, validation.IsQualifiedName(strings.ToLower(key)))...)
			size += len(key) + len(values[key])
		}
		if size > annotationsSize {
			problems = append(problems, field.TooLong(path, "", annotationsSize))
		}
		return problems
	}}

// Sorted keeps the order of problems the same from one preview to the next.
func Sorted[T any](values map[string]T) []string {
	return slices.Sorted(maps.Keys(values))
}

// AtLeast accepts numbers from the given one, as far as Kubernetes counts.
func AtLeast(least int) Rule[int] {
	needs := fmt.Sprintf("%d or more", least)
	return Rule[int]{needs, func(path *field.Path, value int) field.ErrorList {
		if value > math.MaxInt32 {
			return invalid(path, value, fmt.Sprintf("must be at most %d", math.MaxInt32))
		}
		return that(needs, func(value int) bool { return value >= least }).Check(path, value)
	}}
}

// Duration accepts a Go duration above zero.
var Duration = that(`a Go duration above zero, such as "2m" or "90s"`, func(value string) bool {
	duration, err := time.ParseDuration(value)
	return err == nil && duration > 0
})

// PlatformDuration accepts a duration that Go and the Platform, which is written in Java, read alike: one number with its unit.
var PlatformDuration = that(`a number above zero with ms, s, m or h, such as "10m"`, regexp.MustCompile(`^[1-9][0-9]*(ms|s|m|h)$`).MatchString)

// NameBeforeHash accepts the beginning of an object's name, which a hyphen and eight characters follow.
var NameBeforeHash = Rule[string]{"", func(path *field.Path, value string) field.ErrorList {
	return wrapped(path, value, validation.IsDNS1123Subdomain(value+"-00000000"))
}}

// CIDR accepts a network.
var CIDR = that(`a network in CIDR notation, such as "10.0.0.0/16"`, func(value string) bool {
	network, err := netip.ParsePrefix(value)
	return err == nil && network == network.Masked() && !network.Addr().Is4In6()
})

// PathFits demands a path that its type understands: a "*" means something to a controller only.
func PathFits(path *field.Path, pathType, value string) field.ErrorList {
	if strings.Contains(value, "*") && pathType != "ImplementationSpecific" {
		return invalid(path, pathType, `must be "ImplementationSpecific" for a path with "*", which is `+value)
	}
	return nil
}

// IngressPath accepts an absolute path without what Kubernetes takes for a mistake in one.
var IngressPath = that(`a path that begins with "/", without "//", "." and ".." as parts and "%2F", such as "/*" for an ALB or "/" with path type Prefix`,
	func(value string) bool { return strings.HasPrefix(value, "/") && !oddPath.MatchString(value) })

var oddPath = regexp.MustCompile(`//|/\.\.?(/|$)|%2[fF]`)

// PlatformVersion accepts a version of Seqera Platform.
var PlatformVersion = that("a version such as 25.3", regexp.MustCompile(`^v?\d+\.\d+(\.\d+)?$`).MatchString)
