// Package platform decides, from facts about a namespace, what Seqera Platform is there and what Studios has to do with it. It
// knows nothing of Pulumi and asks nobody: facts come in, findings and problems go out.
package platform

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Facts are what stands in the namespace, as the templates of component/preflight tell it.
type Facts struct {
	Deployments []Deployment
	ConfigMaps  []ConfigMap
	Secrets     []Secret // those that were asked for, and those that the Platform's containers read whole
	Services    []Service
	Ingresses   []Ingress
	APIs        []string // of those asked for, the kinds that the cluster knows
	PodSecurity string   // the Pod Security Standard that the namespace enforces; empty where it enforces none
	Objects     []Object // under the names that Studios is going to use
	// SecretsUnseen tells that Secrets were not looked at, so one that is not told of may be there.
	SecretsUnseen bool `json:"-"`
}

// Deployment is one, with what matters of its pods.
type Deployment struct {
	Name           string
	Version        string // its generation, which only a change of its spec changes, and which Deployment of that name it is
	Annotations    map[string]string
	Release        string // of Helm
	Paused         bool
	PullSecrets    []string
	PodAnnotations map[string]string // Studios' own
	Containers     []Container
	Volumes        []Volume
	Holders        []string // who holds volumes of Studios' in its pods
}

// Container is one of a pod's; init containers are none.
type Container struct {
	Name    string
	Image   string
	Env     []Variable
	EnvFrom []Source
	Mounts  []Mount
}

// Variable is an entry of a container's env. Its value is told only where it may be.
type Variable struct {
	Name, Value string
	IsReference bool
	Secret, Key string // where it comes from a Secret
}

// Source is an entry of envFrom.
type Source struct{ Prefix, ConfigMap, Secret string }

// Mount is where a container sees a volume.
type Mount struct{ Volume, Path, SubPath string }

// Volume is a ConfigMap or Secret in a pod.
type Volume struct {
	Name              string
	ConfigMap, Secret string
	Items             []Item
}

// Item is a key under a name of its own in a volume.
type Item struct{ Key, Path string }

// ConfigMap is one, with the values that may be told, and of tokens the hash.
type ConfigMap struct {
	Name        string
	Version     string // its resourceVersion
	Immutable   bool
	Annotations map[string]string // Studios' own
	Managers    []Manager
	Keys        []string
	Values      map[string]string
}

// Manager is who holds which keys of an object's data.
type Manager struct {
	Name, Operation string
	Data            []string
}

// Secret is one. Hashes are told of Studios' own only.
type Secret struct {
	Name        string
	Version     string // its resourceVersion
	Annotations map[string]string
	Keys        []string
	Hashes      map[string]string
	Certificate string // its tls.crt, where it is asked for; nothing but certificates is told of it
}

// Service is one with the pods that it selects.
type Service struct {
	Name, Owner string
	Selector    map[string]string
}

// Ingress is one with what another may take over from it.
type Ingress struct {
	Name, Class string
	Annotations map[string]string
	Hosts       []string
	Services    []string
}

// Object is one that is there under a name which Studios is going to use; Owner is empty where it is not a Studios'.
type Object struct {
	Kind, Name, Owner string
	Replicas          int      // of an autoscaler, the fewest
	Images            []string // of its pods
}

// Hash is how facts tell of a value that must not be told.
func Hash(value string) string {
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:])
}

// Deployment, ConfigMap and Secret are nil where there is none of that name.
func (f *Facts) Deployment(name string) *Deployment {
	return one(f.Deployments, func(d Deployment) bool { return d.Name == name })
}

func (f *Facts) ConfigMap(name string) *ConfigMap {
	return one(f.ConfigMaps, func(c ConfigMap) bool { return c.Name == name })
}

func (f *Facts) Secret(name string) *Secret {
	return one(f.Secrets, func(s Secret) bool { return s.Name == name })
}

// Own is an object of Studios' own; nil where there is none.
func (f *Facts) Own(kind, name string, owners []string) *Object {
	return one(f.Objects, func(o Object) bool { return o.Kind == kind && o.Name == name && slices.Contains(owners, o.Owner) })
}

// Ingress is nil where there is none of that name.
func (f *Facts) Ingress(name string) *Ingress {
	return one(f.Ingresses, func(i Ingress) bool { return i.Name == name })
}

// Container is nil where the pods have none of that name.
func (d *Deployment) Container(name string) *Container {
	return one(d.Containers, func(c Container) bool { return c.Name == name })
}

func one[T any](all []T, is func(T) bool) *T {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return &all[i]
	}
	return nil
}
