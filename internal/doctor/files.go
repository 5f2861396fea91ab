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
	isMounted, isElsewhere bool // in a volume that only the pod sees into
	configMap, secret, key string
}

// mountOf is the mount that has a path: the longest. It is nil for none.
func (u *unit) mountOf(at string) (found *Mount) {
	for number := range u.container.VolumeMounts {
		m := &u.container.VolumeMounts[number]
		isIn := at == m.MountPath || strings.HasPrefix(at, strings.TrimSuffix(m.MountPath, "/")+"/")
		if isIn && (found == nil || len(m.MountPath) > len(found.MountPath)) {
			found = m
		}
	}
	return found
}

func (u *unit) volume(name string) *Volume {
	return first(u.workload.Spec.Template.Spec.Volumes, func(v Volume) bool { return v.Name == name })
}

// fileAt prefers a source of which it is known that it has the file: of those that are projected all may.
func (i *installation) fileAt(u *unit, at string) (found file) {
	m := u.mountOf(at)
	if m == nil {
		return file{}
	}
	volume := u.volume(m.Name)
	if volume == nil {
		return file{}
	}
	name := path.Join(m.SubPath, strings.TrimPrefix(strings.TrimPrefix(at, m.MountPath), "/"))
	found = file{isMounted: true, isElsewhere: volume.EmptyDir == nil && len(volume.sources()) == 0}
	isSure := false
	for _, s := range volume.sources() {
		key, has := s.keyOf(name)
		if !has || isSure {
			continue
		}
		one := file{isMounted: true, configMap: s.configMap, secret: s.secret, key: key}
		isSure = i.content(one).isSet && i.content(one).isKnown
		if isSure || found.key == "" || i.content(one).isUnseen() {
			found = one
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
