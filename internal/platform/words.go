package platform

import (
	"fmt"
	"slices"
	"strings"
)

// lines are ways to give an argument, one a line, for a user to copy.
func lines(path string, values []string) string {
	var text strings.Builder
	for _, value := range values {
		fmt.Fprintf(&text, "\n      %s: %q", path, value)
	}
	return text.String()
}

func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// names lists what is there.
func names[T named](all []T) string { return list(sorted(all)) }

func sorted[T named](all []T) (names []string) {
	for _, one := range all {
		names = append(names, one.name())
	}
	slices.Sort(names)
	return names
}

type named interface{ name() string }

func (d Deployment) name() string { return d.Name }
func (c Container) name() string  { return c.Name }
func (c ConfigMap) name() string  { return c.Name }
func (i Ingress) name() string    { return i.Name }

// releases are those of Helm that Deployments belong to.
func (f *Facts) releases() string {
	var all []string
	for _, d := range f.Deployments {
		if d.Release != "" && !slices.Contains(all, d.Release) {
			all = append(all, d.Release)
		}
	}
	slices.Sort(all)
	return list(all)
}
