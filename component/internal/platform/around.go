package platform

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// IngressOf is the Ingress of the Platform: the only one with a rule for the host of its URL.
func (f *Facts) IngressOf(platformURL string) string {
	public, err := url.Parse(platformURL)
	if err != nil || public.Hostname() == "" {
		return ""
	}
	var all []string
	for _, i := range f.Ingresses {
		if slices.ContainsFunc(i.Hosts, func(host string) bool { return strings.EqualFold(host, public.Hostname()) }) {
			all = append(all, i.Name)
		}
	}
	if len(all) != 1 {
		return ""
	}
	return all[0]
}

// Warnings are what does not stand in the way, and yet may keep Studios from working. Secrets are given with the argument that
// names them; those that Studios creates have none.
func (f *Facts) Warnings(owners []string, secrets map[string]string) (all []string) {
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		if argument := secrets[name]; argument != "" && f.Secret(name) == nil {
			all = append(all, fmt.Sprintf("%s: there is no Secret %q in the namespace; make it, or Studios cannot start or be reached", argument, name))
		}
	}
	for _, d := range f.Deployments {
		if !slices.Contains(owners, d.Annotations[ownerAnnotation]) && slices.ContainsFunc(d.Containers, isProxy) {
			all = append(all, fmt.Sprintf("Deployment %q is a Studios proxy that this program has not made: two serve the same sessions only "+
				"while they share Redis and its prefix; take it away once its host leads to the new one", d.Name))
		}
	}
	return all
}

const ownerAnnotation = "seqera-studios/owner"

func isProxy(c Container) bool {
	return slices.ContainsFunc(c.Env, func(v Variable) bool { return v.Name == "CONNECT_PROXY_URL" })
}
