package rules

import (
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// The parts of an image reference, as the OCI distribution specification has them. A tag or digest is optional there.
const (
	registry   = `([a-zA-Z0-9][a-zA-Z0-9-]*(\.[a-zA-Z0-9][a-zA-Z0-9-]*)*(:[0-9]+)?/)?`
	component  = `[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*`
	repository = component + `(/` + component + `)*`
	tag        = `:\w[\w.-]{0,127}`
	digest     = `@(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})`
)

var image = regexp.MustCompile(`^` + registry + repository + `(` + tag + `(` + digest + `)?|` + digest + `)$`)

// Image accepts an image reference that names a version: without one a restart may run another image.
var Image = that(`an image with a tag or digest, such as "cr.seqera.io/enterprise/studios/proxy:0.11.0"`, image.MatchString)

// Repository is an image without its version.
var Repository = that(`the repository of an image, without a tag, such as "registry.example.com/studios/proxy"`,
	regexp.MustCompile(`^`+registry+repository+`$`).MatchString)

// Path is a repository without its registry.
var Path = that(`a repository without its registry, such as "studios/sessions"`, regexp.MustCompile(`^`+repository+`$`).MatchString)

// Tag and Digest are what names the version of an image.
var (
	Tag    = that(`the tag of an image, such as "0.14.1"`, regexp.MustCompile(`^\w[\w.-]{0,127}$`).MatchString)
	Digest = that(`a digest, "sha256:" and 64 hexadecimal digits in small letters`, regexp.MustCompile(`^`+digest[1:]+`$`).MatchString)
)

// registryHost needs a dot or a port: without, it would be a path in Docker's own registry.
const registryHost = `([a-zA-Z0-9][a-zA-Z0-9-]*(\.[a-zA-Z0-9][a-zA-Z0-9-]*)+(:[0-9]+)?|[a-zA-Z0-9][a-zA-Z0-9-]*:[0-9]+)`

// RegistryHost is a registry alone.
var RegistryHost = that(`the host of a registry, without a scheme, such as "registry.example.com"`,
	regexp.MustCompile(`^`+registryHost+`$`).MatchString)

// Registry is one, with a path perhaps.
var Registry = that(`a registry, with a path perhaps and without a scheme, such as "registry.example.com/seqera"`,
	regexp.MustCompile(`^`+registryHost+`(/`+repository+`)?$`).MatchString)

// Quantity accepts a Kubernetes quantity above zero.
var Quantity = that(`a Kubernetes quantity above zero, such as "250m" or "64Mi"`, func(value string) bool {
	quantity, err := resource.ParseQuantity(value)
	return err == nil && quantity.Sign() > 0
})

// ResourceList accepts the names of container resources with quantities above zero.
var ResourceList = Rule[map[string]string]{"Kubernetes quantities above zero, by the name of a resource",
	func(path *field.Path, values map[string]string) (problems field.ErrorList) {
		for _, name := range Sorted(values) {
			problems = append(problems, resourceName(path, name)...)
			problems = append(problems, Quantity.Check(path.Key(name), values[name])...)
			problems = append(problems, wholePages(path.Key(name), name, values[name])...)
		}
		return problems
	}}

// LimitsCover demands that no limit is below its request, and that what cannot be shared, such as a GPU, has both alike.
func LimitsCover(path *field.Path, limits, requests map[string]string) (problems field.ErrorList) {
	for _, name := range Sorted(requests) {
		request, err := resource.ParseQuantity(requests[name])
		limit, limitErr := resource.ParseQuantity(limits[name])
		isWhole := strings.Contains(name, "/") || strings.HasPrefix(name, hugePages)
		switch {
		case err != nil: // has been reported
		case limits[name] == "" && isWhole:
			problems = append(problems, field.Required(path.Key(name), "must equal the request of "+requests[name]))
		case limits[name] == "", limitErr != nil:
		case isWhole && limit.Cmp(request) != 0:
			problems = append(problems, field.Invalid(path.Key(name), limits[name], "must equal the request of "+requests[name]))
		case limit.Cmp(request) < 0:
			problems = append(problems, field.Invalid(path.Key(name), limits[name],
				"must not be below the request, which is "+requests[name]))
		}
	}
	isBeside := func(name string) bool { return requests[name] != "" || limits[name] != "" }
	for _, name := range Sorted(requests) {
		if strings.HasPrefix(name, hugePages) && !isBeside("cpu") && !isBeside("memory") {
			problems = append(problems, field.Required(path.Key("cpu"), name+" needs cpu or memory beside it"))
		}
	}
	return problems
}

const hugePages = "hugepages-"

// resourceName knows Kubernetes' own resources; those of others have a domain in front.
func resourceName(path *field.Path, name string) field.ErrorList {
	page, err := resource.ParseQuantity(strings.TrimPrefix(name, hugePages))
	isPages := strings.HasPrefix(name, hugePages) && err == nil && page.Sign() > 0
	switch isOwn := isPages || slices.Contains([]string{"cpu", "memory", "ephemeral-storage"}, name); {
	case isOwn:
		return nil
	case !strings.Contains(name, "/"), strings.HasPrefix(name, "requests."): // which is how quotas name them
		return invalid(path, name, `must be "cpu", "memory", "ephemeral-storage", "hugepages-<size>" or have a domain, `+
			`such as "nvidia.com/gpu"`)
	}
	return wrapped(path, name, validation.IsQualifiedName(name))
}

// wholePages demands of what cannot be divided, a GPU or a page, that nobody asks for a part of one.
func wholePages(path *field.Path, name, value string) field.ErrorList {
	quantity, err := resource.ParseQuantity(value)
	if err != nil {
		return nil // has been reported
	}
	page, err := resource.ParseQuantity(strings.TrimPrefix(name, hugePages))
	switch {
	case strings.Contains(name, "/") && quantity.MilliValue()%1000 != 0:
		return invalid(path, value, `must be a whole number, such as "1"`)
	case strings.HasPrefix(name, hugePages) && err == nil && page.Sign() > 0 && quantity.Value()%page.Value() != 0:
		return invalid(path, value, "must be a multiple of "+page.String())
	}
	return nil
}
