package component

import (
	"strings"

	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/rules"
)

func (g *graph) ingressPath(class pulumi.StringOutput) pulumi.StringOutput {
	if g.Ingress.Path != nil {
		return text(g.Ingress.Path)
	}
	if of, isGiven := doors[g.known(g.Ingress.Controller)]; isGiven {
		return constantText(of.path)
	}
	return class.ApplyT(func(class string) string {
		if class == albClass {
			return everyPath
		}
		return "/"
	}).(pulumi.StringOutput)
}

func (g *graph) ingressPathType(class, path pulumi.StringOutput) pulumi.StringOutput {
	if g.Ingress.PathType != nil {
		return text(g.Ingress.PathType)
	}
	return pulumi.All(class, path).ApplyT(func(known []any) string {
		if known[0] == albClass || strings.Contains(known[1].(string), "*") {
			return "ImplementationSpecific"
		}
		return "Prefix"
	}).(pulumi.StringOutput)
}

// ingressTLS names the Secrets with certificates. All are for the wildcard host: a controller takes the one that covers it.
func (g *graph) ingressTLS() networkingv1.IngressTLSArrayInput {
	var names []pulumi.StringPtrInput
	switch {
	case g.Ingress.TLSSecretNames != nil:
		for _, name := range awaitInput[[]string](g.ctx, g.Ingress.TLSSecretNames).Value {
			names = append(names, pulumi.String(name))
		}
	case g.Ingress.TLSSecretName != nil:
		names = append(names, g.Ingress.TLSSecretName)
	case g.Ingress.Issuer != nil || g.Ingress.ClusterIssuer != nil:
		names = append(names, pulumi.String("connect-tls"))
	default:
		return nil
	}
	var all networkingv1.IngressTLSArray
	for _, name := range names {
		all = append(all, &networkingv1.IngressTLSArgs{Hosts: pulumi.StringArray{g.wildcardHost()}, SecretName: name})
	}
	return all
}

// tlsAnnotations say where certificate and DNS come from.
func (g *graph) tlsAnnotations() pulumi.StringMapInput {
	all := pulumi.StringMap{}
	for annotation, given := range map[string]pulumi.StringPtrInput{
		"cert-manager.io/issuer": g.Ingress.Issuer, "cert-manager.io/cluster-issuer": g.Ingress.ClusterIssuer,
		albAnnotation + "certificate-arn": g.Ingress.CertificateARN,
	} {
		if given != nil {
			all[annotation] = text(given)
		}
	}
	if awaitInput[bool](g.ctx, g.Ingress.ExternalDNS).Value {
		all["external-dns.alpha.kubernetes.io/hostname"] = pulumi.Sprintf("%s,%s", g.wildcardHost(), g.connectHost())
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// connectHost is that of the connect URL.
func (g *graph) connectHost() pulumi.StringOutput {
	return text(g.ConnectURL).ApplyT(rules.HostOf).(pulumi.StringOutput)
}

// unreachable tells of doors that lead nowhere.
func (g *graph) unreachable() (all []string) {
	say := func(isSo bool, text string) {
		if isSo {
			all = append(all, text)
		}
	}
	say(!g.hasIngress() && !g.Gateway.isOn() && g.known(g.Proxy.ServiceType) == clusterIP,
		"ingress.enabled: nothing leads to the proxy from outside; expose its Service, or give proxy.serviceType")
	say(!g.hasIngress() && g.Ingress.Controller != nil, "ingress.controller: does nothing, for there is no Ingress")
	say(!g.Gateway.isOn() && (g.Gateway.SectionName != nil || g.Gateway.Policy != nil || g.Gateway.SSHSectionName != nil),
		"gateway: does nothing without gateway.name")
	say(g.Gateway.SSHSectionName != nil && !g.SSH.isOn(g.ctx), "gateway.sshSectionName: does nothing without ssh.enabled")
	say(g.hasIngress() && g.hasNetworkPolicies() && g.NetworkPolicy.IngressNamespace != nil && g.isOutside(),
		"networkPolicy.ingressNamespace: this load balancer is in no namespace, and would be shut out: leave it out")
	return all
}

// isOutside tells of load balancers that are no pods.
func (g *graph) isOutside() bool {
	switch g.known(g.Ingress.Controller) {
	case albClass, gke, "agic":
		return true
	}
	return g.known(g.ingressClass().name) == albClass
}
