package doctor

import (
	"path"
	"strings"
)

// source is a part of a volume.
type source struct {
	*Files
	configMap, secret string
}

func (v Volume) sources() (all []source) {
	add := func(configMap, secret *Files) {
		if configMap != nil {
			all = append(all, source{configMap, configMap.Name, ""})
		}
		if secret != nil {
			all = append(all, source{secret, "", secret.SecretName + secret.Name}) // a projected one has a name
		}
	}
	add(v.ConfigMap, v.Secret)
	if v.Projected != nil {
		for _, part := range v.Projected.Sources {
			add(part.ConfigMap, part.Secret)
		}
	}
	return all
}

// mounted are the parts of volumes that the container sees.
func (u *unit) mounted() (all []source) {
	for _, m := range u.container.VolumeMounts {
		for _, v := range u.workload.Spec.Template.Spec.Volumes {
			if v.Name == m.Name {
				all = append(all, v.sources()...)
			}
		}
	}
	return all
}

// file is where a file in a container comes from.
type file struct {
	isMounted              bool
	configMap, secret, key string
}

// fileAt goes by the longest mount that has the path.
func (u *unit) fileAt(at string) (found file) {
	longest := 0
	for _, m := range u.container.VolumeMounts {
		inside, isBelow := strings.CutPrefix(at, strings.TrimSuffix(m.MountPath, "/")+"/")
		if at != m.MountPath && !isBelow || len(m.MountPath) <= longest {
			continue
		}
		longest, found = len(m.MountPath), file{isMounted: true}
		name := path.Join(m.SubPath, inside)
		if at == m.MountPath {
			name = m.SubPath
		}
		volume := first(u.workload.Spec.Template.Spec.Volumes, func(v Volume) bool { return v.Name == m.Name })
		if volume == nil {
			return file{}
		}
		for _, s := range volume.sources() {
			if key, has := s.keyOf(name); has {
				found = file{true, s.configMap, s.secret, key}
			}
		}
	}
	return found
}

// keys are those that are mounted; one that is empty for all.
func (f *Files) keys() (all []string) {
	for _, item := range f.Items {
		all = append(all, item.Key)
	}
	if len(all) == 0 {
		return []string{""}
	}
	return all
}

// keyOf is the key that stands under a name.
func (f *Files) keyOf(name string) (key string, has bool) {
	if len(f.Items) == 0 {
		return name, true
	}
	for _, item := range f.Items {
		if item.Path == name {
			return item.Key, true
		}
	}
	return "", false
}

// content is that of a file, as far as it may be seen.
func (i *installation) content(f file) value {
	if from := i.configMap(f.configMap); from != nil {
		text, isSet := from.Data[f.key]
		return value{text: text, isSet: isSet, isKnown: true, where: quoted("ConfigMap", f.configMap)}
	}
	return i.fromSecret(f.secret, f.key)
}
