// Package plan reads what Pulumi writes about a preview: the JSON of `pulumi preview --json`, and the event log, which has
// what the JSON leaves out. Nothing is judged here.
package plan

import "strings"

// Preview is one preview of one stack.
type Preview struct {
	// Project and Stack are empty where a preview has failed before its first resource.
	Project, Stack string
	// Steps are what is going to be done, in the order in which the engine came to it.
	Steps []Step
	// Refreshed are the resources as the state had them before the refresh of this preview, by URN.
	Refreshed map[string]*State
	// Drifted are the paths that a refresh found changed, by URN; only the event log tells those of secrets.
	Drifted map[string][]Path
	// OnlyRefresh tells that nothing is compared with the program: all steps are what a refresh has found.
	OnlyRefresh bool
	Diagnostics []Diagnostic
	Policies    []Policy
	// Failed are the URNs of the resources whose step failed.
	Failed []string
	// HasFailed tells that the engine did not come to its end, so that the steps are not all.
	HasFailed bool
	// Unchanged counts what stays; the names are known only from an event log.
	Unchanged      int
	UnchangedNames []Resource
}

// Resource is a resource by what its URN says.
type Resource struct{ URN, Type, Name string }

// ResourceOf takes a URN apart. The type is the resource's own, without those of its parents.
func ResourceOf(urn string) Resource {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) < 4 {
		return Resource{URN: urn, Name: urn}
	}
	types := strings.Split(parts[2], "$")
	return Resource{URN: urn, Type: types[len(types)-1], Name: parts[3]}
}

// Kind is the last part of the type, "Deployment".
func (r Resource) Kind() string { return r.Type[strings.LastIndex(r.Type, ":")+1:] }

// Step is one thing that is going to be done to one resource.
type Step struct {
	Resource
	Op       Op
	Old, New *State
	// Detailed are the paths that the provider says differ; IsDetailed tells an empty list from none.
	Detailed   []Path
	IsDetailed bool
	// Replacing are the inputs for which a replacement is needed.
	Replacing []string
}

// Op is what is done, without the halves of a replacement.
type Op string

// What can be done to a resource.
const (
	OpCreate  Op = "create"
	OpUpdate  Op = "update"
	OpReplace Op = "replace"
	OpDelete  Op = "delete"
	OpRead    Op = "read"
	OpSame    Op = "same"
	OpImport  Op = "import"
	OpForget  Op = "forget" // leaves it as it is, and out of the state
	opRefresh Op = "refresh"
)

// State is what is known of a resource before or after a step.
type State struct {
	URN                  string              `json:"urn"`
	Custom               bool                `json:"custom"`
	Parent               string              `json:"parent"`
	Inputs               map[string]any      `json:"inputs"`
	Outputs              map[string]any      `json:"outputs"`
	Dependencies         []string            `json:"dependencies"`
	PropertyDependencies map[string][]string `json:"propertyDependencies"`
	Protect              bool                `json:"protect"`
	RetainOnDelete       bool                `json:"retainOnDelete"`
}

// Diagnostic is a message of the engine, a provider or the program.
type Diagnostic struct {
	URN, Severity, Message string
}

// Policy is what a policy pack has to say about a resource.
type Policy struct {
	URN, Pack, Name, Level, Message string
}

// OfProgram is the severity of what the program has written to its standard error. A language host that refuses a program may have
// no other way to say why.
const OfProgram = "info#err"

const (
	// Secret stands in place of a value that is secret.
	Secret = "[secret]"
	// Unknown stands in place of a value that only the update will know.
	Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
)
