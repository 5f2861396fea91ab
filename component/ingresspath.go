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
	kind := orElse[pulumi.StringPtrInput](g.Ingress.PathType, constantText(implementationSpecific))
	return pulumi.All(class, kind).ApplyT(func(known []any) string {
		isEvery := known[0] == albClass
		if of, isGiven := doors[g.known(g.Ingress.Controller)]; isGiven {
			isEvery = of.path == everyPath
		}
		if isEvery && known[1] == implementationSpecific { // to other types a "*" is a "*"
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
			return implementationSpecific
		}
		return "Prefix"
	}).(pulumi.StringOutput)
}

// ingressRules are ours and, behind it, those of other hosts.
func (g *graph) ingressRules(path, pathType pulumi.StringOutput) networkingv1.IngressRuleArray {
	ours := &networkingv1.IngressRuleArgs{
		Host: g.wildcardHost(),
		Http: &networkingv1.HTTPIngressRuleValueArgs{Paths: networkingv1.HTTPIngressPathArray{
			&networkingv1.HTTPIngressPathArgs{
				Path:     path,
				PathType: pathType,
				Backend: &networkingv1.IngressBackendArgs{Service: &networkingv1.IngressServiceBackendArgs{
					Name: text(g.Proxy.Name),
					Port: &networkingv1.ServiceBackendPortArgs{Number: pulumi.Int(80)},
				}},
			},
		}},
	}
	return appended[networkingv1.IngressRule](g.ctx, []networkingv1.IngressRuleInput{ours}, g.Ingress.ExtraRules)
}

// relations keep the rules of other hosts from being about ours, where they would be looked at beside it.
func (a *IngressArgs) relations(of *StudiosArgs, ctx *pulumi.Context) []relation {
	host := awaitInput[string](ctx, a.Host).Value
	if url := awaitInput[string](ctx, of.ConnectURL); a.Host == nil && url.Known {
		host = rules.WildcardHost(url.Value)
	}
	return []relation{beside(&a.ExtraRules, "host", map[string]string{host: "is the host of Studios' own rule"}, func(string) []string { return nil },
		func(r networkingv1.IngressRule) string { return textOf(r.Host) })}
}

// ingressTLS names the Secrets with certificates, and adds those of other hosts.
func (g *graph) ingressTLS() networkingv1.IngressTLSArrayInput {
	all := appended[networkingv1.IngressTLS](g.ctx, g.ownTLS(), g.Ingress.ExtraTLS)
	if len(all) == 0 {
		return nil
	}
	return networkingv1.IngressTLSArray(all)
}

// ownTLS are all for the wildcard host: a controller takes the one that covers it.
func (g *graph) ownTLS() (all []networkingv1.IngressTLSInput) {
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
	}
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
	say(g.reachesNoPod(), "proxy.serviceType: an ALB reaches no ClusterIP, unless it sends traffic to the pods themselves: "+
		`set the annotation `+albAnnotation+`target-type to "ip" in ingress.annotations, or take the type NodePort`)
	if !g.hasIngress() {
		for _, name := range g.Ingress.given() {
			say(true, "ingress."+name+": does nothing, for there is no Ingress")
		}
	}
	say(!g.Gateway.isOn() && g.Gateway.isGiven(), "gateway: does nothing without gateway.name")
	say(g.Gateway.SSHSectionName != nil && !g.SSH.isOn(g.ctx), "gateway.sshSectionName: does nothing without ssh.enabled")
	say(g.hasIngress() && g.hasNetworkPolicies() && g.NetworkPolicy.IngressNamespace != nil && g.isOutside(),
		"networkPolicy.ingressNamespace: this load balancer is in no namespace, and would be shut out: leave it out")
	return all
}

// given are arguments that only an Ingress has.
func (a *IngressArgs) given() (names []string) {
	all := map[string]any{
		"controller": a.Controller, "copyFrom": a.CopyFrom, "className": a.ClassName, "annotations": a.Annotations, "labels": a.Labels,
		"path": a.Path, "pathType": a.PathType, "tlsSecretName": a.TLSSecretName, "tlsSecretNames": a.TLSSecretNames, "issuer": a.Issuer,
		"clusterIssuer": a.ClusterIssuer, "certificateArn": a.CertificateARN, "extraRules": a.ExtraRules, "extraTls": a.ExtraTLS,
		"defaultBackend": a.DefaultBackend,
	}
	for _, name := range rules.Sorted(all) {
		if all[name] != nil {
			names = append(names, name)
		}
	}
	return names
}

// isOutside tells of load balancers that are no pods.
func (g *graph) isOutside() bool {
	switch g.known(g.Ingress.Controller) {
	case albClass, gke, "agic":
		return true
	}
	return g.known(g.ingressClass().name) == albClass
}
