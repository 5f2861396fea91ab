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
	return text + "; once no host leads to it, " + f.removal(d)
}

// nameLabel tells pods of Studios from those of an installation by hand.
const nameLabel, studiosName = "app.kubernetes.io/name", "seqera-studios"

// isForStudios tells that it asks for Studios' own pods.
func (s *Service) isForStudios() bool { return s != nil && s.Selector[nameLabel] == studiosName }

// isSwitched tells that a Service of an installation by hand leads to Studios' own pods by now.
func (f *Facts) isSwitched(service string) bool {
	return one(f.Services, func(s Service) bool { return s.Name == service }).isForStudios()
}

// waysTo are the Ingresses that lead to a Service, which Seqera's manifests and chart call like the Deployment behind it.
func (f *Facts) waysTo(service string) (all []string) {
	if f.isSwitched(service) {
		return nil
	}
	for _, i := range f.Ingresses {
		if slices.Contains(i.Services, service) {
			all = append(all, i.Name)
		}
	}
	slices.Sort(all)
	return all
}

// removal takes a proxy away, and the server that it dials; not its Service where that has been switched.
func (f *Facts) removal(d Deployment) string {
	if d.Release != "" {
		return fmt.Sprintf("switch it off in Helm release %q: helm upgrade with --reuse-values --set studios.enabled=false, "+
			"or helm uninstall where the release is Studios alone", d.Release)
	}
	command := "run: kubectl delete deployment/" + d.Name
	if !f.isSwitched(d.Name) {
		command += " service/" + d.Name
	}
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
