package doctor

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ports follows each way: a Service to its pods, the proxy to the server, a probe to its container.
func ports(i *installation) (all []Finding) {
	all = append(all, i.proxyPort()...)
	all = append(all, i.tunnel()...)
	for _, u := range i.studios() {
		for _, p := range []*Probe{u.container.ReadinessProbe, u.container.LivenessProbe} {
			if name, isThere := p.namedPort(u.container); !isThere {
				all = append(all, problem(0, fmt.Sprintf("a probe of %s asks port %q, which its container does not have", u, name),
					"name a port that it has"))
			}
		}
	}
	return all
}

// namedPort is true of no probe, and of one by number.
func (p *Probe) namedPort(c *Container) (name string, isThere bool) {
	if p == nil {
		return "", true
	}
	asked := p.TCPSocket
	if asked == nil {
		asked = p.HTTPGet
	}
	if asked == nil {
		return "", true
	}
	return fmt.Sprint(asked.Port), c.number(asked.Port) != 0
}

// number is a port by name or number; 0 where the container has none of the name.
func (c *Container) number(port any) int {
	switch port := port.(type) {
	case float64:
		return int(port)
	case string:
		for _, p := range c.Ports {
			if p.Name == port {
				return p.ContainerPort
			}
		}
	}
	return 0
}

// servicesOf are those that select the pods of a unit.
func (i *installation) servicesOf(u *unit) (all []*Service) {
	for at := range i.Services {
		if s := &i.Services[at]; selects(s.Spec.Selector, u.workload.Spec.Template.Metadata.Labels) {
			all = append(all, s)
		}
	}
	return all
}

// proxyPort demands a Service that leads to where the proxy listens.
func (i *installation) proxyPort() (all []Finding) {
	listens := i.value(i.proxy, httpPort)
	services := i.servicesOf(i.proxy)
	if len(services) == 0 {
		return []Finding{problem(13, fmt.Sprintf("no Service selects the pods of %s", i.proxy), "make one, or mend its selector")}
	}
	if !listens.isKnown {
		return nil
	}
	var targets []string
	for _, s := range services {
		if i.carriesHTTP(s) {
			return nil
		}
		for _, p := range s.Spec.Ports {
			targets = append(targets, fmt.Sprintf("Service %q leads to %v", s.Metadata.Name, p.target()))
		}
	}
	return []Finding{problem(0, fmt.Sprintf("%s listens on port %s, and %s", i.proxy, listens.text, strings.Join(targets, ", ")),
		"let targetPort of the Service be "+listens.text)}
}

// carriesHTTP tells that a Service leads to where the proxy listens.
func (i *installation) carriesHTTP(s *Service) bool {
	return slices.ContainsFunc(s.Spec.Ports, func(p ServicePort) bool {
		return strconv.Itoa(i.proxy.container.number(p.target())) == i.value(i.proxy, httpPort).text
	})
}

// tunnel follows the proxy's way to the server.
func (i *installation) tunnel() []Finding {
	v := i.value(i.proxy, tunnelURL)
	if !v.isKnown || i.server == nil {
		return nil
	}
	host, port, hasPort := strings.Cut(v.text, ":")
	service := i.service(i.dialled())
	listens := i.value(i.server, tunnelPort).or("7070")
	switch {
	case !hasPort, strings.Contains(v.text, "/"):
		return []Finding{problem(0, fmt.Sprintf("%s is %s in %s", tunnelURL, v.text, v.where), "write SERVICE:PORT, without a scheme")}
	case service == nil && strings.Contains(host, "."):
		return nil // of another namespace, perhaps
	case service == nil || !selects(service.Spec.Selector, i.server.workload.Spec.Template.Metadata.Labels):
		return []Finding{problem(0, fmt.Sprintf("the proxy dials %s, by %s, and no Service of that name selects the pods of %s",
			v.text, v.where, i.server), "dial the server's Service")}
	case service.Spec.ClusterIP == "None" && port != listens:
		return []Finding{problem(0, fmt.Sprintf("the proxy dials port %s of the server's pods, by %s, and they listen on %s", port,
			v.where, listens), "dial "+i.dialled()+":"+listens)}
	case service.Spec.ClusterIP != "None" && !service.has(port):
		return []Finding{problem(0, fmt.Sprintf("the proxy dials %s, and Service %q has no port %s and is not headless", v.text,
			service.Metadata.Name, port), "give it clusterIP: None, or that port")}
	}
	return nil
}

// target is the same port where none is told.
func (p ServicePort) target() any {
	if p.TargetPort == nil {
		return float64(p.Port)
	}
	return p.TargetPort
}

func (s *Service) has(port string) bool {
	for _, p := range s.Spec.Ports {
		if strconv.Itoa(p.Port) == port {
			return true
		}
	}
	return false
}
