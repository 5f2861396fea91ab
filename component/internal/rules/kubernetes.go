package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/api/validate/content"
	metavalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// ObjectName accepts the name of most Kubernetes objects.
func ObjectName(path *field.Path, value string) field.ErrorList {
	return wrapped(path, value, validation.IsDNS1123Subdomain(value))
}

// LabelName accepts the name of a namespace or container.
func LabelName(path *field.Path, value string) field.ErrorList {
	return wrapped(path, value, validation.IsDNS1123Label(value))
}

// ServiceName accepts the name of a Service.
func ServiceName(path *field.Path, value string) field.ErrorList {
	return wrapped(path, value, validation.IsDNS1035Label(value))
}

// ConfigMapKey accepts a key of a ConfigMap.
func ConfigMapKey(path *field.Path, value string) field.ErrorList {
	return wrapped(path, value, validation.IsConfigMapKey(value))
}

// Labels accepts label keys and values.
func Labels(path *field.Path, values map[string]string) field.ErrorList {
	return metavalidation.ValidateLabels(values, path)
}

// Annotations accepts annotation keys; values are free.
func Annotations(path *field.Path, values map[string]string) field.ErrorList {
	var problems field.ErrorList
	for _, key := range sorted(values) {
		problems = append(problems, wrapped(path, key, content.IsQualifiedName(strings.ToLower(key)))...)
	}
	return problems
}

// ResourceList accepts resource names with quantities above zero.
func ResourceList(path *field.Path, values map[string]string) field.ErrorList {
	var problems field.ErrorList
	for _, name := range sorted(values) {
		problems = append(problems, wrapped(path, name, validation.IsQualifiedName(name))...)
		quantity, err := resource.ParseQuantity(values[name])
		if err != nil || quantity.Sign() <= 0 {
			problems = append(problems,
				field.Invalid(path.Key(name), values[name], `must be a Kubernetes quantity above zero, such as "250m" or "64Mi"`))
		}
	}
	return problems
}

func sorted(values map[string]string) []string {
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Port accepts the number of a TCP port.
func Port(path *field.Path, value int) field.ErrorList {
	return wrapped(path, value, validation.IsValidPortNum(value))
}

// AtLeast accepts numbers from the given one.
func AtLeast(least int) Rule[int] {
	return func(path *field.Path, value int) field.ErrorList {
		if value < least {
			return invalid(path, value, fmt.Sprintf("must be %d or more", least))
		}
		return nil
	}
}

// The parts of an image reference, as the OCI distribution specification has them.
var image = regexp.MustCompile(
	`^[a-zA-Z0-9][a-zA-Z0-9.-]*(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$`)

// Image accepts an image reference that names a version.
func Image(path *field.Path, value string) field.ErrorList {
	const rule = `must be an image with a tag or digest, such as "cr.seqera.io/enterprise/studios/proxy:0.11.0"`
	name := value[strings.LastIndex(value, "/")+1:]
	if !image.MatchString(value) || !strings.ContainsAny(name, ":@") {
		return invalid(path, value, rule)
	}
	return nil
}

// Duration accepts a Go duration above zero.
func Duration(path *field.Path, value string) field.ErrorList {
	if duration, err := time.ParseDuration(value); err != nil || duration <= 0 {
		return invalid(path, value, `must be a Go duration above zero, such as "2m" or "90s"`)
	}
	return nil
}

// LogLevel accepts the levels of Seqera Connect.
func LogLevel(path *field.Path, value string) field.ErrorList {
	return oneOf(path, value, "trace", "debug", "info", "warn", "error", "fatal")
}

// ServiceType accepts the types under which a Service has endpoints of its own.
func ServiceType(path *field.Path, value string) field.ErrorList {
	return oneOf(path, value, "ClusterIP", "NodePort", "LoadBalancer")
}

// PathType accepts the path types of an Ingress.
func PathType(path *field.Path, value string) field.ErrorList {
	return oneOf(path, value, "Exact", "ImplementationSpecific", "Prefix")
}

// IngressPath accepts an absolute path.
func IngressPath(path *field.Path, value string) field.ErrorList {
	if !strings.HasPrefix(value, "/") {
		return invalid(path, value, `must begin with "/", such as "/*" for an ALB or "/" with path type Prefix`)
	}
	return nil
}
