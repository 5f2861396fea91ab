package platform

import (
	"slices"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// configMap is the one given, or the one that both containers read; of several, the one with the Platform's URL.
func (s *search) configMap(backend, cron *Container) string {
	const path = "platform.configMap"
	if given := s.given.ConfigMap; given != "" {
		if s.ConfigMap(given) == nil {
			s.problem(field.ErrorTypeNotFound, path, given, "must be the ConfigMap with the environment of backend and cron, "+
				"and they read: %s; there are: %s", list(common(backend, cron)), names(s.ConfigMaps))
		}
		return given
	}
	named := common(backend, cron)
	both := slices.DeleteFunc(slices.Clone(named), func(name string) bool { return s.ConfigMap(name) == nil })
	if len(both) > 1 {
		withURL := slices.DeleteFunc(slices.Clone(both), func(name string) bool {
			return !slices.Contains(s.ConfigMap(name).Keys, serverURL)
		})
		if len(withURL) == 1 {
			both = withURL
		}
	}
	switch {
	case len(both) == 1:
		return both[0]
	case len(both) > 1:
		s.problem(field.ErrorTypeRequired, path, nil, "backend and cron read several ConfigMaps both; give the one that Studios' settings "+
			"shall stand in:%s", lines(path, both))
	case len(named) > 0:
		s.problem(field.ErrorTypeNotFound, path, list(named), "backend and cron read it, and it is not there")
	default:
		s.problem(field.ErrorTypeRequired, path, nil, "backend and cron must read one ConfigMap both, through envFrom, for Studios' settings "+
			"to reach them; backend reads: %s; cron reads: %s", list(backend.configMaps()), list(cron.configMaps()))
	}
	return ""
}

func (c *Container) configMaps() (all []string) {
	for _, source := range c.EnvFrom {
		if source.ConfigMap != "" && source.Prefix == "" {
			all = append(all, source.ConfigMap)
		}
	}
	return all
}

func common(a, b *Container) (both []string) {
	for _, name := range a.configMaps() {
		if b.reads(name) && !slices.Contains(both, name) {
			both = append(both, name)
		}
	}
	return both
}

// towerYml is what is given, and else what both containers mount. That there is none is no problem where nothing has to be said
// in it.
func (s *search) towerYml(backend, cron *Deployment, inBackend, inCron *Container) (Document, *field.Error) {
	found, other := backend.document(inBackend), cron.document(inCron)
	given := s.given.TowerYml
	switch {
	case given.ConfigMap == "" && found == Document{}:
		return Document{}, problem(field.ErrorTypeRequired, documentPath, nil, "container %q of Deployment %q mounts no key of a ConfigMap at %s; "+
			"give the ConfigMap that holds it, of: %s; or leave the list to whoever owns the Platform:%s", inBackend.Name, backend.Name,
			TowerYmlPath, names(s.ConfigMaps), lines("allowedWorkspacesIn", []string{InPlatform}))
	case given.ConfigMap == "" && found != other:
		return Document{}, problem(field.ErrorTypeRequired, documentPath, nil, "backend has %s at %s, and cron %s: both must have the same, "+
			"or leave the list to whoever owns the Platform:%s", found, TowerYmlPath, other, lines("allowedWorkspacesIn", []string{InPlatform}))
	case given.ConfigMap != "" && given.ConfigMap != found.ConfigMap:
		found = Document{given.ConfigMap, "tower.yml"}
	}
	if given.Key != "" {
		found.Key = given.Key
	}
	s.hasDocument(found, backend, cron)
	return found, nil
}

func (s *search) hasDocument(d Document, mountedBy ...*Deployment) {
	configMap := s.ConfigMap(d.ConfigMap)
	switch {
	case configMap == nil:
		s.problem(field.ErrorTypeNotFound, "platform.towerYmlConfigMap", d.ConfigMap, "must be the ConfigMap that holds tower.yml; there are: %s",
			names(s.ConfigMaps))
		return
	case !slices.Contains(configMap.Keys, d.Key):
		s.problem(field.ErrorTypeNotFound, "platform.towerYmlKey", d.Key, "must be a key of ConfigMap %q; it has: %s",
			d.ConfigMap, list(configMap.Keys))
	}
	for _, deployment := range mountedBy {
		if one(deployment.Volumes, func(v Volume) bool { return v.ConfigMap == d.ConfigMap }) == nil {
			s.problem(field.ErrorTypeInvalid, "platform.towerYmlConfigMap", d.ConfigMap,
				"must be mounted by Deployment %q, or tower.yml never reaches it", deployment.Name)
		}
	}
}

func (d Document) String() string { return d.ConfigMap + "/" + d.Key }

// document is what a container has at the place of tower.yml.
func (d *Deployment) document(c *Container) Document {
	mount := c.towerYml()
	if mount == nil || mount.SubPath == "" {
		return Document{}
	}
	for _, volume := range d.Volumes {
		if volume.Name != mount.Volume || volume.ConfigMap == "" {
			continue
		}
		if len(volume.Items) == 0 {
			return Document{volume.ConfigMap, mount.SubPath}
		}
		for _, item := range volume.Items {
			if item.Path == mount.SubPath {
				return Document{volume.ConfigMap, item.Key}
			}
		}
	}
	return Document{}
}
