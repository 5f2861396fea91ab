package platform

import (
	"fmt"
	"slices"
	"strings"
)

// Setting is a variable as a container gets it. Its value is known where it may be told.
type Setting struct {
	Variable
	Where     string // in words; empty where nothing sets it
	configMap string
	order     int // later sources beat earlier ones, and the container's own env beats all
}

// effective is a variable as a container gets it.
func (f *Facts) effective(c *Container, name string) Setting {
	for _, own := range slices.Backward(c.Env) {
		if own.Name == name {
			return Setting{Variable: own, Where: "its own env", order: len(c.EnvFrom)}
		}
	}
	for i, source := range slices.Backward(c.EnvFrom) {
		key, hasPrefix := strings.CutPrefix(name, source.Prefix)
		if !hasPrefix {
			continue
		}
		if from := f.ConfigMap(source.ConfigMap); from != nil && slices.Contains(from.Keys, key) {
			return Setting{Variable{Name: name, Value: from.Values[name]}, fmt.Sprintf("ConfigMap %q", from.Name), from.Name, i}
		}
		if from := f.Secret(source.Secret); from != nil && slices.Contains(from.Keys, key) {
			return Setting{Variable{Name: name, Secret: from.Name, Key: key}, fmt.Sprintf("Secret %q", from.Name), "", i}
		}
	}
	return Setting{}
}

// beaten is what a container gets of a variable instead of that which a ConfigMap says.
func (f *Facts) beaten(c *Container, name, configMap string) (by Setting, isBeaten bool) {
	by = f.effective(c, name)
	at := slices.IndexFunc(c.EnvFrom, func(s Source) bool { return s.ConfigMap == configMap })
	return by, by.Where != "" && by.order > at && by.configMap != configMap
}

// reads tells whether a container takes all of a ConfigMap as its environment, under the names that it has there.
func (c *Container) reads(configMap string) bool {
	return slices.Contains(c.EnvFrom, Source{ConfigMap: configMap})
}
