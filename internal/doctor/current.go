package doctor

import (
	"fmt"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// read is an object that a container reads when it starts, and never again.
type read struct {
	kind, name, key string
	row             int
}

// podsAreCurrent goes by when containers have started, and by when the API server has last seen the data change.
func podsAreCurrent(i *installation) (all []Finding) {
	if right := i.lacks("pods", "list", ""); right != nil {
		return []Finding{cannot(right)}
	}
	for _, u := range i.units() {
		oldest, isRunning := i.oldest(u)
		if !isRunning {
			continue
		}
		for _, r := range i.reads(u) {
			if changed := i.changed(r); changed != nil && changed.Time.After(oldest) {
				all = append(all, problem(r.row, fmt.Sprintf("pods of %s run since %s, and %s, %s, was changed by %s, %s",
					u, stamp(oldest), quoted(r.kind, r.name), r.how(), changed.Manager, stamp(changed.Time)),
					fmt.Sprintf("run: kubectl rollout restart %s/%s", lower(u.workload.Kind), u.workload.Metadata.Name)))
			}
		}
	}
	return all
}

// unnoticed is the row of a key that a proxy does not mount, and keeps the public half of.
const unnoticed = 34

func (r read) how() string {
	if r.row == unnoticed {
		return "of which they know the public half of before"
	}
	return "which they read then"
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func lower(kind string) string {
	return map[string]string{"Deployment": "deployment", "StatefulSet": "statefulset"}[kind]
}

// oldest is when the first of the running containers has started. A restarted container has read everything anew.
func (i *installation) oldest(u *unit) (start time.Time, isRunning bool) {
	for _, p := range i.podsOf(u) {
		for _, s := range p.Status.ContainerStatuses {
			if s.Name != u.container.Name || s.State.Running == nil {
				continue
			}
			if started := s.State.Running.StartedAt; !isRunning || started.Before(start) {
				start, isRunning = started, true
			}
		}
	}
	return start, isRunning
}

// reads are a unit's, each once. A key is given where only that matters.
func (i *installation) reads(u *unit) (all []read) {
	seen := map[read]bool{}
	add := func(r read) {
		if r.name != "" && !seen[r] {
			all, seen[r] = append(all, r), true
		}
	}
	for _, s := range u.as.EnvFrom {
		add(read{"ConfigMap", s.ConfigMap, "", 21})
	}
	for _, e := range u.container.Env {
		if e.ValueFrom != nil && e.ValueFrom.ConfigMapKeyRef != nil {
			add(read{"ConfigMap", e.ValueFrom.ConfigMapKeyRef.Name, e.ValueFrom.ConfigMapKeyRef.Key, 21})
		}
	}
	for _, v := range u.as.Env {
		if contains(secretsOf, v.Name) {
			add(read{"Secret", v.Secret, v.Key, 2})
		}
	}
	if u.role == platform.Backend || u.role == platform.Cron {
		document := i.found.TowerYml
		add(read{"ConfigMap", document.ConfigMap, document.Key, 21})
		at := i.fileAt(u, i.value(u, platform.PemPath).text)
		add(read{"Secret", at.secret, at.key, 2})
	}
	if u.role == i.proxy.role || i.server != nil && u.role == i.server.role {
		for _, s := range u.mounted() { // a file changes while they run, and is read when they start
			for _, key := range s.keys() {
				add(read{"ConfigMap", s.configMap, key, 21})
				add(read{"Secret", s.secret, key, 2})
			}
		}
	}
	if u.role == i.proxy.role && !platform.IsFrom(u.container.Image, platform.NoticesOtherKeys) {
		at := i.fileAt(i.backend, i.value(i.backend, platform.PemPath).text)
		add(read{"Secret", at.secret, at.key, unnoticed})
	}
	return all
}

func (i *installation) changed(r read) *Managed {
	switch r.kind {
	case "ConfigMap":
		if c := i.configMap(r.name); c != nil {
			return c.Metadata.changed(r.key)
		}
	case "Secret":
		if s := i.secret(r.name); s != nil {
			return s.Metadata.changed(r.key)
		}
	}
	return nil
}
