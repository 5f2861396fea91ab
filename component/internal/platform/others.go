package platform

import (
	"fmt"
	"slices"
	"strings"
)

const (
	proxyToken = "CONNECT_OIDC_CLIENT_REGISTRATION_TOKEN"
	tunnelURL  = "CONNECT_TUNNEL_URL"
)

// isProxy goes by what only a proxy reads, and Seqera's manifests and chart both have in env.
func isProxy(c Container) bool {
	return slices.ContainsFunc(c.Env, func(v Variable) bool { return v.Name == proxyToken })
}

// otherProxy tells of a Studios proxy that was made by hand or by Seqera's chart: what leads to it still, and how it goes.
func (f *Facts) otherProxy(d Deployment) string {
	text := fmt.Sprintf("Deployment %q is a Studios proxy that this program has not made: two serve the same sessions only "+
		"while they share Redis and its prefix", d.Name)
	switch ways := f.waysTo(d.Name); {
	case len(ways) == 0:
	case d.Release != "":
		text += fmt.Sprintf("; take away Ingress %s, which leads to it: helm upgrade of release %q with --reuse-values "+
			"--set studios.ingress.enabled=false", list(ways), d.Release)
	default:
		text += fmt.Sprintf("; let Ingress %s lead to the new Service instead of %q", list(ways), d.Name)
	}
	return text + "; once no host leads to it, " + d.removal()
}

// waysTo are the Ingresses that lead to a Service, which Seqera's manifests and chart call like the Deployment behind it.
func (f *Facts) waysTo(service string) (all []string) {
	for _, i := range f.Ingresses {
		if slices.Contains(i.Services, service) {
			all = append(all, i.Name)
		}
	}
	slices.Sort(all)
	return all
}

// removal takes a proxy away, and the server that it dials.
func (d *Deployment) removal() string {
	if d.Release != "" {
		return fmt.Sprintf("switch it off in Helm release %q: helm upgrade with --reuse-values --set studios.enabled=false, "+
			"or helm uninstall where the release is Studios alone", d.Release)
	}
	command := fmt.Sprintf("run: kubectl delete deployment/%[1]s service/%[1]s", d.Name)
	for _, c := range d.Containers {
		at := one(c.Env, func(v Variable) bool { return v.Name == tunnelURL })
		if at == nil {
			continue
		}
		if server, _, _ := strings.Cut(at.Value, ":"); server != "" {
			command += fmt.Sprintf(" statefulset/%[1]s service/%[1]s", server)
		}
	}
	return command
}
