package platform

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// IngressesOf are the Ingresses of the Platform: those with a rule for the host of its URL. Of several that are the same in what
// matters it is the first.
func (f *Facts) IngressesOf(platformURL string, isSame func(a, b *Ingress) bool) (all []string) {
	public, err := url.Parse(platformURL)
	if err != nil || public.Hostname() == "" {
		return nil
	}
	for _, i := range f.Ingresses {
		if slices.ContainsFunc(i.Hosts, func(host string) bool { return strings.EqualFold(host, public.Hostname()) }) {
			all = append(all, i.Name)
		}
	}
	slices.Sort(all)
	differs := func(name string) bool { return !isSame(f.Ingress(all[0]), f.Ingress(name)) }
	if len(all) > 1 && !slices.ContainsFunc(all[1:], differs) {
		return all[:1]
	}
	return all
}

// Warnings are what does not stand in the way, and yet may keep Studios from working. Secrets are given with the argument that
// names them; those that Studios creates have none.
func (f *Facts) Warnings(owners []string, secrets map[string]string) (all []string) {
	const refresh = "; run: pulumi up --refresh"
	isOwn := func(d Deployment) bool { return slices.Contains(owners, d.Annotations[ownerAnnotation]) }
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		pulls := func(d Deployment) bool { return !isOwn(d) && slices.Contains(d.PullSecrets, name) }
		if f.SecretsUnseen || f.Secret(name) != nil || slices.ContainsFunc(f.Deployments, pulls) {
			continue
		}
		if secrets[name] == "" && f.Mark(name) != "" {
			all = append(all, fmt.Sprintf("Secret %q, which Studios had made, is gone", name)+refresh)
		}
		if argument := secrets[name]; argument != "" {
			all = append(all, fmt.Sprintf("%s: there is no Secret %q in the namespace; make it, or Studios cannot start or be reached", argument, name))
		}
	}
	if f.ConfigMap(Record) == nil && slices.ContainsFunc(f.Deployments, isOwn) {
		all = append(all, fmt.Sprintf("ConfigMap %q, by which other stacks know of this one, is gone", Record)+refresh)
	}
	for _, d := range f.Deployments {
		if !isOwn(d) && slices.ContainsFunc(d.Containers, isProxy) {
			all = append(all, f.otherProxy(d))
		}
		for _, holder := range d.Holders {
			if !isOurs(holder) {
				all = append(all, fmt.Sprintf("Deployment %q: Studios' volume in its pods is held by %q, as after a backup, so a destroy would leave it there, "+
					"without the Secret or ConfigMap in it; take it out of the Deployment, and run: pulumi up", d.Name, holder))
			}
		}
	}
	return all
}

// SharesRedis tells that the Platform has its own keys in a Redis database, as far as its URL may be told.
func (f *Facts) SharesRedis(found *Found, address string, database int) bool {
	backend := f.Deployment(found.Backend.Deployment).Container(found.Backend.Container)
	is := f.Effective(backend, RedisURL)
	return is.Value == Hash(fmt.Sprintf("%s/%d", strings.ToLower(address), database))
}

// IsSet tells that the backend has a variable already, from wherever.
func (f *Facts) IsSet(found *Found, name string) bool {
	return f.Effective(f.Deployment(found.Backend.Deployment).Container(found.Backend.Container), name).Where != ""
}

var templateVariable = regexp.MustCompile(`^` + TemplatePrefix + `(.+)_(ICON|PORT|REPOSITORY|STATUS|TOOL)$`)

// TemplateOf is the key of the template that a variable is about, and the part of it that it sets, such as TOOL; empty for others.
func TemplateOf(variable string) (key, part string) {
	if parts := templateVariable.FindStringSubmatch(variable); parts != nil {
		return parts[1], parts[2]
	}
	return "", ""
}

// TemplatePrefix begins the variables of a template; its key follows.
const TemplatePrefix = Family + "TEMPLATES_"

// LeftTemplates are the keys of templates that are not wanted and stay, for somebody else holds them, by each ConfigMap that the
// backend reads.
func (f *Facts) LeftTemplates(found *Found, wanted map[string]Value) map[string][]string {
	all := map[string][]string{}
	for _, name := range f.Deployment(found.Backend.Deployment).Container(found.Backend.Container).configMaps() {
		if configMap := f.ConfigMap(name); configMap != nil {
			if left := configMap.leftTemplates(wanted); len(left) > 0 {
				all[name] = left
			}
		}
	}
	return all
}

func (c *ConfigMap) leftTemplates(wanted map[string]Value) (all []string) {
	for _, key := range c.Keys {
		parts := templateVariable.FindStringSubmatch(key)
		if _, isWanted := wanted[key]; parts == nil || isWanted || slices.Contains(all, parts[1]) {
			continue
		}
		isHeldBy := func(isRight func(name string) bool) bool {
			return slices.ContainsFunc(c.Managers, func(m Manager) bool { return isRight(m.Name) && slices.Contains(m.Data, key) })
		}
		if isHeldBy(isOurs) && !isHeldBy(func(name string) bool { return !isOurs(name) }) {
			continue // goes with the next update
		}
		all = append(all, parts[1])
	}
	return all
}

const ownerAnnotation = "seqera-studios/owner"
