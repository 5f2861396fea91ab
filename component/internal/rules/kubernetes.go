package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

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
	var problems field.ErrorList
	for _, key := range sorted(values) {
		problems = append(problems, wrapped(path, key, validation.IsQualifiedName(key))...)
		problems = append(problems, wrapped(path.Key(key), values[key], validation.IsValidLabelValue(values[key]))...)
	}
	return problems
}

// Annotations accepts annotation keys, in which Kubernetes allows capitals also before the slash; values are free.
func Annotations(path *field.Path, values map[string]string) field.ErrorList {
	var problems field.ErrorList
	for _, key := range sorted(values) {
		problems = append(problems, wrapped(path, key, validation.IsQualifiedName(strings.ToLower(key)))...)
	}
	return problems
}

// sorted keeps the order of problems the same from one preview to the next.
func sorted(values map[string]string) []string {
	return slices.Sorted(maps.Keys(values))
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
