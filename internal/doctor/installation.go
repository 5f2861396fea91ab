package doctor

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// installation is Studios beside its Platform, found by what they run: names are everybody's own.
type installation struct {
	*Facts
	told                         *platform.Facts
	found                        *platform.Found // nil where the Platform was not found
	problems                     field.ErrorList
	backend, cron, proxy, server *unit
	proxies                      []*unit
}

// unit is a workload with the container that matters.
type unit struct {
	role      string
	workload  *Workload
	container *Container
	as        *platform.Container
}

func (u *unit) String() string { return quoted(u.workload.Kind, u.workload.Metadata.Name) }

// find takes what a user says of the Platform for those that cannot be told apart by what they run.
func (f *Facts) find(given platform.Given) *installation {
	i := &installation{Facts: f, told: f.platform()}
	i.found, i.problems = i.told.Find(given)
	if i.found != nil {
		i.backend, i.cron = i.platformUnit(platform.Backend), i.platformUnit(platform.Cron)
	}
	i.proxies = i.unitsOf("proxy", "Deployment", i.Deployments, i.isProxy)
	if len(i.proxies) == 0 { // a server in a StatefulSet may be given all that its proxy is
		i.proxies = i.unitsOf("proxy", "StatefulSet", i.StatefulSets, i.isProxy)
	}
	if len(i.proxies) > 0 {
		i.proxy = i.proxies[0]
	}
	i.server = i.findServer()
	return i
}

// unitsOf are those that have such a container, in the order of the API server, which is that of names.
func (i *installation) unitsOf(role, kind string, workloads []Workload, is func(*platform.Container) bool) (all []*unit) {
	for at := range workloads {
		if u := i.unitOf(role, kind, &workloads[at], is); u != nil {
			all = append(all, u)
		}
	}
	return all
}

func (i *installation) platformUnit(role string) *unit {
	named := i.found.Workload(role)
	w := first(i.Deployments, func(w Workload) bool { return w.Metadata.Name == named.Deployment })
	return i.unitOf(role, "Deployment", w, func(c *platform.Container) bool { return c.Name == named.Container })
}

func (i *installation) unitOf(role, kind string, w *Workload, is func(*platform.Container) bool) *unit {
	w.Kind = kind
	for at := range w.Spec.Template.Spec.Containers {
		raw := &w.Spec.Template.Spec.Containers[at]
		if told := i.container(*raw); is(&told) {
			return &unit{role, w, raw, &told}
		}
	}
	return nil
}

// isProxy goes by what only a proxy reads, and by what a server is called that may read it too.
func (i *installation) isProxy(c *platform.Container) bool {
	return platform.Repository(c.Image) != "server" &&
		(i.told.Effective(c, proxyToken).Where != "" || i.told.Effective(c, tunnelURL).Where != "")
}

func (i *installation) isServer(c *platform.Container) bool {
	return i.told.Effective(c, listenerPort).Where != "" || i.told.Effective(c, hostDomain).Where != "" ||
		platform.Repository(c.Image) == "server"
}

// findServer prefers the one that the proxy dials.
func (i *installation) findServer() *unit {
	all := append(i.unitsOf("server", "StatefulSet", i.StatefulSets, i.isServer),
		i.unitsOf("server", "Deployment", i.Deployments, i.isServer)...)
	all = slices.DeleteFunc(all, func(u *unit) bool { return i.proxy != nil && u.workload == i.proxy.workload })
	dialled := i.dialled()
	slices.SortStableFunc(all, func(a, b *unit) int {
		return cmp.Compare(rank(a.workload.Metadata.Name == dialled), rank(b.workload.Metadata.Name == dialled))
	})
	if len(all) == 0 {
		return nil
	}
	return all[0]
}

func rank(isFirst bool) int {
	if isFirst {
		return 0
	}
	return 1
}

// dialled is the host that the proxy dials, which is the server's Service, and in all known installations the server's name.
func (i *installation) dialled() string {
	host, _, _ := strings.Cut(i.value(i.proxy, tunnelURL).text, ":")
	name, _, _ := strings.Cut(host, ".")
	return name
}

// units are those of Studios and the Platform that were found.
func (i *installation) units() []*unit {
	return slices.DeleteFunc([]*unit{i.backend, i.cron, i.proxy, i.server}, func(u *unit) bool { return u == nil })
}

// studios are the units that are Studios' own.
func (i *installation) studios() []*unit {
	return slices.DeleteFunc([]*unit{i.proxy, i.server}, func(u *unit) bool { return u == nil })
}

// podsOf are those that live.
func (i *installation) podsOf(u *unit) (all []Pod) {
	labels := u.workload.Spec.Selector.MatchLabels
	for _, p := range i.Pods {
		if p.Metadata.DeletionTimestamp == nil && selects(labels, p.Metadata.Labels) {
			all = append(all, p)
		}
	}
	return all
}

// selects tells that a selector, which is not empty, asks for labels.
func selects(selector, labels map[string]string) bool {
	for key := range selector {
		if labels[key] != selector[key] {
			return false
		}
	}
	return len(selector) > 0
}

// Wanted are the objects that a second look has to ask for by name: Secrets, and StatefulSets where they cannot be listed.
func (f *Facts) Wanted(given platform.Given) (secrets, statefulSets []string) {
	i, all := f.find(given), map[string]bool{}
	for _, u := range i.units() {
		for _, name := range u.secrets() {
			all[name] = true
		}
	}
	for _, u := range i.studios() {
		for _, pull := range u.workload.Spec.Template.Spec.ImagePullSecrets {
			all[pull.Name] = true
		}
	}
	for _, way := range i.ways() {
		for _, tls := range way.ingress.Spec.TLS {
			all[tls.SecretName] = true
		}
	}
	delete(all, "")
	if i.dialled() != "" && i.server == nil {
		statefulSets = []string{i.dialled()}
	}
	return slices.Sorted(maps.Keys(all)), statefulSets
}

// secrets are those that the container reads or mounts, but for those that decide nothing of Studios.
func (u *unit) secrets() (all []string) {
	for _, v := range u.as.Env {
		if slices.Contains(secretsOf, v.Name) {
			all = append(all, v.Secret)
		}
	}
	for _, s := range u.as.EnvFrom {
		all = append(all, s.Secret)
	}
	for _, s := range u.mounted() {
		all = append(all, s.secret)
	}
	return all
}
