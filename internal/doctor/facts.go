package doctor

import (
	"slices"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// Facts are what was read in the namespace of the Platform.
type Facts struct {
	Namespace       string
	Now             time.Time
	Deployments     []Workload
	StatefulSets    []Workload
	Pods            []Pod
	ConfigMaps      []ConfigMap
	Services        []Service
	Ingresses       []Ingress
	Routes          []Route
	NetworkPolicies []NetworkPolicy
	Secrets         []Secret // of those that Wanted names
	Absent          []string // the Secrets of those that are not there
	Denied          []rights.Right
}

// lacks is the right without which something was not seen; nil where it was.
func (f *Facts) lacks(resource, verb, name string) *rights.Right {
	i := slices.IndexFunc(f.Denied, func(r rights.Right) bool { return r.Resource == resource && r.Verb == verb && r.Name == name })
	if i < 0 {
		return nil
	}
	return &f.Denied[i]
}

func (f *Facts) secret(name string) *Secret {
	return first(f.Secrets, func(s Secret) bool { return s.Metadata.Name == name })
}

func (f *Facts) configMap(name string) *ConfigMap {
	return first(f.ConfigMaps, func(c ConfigMap) bool { return c.Metadata.Name == name })
}

func (f *Facts) service(name string) *Service {
	return first(f.Services, func(s Service) bool { return s.Metadata.Name == name })
}

func first[T any](all []T, is func(T) bool) *T {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return &all[i]
	}
	return nil
}

// platform are the facts in the words of the component, which finds the Platform in them.
func (f *Facts) platform() *platform.Facts {
	all := &platform.Facts{SecretsUnseen: true}
	for _, d := range f.Deployments {
		all.Deployments = append(all.Deployments, *f.told(&d))
	}
	for _, c := range f.ConfigMaps {
		told := platform.ConfigMap{Name: c.Metadata.Name, Immutable: c.Immutable, Values: c.Data}
		for key := range c.Data {
			told.Keys = append(told.Keys, key)
		}
		slices.Sort(told.Keys)
		for _, m := range c.Metadata.ManagedFields {
			told.Managers = append(told.Managers, platform.Manager{Name: m.Manager, Operation: m.Operation, Data: m.data()})
		}
		all.ConfigMaps = append(all.ConfigMaps, told)
	}
	for _, s := range f.Secrets {
		told := platform.Secret{Name: s.Metadata.Name}
		for key := range s.Data {
			told.Keys = append(told.Keys, key)
		}
		all.Secrets = append(all.Secrets, told)
	}
	return all
}

// told is a workload in the words of the component.
func (f *Facts) told(w *Workload) *platform.Deployment {
	d := &platform.Deployment{Name: w.Metadata.Name, Annotations: w.Metadata.Annotations, Paused: w.Spec.Paused,
		Release: w.Metadata.Annotations["meta.helm.sh/release-name"]}
	for _, c := range w.Spec.Template.Spec.Containers {
		d.Containers = append(d.Containers, f.container(c))
	}
	for _, v := range w.Spec.Template.Spec.Volumes {
		for _, source := range v.sources() {
			told := platform.Volume{Name: v.Name, ConfigMap: source.configMap, Secret: source.secret}
			for _, item := range source.Items {
				told.Items = append(told.Items, platform.Item{Key: item.Key, Path: item.Path})
			}
			d.Volumes = append(d.Volumes, told)
		}
	}
	return d
}

// container has the values of keys of ConfigMaps in place.
func (f *Facts) container(c Container) platform.Container {
	told := platform.Container{Name: c.Name, Image: c.Image}
	for _, e := range c.Env {
		variable := platform.Variable{Name: e.Name, Value: e.Value, IsReference: e.ValueFrom != nil}
		if e.ValueFrom != nil && e.ValueFrom.SecretKeyRef != nil {
			variable.Secret, variable.Key = e.ValueFrom.SecretKeyRef.Name, e.ValueFrom.SecretKeyRef.Key
		}
		if e.ValueFrom != nil && e.ValueFrom.ConfigMapKeyRef != nil {
			if from := f.configMap(e.ValueFrom.ConfigMapKeyRef.Name); from != nil {
				variable.Value, variable.IsReference = from.Data[e.ValueFrom.ConfigMapKeyRef.Key], false
			}
		}
		told.Env = append(told.Env, variable)
	}
	for _, e := range c.EnvFrom {
		source := platform.Source{Prefix: e.Prefix}
		if e.ConfigMapRef != nil {
			source.ConfigMap = e.ConfigMapRef.Name
		}
		if e.SecretRef != nil {
			source.Secret = e.SecretRef.Name
		}
		told.EnvFrom = append(told.EnvFrom, source)
	}
	for _, m := range c.VolumeMounts {
		told.Mounts = append(told.Mounts, platform.Mount{Volume: m.Name, Path: m.MountPath, SubPath: m.SubPath})
	}
	return told
}
