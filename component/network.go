package component

import (
	"net"
	"net/url"
	"strconv"

	"github.com/pulumi/pulumi-go-provider/infer"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// NetworkPolicyArgs admit to proxy and server, and let out of them, what Studios needs and nothing else.
type NetworkPolicyArgs struct {
	// Enabled creates a NetworkPolicy for the proxy and one for the server.
	Enabled pulumi.BoolPtrInput `pulumi:"enabled,optional"`
	// IngressNamespace is the namespace of the Ingress controller, from which alone the proxy is reached. Load balancers outside of
	// the cluster, such as an ALB, are in none. Example: "ingress-nginx".
	IngressNamespace pulumi.StringPtrInput `pulumi:"ingressNamespace,optional"`
	// MetricsNamespace is the namespace of Prometheus, from which alone metrics.port is reached.
	MetricsNamespace pulumi.StringPtrInput `pulumi:"metricsNamespace,optional"`
}

// Annotate describes the arguments in the schema.
func (a *NetworkPolicyArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *NetworkPolicyArgs) rows() []row {
	return []row{
		flag(&a.Enabled, false),
		derived(&a.IngressNamespace, "the proxy is reached from everywhere", rules.LabelName),
		derived(&a.MetricsNamespace, "nobody reaches the metrics", rules.LabelName),
	}
}

func (g *graph) hasNetworkPolicies() bool {
	return awaitInput[bool](g.ctx, g.NetworkPolicy.Enabled).Value
}

// newNetworkPolicies are of what is documented, or follows from it: the door reaches the proxy, the proxy the server and the
// Platform's public URL, both Redis and DNS. Addresses outside of the cluster have no name in a policy, so of those it is ports.
func (g *graph) newNetworkPolicies() error {
	if !g.hasNetworkPolicies() {
		return nil
	}
	redis := number(text(g.Redis.Address).ApplyT(portOf).(pulumi.IntOutput))
	platform := number(text(g.PlatformURL).ApplyT(httpsPort).(pulumi.IntOutput))
	proxy := networkingv1.NetworkPolicyIngressRuleArray{
		&networkingv1.NetworkPolicyIngressRuleArgs{From: fromNamespace(g.NetworkPolicy.IngressNamespace), Ports: tcpPorts(g.Proxy.Port)},
	}
	if g.SSH.isOn(g.ctx) { // whoever may connect is the Service's to say: it knows their addresses
		proxy = append(proxy, &networkingv1.NetworkPolicyIngressRuleArgs{Ports: tcpPorts(g.SSH.Port)})
	}
	tunnels := tcpPorts(g.Server.TunnelPort, g.Server.ListenerPort)
	// The servers are allowed each other's ports as well: their Service is headless for pods to be told apart.
	server := networkingv1.NetworkPolicyIngressRuleArray{
		&networkingv1.NetworkPolicyIngressRuleArgs{From: g.peers(proxyComponent, serverComponent), Ports: tunnels},
	}
	out := networkingv1.NetworkPolicyEgressRuleArray{
		&networkingv1.NetworkPolicyEgressRuleArgs{Ports: g.dnsPorts()},
		&networkingv1.NetworkPolicyEgressRuleArgs{Ports: tcpPorts(redis)},
		&networkingv1.NetworkPolicyEgressRuleArgs{To: g.peers(serverComponent), Ports: tunnels},
	}
	proxyOut := append(out[:len(out):len(out)], &networkingv1.NetworkPolicyEgressRuleArgs{Ports: tcpPorts(platform)})
	if err := g.newNetworkPolicy("proxy", proxyComponent, g.Proxy.Name, append(proxy, g.metricsRule()...), proxyOut); err != nil {
		return err
	}
	return g.newNetworkPolicy("server", serverComponent, g.Server.Name, append(server, g.metricsRule()...), out)
}

func (g *graph) newNetworkPolicy(child, role string, name pulumi.StringPtrInput,
	in networkingv1.NetworkPolicyIngressRuleArray, out networkingv1.NetworkPolicyEgressRuleArray,
) error {
	_, err := networkingv1.NewNetworkPolicy(g.ctx, g.logical(child+"-policy"), &networkingv1.NetworkPolicyArgs{
		Metadata: g.meta(name, role, nil),
		Spec: &networkingv1.NetworkPolicySpecArgs{
			PodSelector: &metav1.LabelSelectorArgs{MatchLabels: g.selector(role)},
			PolicyTypes: pulumi.ToStringArray([]string{"Ingress", "Egress"}),
			Ingress:     in,
			Egress:      out,
		},
	}, g.under(nil)...)
	return err
}

// metricsRule is none where nobody is told of, and then nobody is let in.
func (g *graph) metricsRule() networkingv1.NetworkPolicyIngressRuleArray {
	if !g.Metrics.isOn() || g.NetworkPolicy.MetricsNamespace == nil {
		return nil
	}
	return networkingv1.NetworkPolicyIngressRuleArray{&networkingv1.NetworkPolicyIngressRuleArgs{
		From: fromNamespace(g.NetworkPolicy.MetricsNamespace), Ports: tcpPorts(g.Metrics.Port),
	}}
}

// fromNamespace is everywhere where there is none. Kubernetes labels each namespace with its name.
func fromNamespace(name pulumi.StringPtrInput) networkingv1.NetworkPolicyPeerArrayInput {
	if name == nil {
		return nil
	}
	return networkingv1.NetworkPolicyPeerArray{&networkingv1.NetworkPolicyPeerArgs{
		NamespaceSelector: &metav1.LabelSelectorArgs{MatchLabels: pulumi.StringMap{"kubernetes.io/metadata.name": text(name)}},
	}}
}

func (g *graph) peers(roles ...string) (all networkingv1.NetworkPolicyPeerArray) {
	for _, role := range roles {
		all = append(all, &networkingv1.NetworkPolicyPeerArgs{PodSelector: &metav1.LabelSelectorArgs{MatchLabels: g.selector(role)}})
	}
	return all
}

func tcpPorts(ports ...pulumi.Input) (all networkingv1.NetworkPolicyPortArray) {
	for _, port := range ports {
		all = append(all, &networkingv1.NetworkPolicyPortArgs{Protocol: pulumi.String("TCP"), Port: number(port)})
	}
	return all
}

// dnsPorts are those of DNS: policies see the ports of pods, and OpenShift's listen on 5353.
func (g *graph) dnsPorts() (all networkingv1.NetworkPolicyPortArray) {
	ports := []int{53}
	if g.isOpenShift() {
		ports = append(ports, 5353)
	}
	for _, port := range ports {
		for _, protocol := range []string{"UDP", "TCP"} {
			all = append(all, &networkingv1.NetworkPolicyPortArgs{Protocol: pulumi.String(protocol), Port: pulumi.Int(port)})
		}
	}
	return all
}

func portOf(address string) int {
	_, port, _ := net.SplitHostPort(address)
	number, _ := strconv.Atoi(port)
	return number
}

func httpsPort(address string) int {
	if u, err := url.Parse(address); err == nil && u.Port() != "" {
		return portOf(u.Host)
	}
	return 443
}
