package platform

import (
	"slices"
	"strings"
)

// State tells whether what Studios wants is live.
type State int

const (
	// Unknown is what cannot be known before the update.
	Unknown State = iota
	// Live is as wanted.
	Live
	// Stale has to be written: for the first time, because something else is wanted, or because somebody has changed it.
	Stale
)

// Has tells whether a ConfigMap has all values and no others of the manager, held by a manager of Studios': what only somebody else holds would not be
// withdrawn with Studios.
func (c *ConfigMap) Has(want map[string]Value, manager string) State {
	for _, m := range c.Managers {
		isWanted := func(key string) bool { _, isThere := want[key]; return isThere }
		if m.Name == manager && m.Operation == applies && !all(m.Data, isWanted) {
			return Stale
		}
	}
	return compare(want, func(name, value string) bool {
		if name == Token {
			value = Hash(value)
		}
		return c.Values[name] == value && c.Holds(manager, name)
	})
}

func all(keys []string, is func(string) bool) bool {
	return !slices.ContainsFunc(keys, func(key string) bool { return !is(key) })
}

// compare is Stale by one value that is not live, whatever is unknown besides.
func compare(want map[string]Value, isLive func(name, value string) bool) State {
	state := Live
	for name, value := range want {
		switch {
		case !value.Known:
			state = Unknown
		case !isLive(name, value.Text):
			return Stale
		}
	}
	return state
}

// Holds tells whether a manager of Studios' holds a key.
func (c *ConfigMap) Holds(manager, key string) bool {
	return slices.ContainsFunc(c.Managers, func(m Manager) bool {
		return m.Name == manager && m.Operation == applies && slices.Contains(m.Data, key)
	})
}

const applies = "Apply"

// Applier is who else applies a key of a ConfigMap, and would take it back; empty where nobody does.
func (c *ConfigMap) Applier(key string) string {
	for _, m := range c.Managers {
		if m.Operation == applies && !isOurs(m.Name) && slices.Contains(m.Data, key) {
			return m.Name
		}
	}
	return ""
}

// Has tells whether a Secret of Studios' own has all values, and no others.
func (s *Secret) Has(want map[string]Value) State {
	if s == nil || len(s.Hashes) != len(want) {
		return Stale
	}
	return s.HasPart(want)
}

// HasPart tells whether it has all values, whatever else there is.
func (s *Secret) HasPart(want map[string]Value) State {
	return compare(want, func(key, value string) bool { return s.Hashes[key] == Hash(value) })
}

// HasAnnotations tells whether the pods of a Deployment have all annotations.
func (d *Deployment) HasAnnotations(want map[string]Value) State {
	return compare(want, func(key, value string) bool { return d.PodAnnotations[key] == value })
}

// Carries tells whether a Deployment itself has all annotations.
func (d *Deployment) Carries(want map[string]Value) State {
	return compare(want, func(key, value string) bool { return d.Annotations[key] == value })
}

// File is how a container gets a file of a Secret or ConfigMap, and is told of it. Key is empty where it is the file's name.
type File struct{ Volume, Secret, ConfigMap, Key, Mount, Name, Variable string }

// Path is where the container sees it.
func (f File) Path() string { return f.Mount + "/" + f.Name }

// HasFiles tells whether a container has all of them.
func (d *Deployment) HasFiles(container string, files []File) State {
	c := d.Container(container)
	for _, file := range files {
		volume := one(d.Volumes, func(v Volume) bool {
			isOf := v.Name == file.Volume && v.Secret == file.Secret && v.ConfigMap == file.ConfigMap
			return isOf && (file.Key == "" || slices.Contains(v.Items, Item{file.Key, file.Name}))
		})
		mount := one(c.Mounts, func(m Mount) bool { return m.Volume == file.Volume && m.Path == file.Mount })
		variable := one(c.Env, func(v Variable) bool { return v.Name == file.Variable && v.Value == file.Path() })
		if volume == nil || mount == nil || variable == nil {
			return Stale
		}
	}
	return Live
}

// MarkedVersion is the version of a Secret that pods have read, as their mark under an annotation tells it; empty where none have.
func (f *Facts) MarkedVersion(annotation, secret string) string {
	for _, d := range f.Deployments {
		if version, isMark := strings.CutPrefix(d.PodAnnotations[annotation], secret+"/"); isMark {
			return version
		}
	}
	return ""
}

// Mark is what pods carry that have read a Secret; empty where none do.
func (f *Facts) Mark(secret string) string {
	for _, d := range f.Deployments {
		for _, mark := range d.PodAnnotations {
			if strings.HasPrefix(mark, secret+"/") {
				return mark
			}
		}
	}
	return ""
}
