package component

import (
	"strings"

	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
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
