package doctor

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// need is a port that Studios has to be reached at, or to reach.
type need struct {
	u         *unit
	direction string
	port      int
	what      string
}

// dns is the port that is asked, and dnsOfOpenShift that of the pods behind it there, by which policies go.
const dns, dnsOfOpenShift = 53, 5353

func (i *installation) needs() (all []need) {
	number := func(text string) int { n, _ := strconv.Atoi(text); return n }
	_, redis, _ := strings.Cut(i.value(i.proxy, "CONNECT_REDIS_ADDRESS").or("redis:6379"), ":")
	tunnel, listener := number(i.value(i.server, tunnelPort).or("7070")), number(i.value(i.server, listenerPort).or("7777"))
	all = []need{
		{i.proxy, "Ingress", number(i.value(i.proxy, httpPort).or("8081")), "sessions of browsers"},
		{i.proxy, "Egress", number(redis), "Redis"}, {i.proxy, "Egress", dns, "DNS"}, {i.proxy, "Egress", number(i.platformPort()),
			"the Platform"},
		{i.proxy, "Egress", tunnel, "the server"},
	}
	if i.server != nil {
		all = append(all, need{i.server, "Ingress", tunnel, "the proxy"}, need{i.server, "Ingress", listener, "sessions"},
			need{i.server, "Egress", number(redis), "Redis"}, need{i.server, "Egress", dns, "DNS"})
	}
	return all
}

// platformPort is where the proxy asks the Platform.
func (i *installation) platformPort() string {
	if at, err := url.Parse(i.value(i.proxy, platformURL).text); err == nil && at.Port() != "" {
		return at.Port()
	}
	return "443"
}

// networkPolicies goes by ports only: who may use one is for whoever has written the policy.
func networkPolicies(i *installation) (all []Finding) {
	if right := i.lacks("networkpolicies", "list", ""); right != nil {
		return []Finding{cannot(right)}
	}
	for _, n := range i.needs() {
		var shut []string
		isAdmitted := false
		for _, p := range i.NetworkPolicies {
			if !p.isFor(n) {
				continue
			}
			shut = append(shut, p.Metadata.Name)
			isAdmitted = isAdmitted || p.admits(n) || n.port == dns && p.admits(need{u: n.u, direction: n.direction, port: dnsOfOpenShift})
		}
		if len(shut) > 0 && !isAdmitted {
			all = append(all, problem(20, fmt.Sprintf("NetworkPolicy %s shuts %s off from %s, at port %d", strings.Join(shut, ", "), n.u,
				n.what, n.port),
				fmt.Sprintf("admit %s at port %d in a policy for these pods", strings.ToLower(n.direction), n.port)))
		}
	}
	return all
}

// isFor is not sure of expressions, and takes them for others'.
func (p *NetworkPolicy) isFor(n need) bool {
	types := p.Spec.PolicyTypes
	if len(types) == 0 {
		types = []string{"Ingress"}
	}
	selector := p.Spec.PodSelector
	isAll := len(selector.MatchLabels) == 0 && len(selector.MatchExpressions) == 0
	isOf := len(selector.MatchExpressions) == 0 && selects(selector.MatchLabels, n.u.workload.Spec.Template.Metadata.Labels)
	return slices.Contains(types, n.direction) && (isAll || isOf)
}

func (p *NetworkPolicy) admits(n need) bool {
	rules := p.Spec.Ingress
	if n.direction == "Egress" {
		rules = p.Spec.Egress
	}
	for _, rule := range rules {
		if len(rule.Ports) == 0 {
			return true
		}
		for _, at := range rule.Ports {
			first := n.u.container.number(at.Port)
			if at.Port == nil || n.port == first || n.port > first && n.port <= at.EndPort {
				return true
			}
		}
	}
	return false
}
