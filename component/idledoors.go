package component

import (
	"fmt"
	"slices"
)

// unreachable tells of doors that lead nowhere.
func (g *graph) unreachable() (all []string) {
	say := func(isSo bool, text string) {
		if isSo {
			all = append(all, text)
		}
	}
	say(!g.hasIngress() && !g.Gateway.isOn() && g.known(g.Proxy.ServiceType) == clusterIP,
		"ingress.enabled: nothing leads to the proxy from outside; expose its Service, or give proxy.serviceType")
	say(g.reachesNoPod(), "proxy.serviceType: an ALB reaches no ClusterIP, unless it sends traffic to the pods themselves: "+
		`set the annotation `+albAnnotation+`target-type to "ip" in ingress.annotations, or take the type NodePort`)
	say(!g.Gateway.isOn() && len(givenOf(g.Gateway, g.Gateway.rows())) > 0, "gateway: does nothing without gateway.name")
	say(g.Gateway.SSHSectionName != nil && !g.SSH.isOn(g.ctx), "gateway.sshSectionName: does nothing without ssh.enabled")
	say(g.hasIngress() && g.hasNetworkPolicies() && g.NetworkPolicy.IngressNamespace != nil && g.isOutside(),
		"networkPolicy.ingressNamespace: this load balancer is in no namespace, and would be shut out: leave it out")
	return append(all, g.idleIngress()...)
}

// idleIngress are settings of an Ingress that is not there, or that its controller does not read.
func (g *graph) idleIngress() (all []string) {
	a := g.Ingress
	if !g.hasIngress() {
		for _, name := range givenOf(a, a.rows()) {
			if name != "enabled" && name != "host" { // which a route has as well
				all = append(all, fmt.Sprintf("ingress.%s: does nothing, for there is no Ingress", name))
			}
		}
		if awaitInput[bool](g.ctx, a.ExternalDNS).Value {
			all = append(all, "ingress.externalDns: does nothing, for there is no Ingress")
		}
		return all
	}
	class, controller := g.known(g.ingressClass().name), g.known(a.Controller)
	for _, name := range givenOf(a, a.rows()) {
		isSecret := slices.Contains([]string{"tlsSecretName", "tlsSecretNames", "issuer", "clusterIssuer"}, name)
		switch {
		case isSecret && class == albClass:
			all = append(all, fmt.Sprintf("ingress.%s: an ALB reads no Secret; give certificateArn", name))
		case name == "certificateArn" && class != albClass && class != "":
			all = append(all, "ingress.certificateArn: does nothing, for this Ingress is no ALB's")
		}
	}
	if of := controllerOf(class); a.CopyFrom != nil && controller != "" && of != "" && of != controller {
		all = append(all, fmt.Sprintf("ingress.controller: is %s, and Ingress %q, from which the class is taken over, is of %s: leave out one of the two",
			controller, g.known(a.CopyFrom), of))
	}
	return all
}

// controllerOf is the controller that a class is of as a rule; empty for a class of a site's own.
func controllerOf(class string) string {
	for controller, of := range doors {
		if class != "" && (class == of.class || class == of.annotations[ingressClassAnnotation]) {
			return controller
		}
	}
	return ""
}

// isOutside tells of load balancers that are no pods.
func (g *graph) isOutside() bool {
	switch g.known(g.Ingress.Controller) {
	case albClass, gke, "agic":
		return true
	}
	return g.known(g.ingressClass().name) == albClass
}
