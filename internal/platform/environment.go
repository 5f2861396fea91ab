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
	IsKnown   bool   // the value was told, and refers to no other
	ConfigMap string // that it comes from; empty for others
	order     int    // later sources beat earlier ones, and the container's own env beats all
}

// Effective is a variable as a container gets it. Kubernetes refers to others by $(NAME) in a container's env only.
func (f *Facts) Effective(c *Container, name string) Setting {
	for _, own := range slices.Backward(c.Env) {
		if own.Name == name {
			isKnown := !own.IsReference && !strings.Contains(own.Value, "$(")
			return Setting{Variable: own, Where: "its own env", IsKnown: isKnown, order: len(c.EnvFrom)}
		}
	}
	for i, source := range slices.Backward(c.EnvFrom) {
		key, hasPrefix := strings.CutPrefix(name, source.Prefix)
		if !hasPrefix {
			continue
		}
		if from := f.ConfigMap(source.ConfigMap); from != nil && slices.Contains(from.Keys, key) {
			value, isTold := from.Values[key]
			return Setting{Variable{Name: name, Value: value}, fmt.Sprintf("ConfigMap %q", from.Name), isTold, from.Name, i}
		}
		if from := f.Secret(source.Secret); from != nil && slices.Contains(from.Keys, key) {
			return Setting{Variable{Name: name, Secret: from.Name, Key: key}, fmt.Sprintf("Secret %q", from.Name), false, "", i}
		}
	}
	return Setting{}
}

// beaten is what a container gets of a variable instead of that which a ConfigMap says. What Studios itself has set elsewhere is
// withdrawn.
func (f *Facts) beaten(c *Container, name, configMap string) (by Setting, isBeaten bool) {
	by = f.Effective(c, name)
	at := slices.IndexFunc(c.EnvFrom, func(s Source) bool { return s.ConfigMap == configMap })
	if by.ConfigMap != "" && f.ConfigMap(by.ConfigMap).Holds(FieldManager, name) {
		return by, false
	}
	return by, by.Where != "" && by.order > at && by.ConfigMap != configMap
}

// reads tells whether a container takes all of a ConfigMap as its environment, under the names that it has there.
func (c *Container) reads(configMap string) bool {
	return slices.Contains(c.EnvFrom, Source{ConfigMap: configMap})
}
