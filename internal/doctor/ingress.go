package doctor

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

const alb, albAnnotation, nginxAnnotation = "alb", "alb.ingress.kubernetes.io/", "nginx.ingress.kubernetes.io/"

// way leads a host to the proxy.
type way struct {
	ingress              *Ingress
	service              string
	host, path, pathType string
	rule                 int // which of the Ingress'; behind all for its default
}

// class is what the Ingress is of, by its field or by the annotation of before.
func (n *Ingress) class() string {
	return cmp.Or(n.Spec.IngressClassName, n.Metadata.Annotations["kubernetes.io/ingress.class"])
}

// ways are those of all Ingresses.
func (i *installation) ways() (all []way) {
	if i.proxy == nil {
		return nil
	}
	for at := range i.Ingresses {
		n := &i.Ingresses[at]
		for number, rule := range n.Spec.Rules {
			for _, p := range rule.HTTP.Paths {
				if i.leadsToProxy(p.Backend.Service.Name) {
					all = append(all, way{n, p.Backend.Service.Name, rule.Host, p.Path, p.PathType, number})
				}
			}
		}
		if other := n.Spec.DefaultBackend.Service.Name; i.leadsToProxy(other) {
			all = append(all, way{n, other, "", "/", "Prefix", len(n.Spec.Rules)})
		}
	}
	return all
}

func (i *installation) leadsToProxy(service string) bool {
	return slices.ContainsFunc(i.servicesOf(i.proxy), func(s *Service) bool { return s.Metadata.Name == service })
}

func ingress(i *installation) []Finding {
	if url := i.value(i.proxy, proxyURL); url.isUnseen() {
		return []Finding{cannot(url.lacks)}
	} else if !url.isSet {
		return nil // told already
	}
	ways := i.ways()
	if len(ways) == 0 {
		return i.otherDoor()
	}
	want := cmp.Or(i.wildcard(), i.connectHost())
	for _, w := range ways {
		if !i.covers(w) {
			continue
		}
		if !w.takesAll() {
			return []Finding{problem(13,
				fmt.Sprintf("Ingress %q leads %s to the proxy for the path %s of type %s, which its class %q takes for that path alone",
					w.ingress.Metadata.Name, w.host, w.path, w.pathType, w.ingress.class()),
				`take "/" of type Prefix, or "/*" of type ImplementationSpecific behind an ALB or GKE's`)}
		}
		return i.order(w)
	}
	found := ways[0]
	if found.host == "*."+i.connectHost() {
		return []Finding{problem(6,
			fmt.Sprintf("Ingress %q leads %s to the proxy, which is one label too deep: sessions are served beside the connect host, at %s",
				found.ingress.Metadata.Name, found.host, want), "let the rule be for "+want)}
	}
	return []Finding{problem(13, fmt.Sprintf("Ingress %q leads %s to the proxy, and sessions are served at %s",
		found.ingress.Metadata.Name, found.host, want), "add a rule for "+want)}
}

// covers tells that a way is for every session. The wildcard of an ALB stands for several labels.
func (i *installation) covers(w way) bool {
	switch wildcard := i.wildcard(); {
	case w.host == "":
		return true
	case wildcard == "":
		return w.host == i.connectHost() || w.host == rules.WildcardHost("https://"+i.connectHost())
	case w.ingress.class() == alb:
		return len(rules.HostCovers(nil, w.host, i.value(i.proxy, proxyURL).text)) == 0
	default:
		return strings.EqualFold(w.host, wildcard)
	}
}

// takesAll tells that the path is for everything below the host, as its class understands it.
func (w way) takesAll() bool {
	isGlob := w.path == "/*" && w.pathType == "ImplementationSpecific"
	switch w.ingress.class() {
	case alb, "gce", "gce-internal":
		return isGlob || (w.path == "/" || w.path == "") && w.pathType == "Prefix"
	case "nginx", "traefik":
		return w.path == "/" && w.pathType != "Exact" || w.path == "" && w.pathType != "Exact"
	}
	return isGlob || w.path == "/" && w.pathType != "Exact" || w.path == ""
}

// isDefault tells of what no rule has taken.
func (w way) isDefault() bool { return w.rule == len(w.ingress.Spec.Rules) }

// order keeps a wildcard of an ALB behind the Platform's own host: rules go by their order there, and not by what is more exact.
func (i *installation) order(w way) []Finding {
	host := rules.HostOf(i.value(i.backend, serverURL).text)
	if w.ingress.class() != alb || w.isDefault() || rules.WildcardHost("https://"+host) != w.host && w.host != "" {
		return nil
	}
	for at := range i.Ingresses {
		n := &i.Ingresses[at]
		for number, rule := range n.Spec.Rules {
			if rule.Host != host || !w.isBefore(n, number) {
				continue
			}
			return []Finding{problem(13,
				fmt.Sprintf("Ingress %q has its rule for %s before that of Ingress %q for %s, so the Platform's own traffic goes to the proxy",
					w.ingress.Metadata.Name, w.host, n.Metadata.Name, host),
				"put the rule behind the Platform's, by "+albAnnotation+"group.order where both share a group")}
		}
	}
	return nil
}

// isBefore compares within one Ingress, and within a group by order and name.
func (w way) isBefore(other *Ingress, rule int) bool {
	if other == w.ingress {
		return w.rule < rule
	}
	group := func(n *Ingress) (string, int) {
		order, _ := strconv.Atoi(n.Metadata.Annotations[albAnnotation+"group.order"])
		return n.Metadata.Annotations[albAnnotation+"group.name"], order
	}
	ours, order := group(w.ingress)
	theirs, otherOrder := group(other)
	return ours != "" && ours == theirs && (order < otherOrder || order == otherOrder && w.ingress.Metadata.Name < other.Metadata.Name)
}

// otherDoor is a route, or a Service with an address of its own.
func (i *installation) otherDoor() []Finding {
	for _, r := range i.Routes {
		for _, rule := range r.Spec.Rules {
			if slices.ContainsFunc(rule.BackendRefs, func(to Named) bool { return i.leadsToProxy(to.Name) }) {
				return nil
			}
		}
	}
	isDoor := func(s *Service) bool { return s.Spec.Type == "LoadBalancer" && i.carriesHTTP(s) }
	if services := i.servicesOf(i.proxy); len(services) == 0 || slices.ContainsFunc(services, isDoor) {
		return nil // told with the ports, or reachable so
	}
	if right := i.lacks("httproutes", "list", ""); right != nil {
		return []Finding{cannot(right)}
	}
	if len(i.Ingresses) == 0 && len(i.Routes) == 0 {
		return []Finding{{Verdict: Unknown, Message: "there is no Ingress and no HTTPRoute here, and doors of other kinds are not looked at",
			Do: "see that " + cmp.Or(i.wildcard(), i.connectHost()) + " leads to the proxy, or look from outside"}}
	}
	return []Finding{problem(13, fmt.Sprintf("no Ingress or route leads to the proxy %s", i.proxy),
		"add a rule for "+cmp.Or(i.wildcard(), i.connectHost()))}
}

// doors are the Ingresses that lead to the proxy, each once.
func (i *installation) doors() (all []*Ingress) {
	for _, w := range i.ways() {
		if !slices.Contains(all, w.ingress) {
			all = append(all, w.ingress)
		}
	}
	return all
}
