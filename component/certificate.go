package component

import (
	"fmt"
	"time"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/certificate"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// CertificateArgs are of the certificate by which browsers know the proxy's hosts. It is checked in the preview, and used for nothing
// else: that it covers the connect host and the sessions, and that it has not expired.
type CertificateArgs struct {
	// PEM is the certificate, for one that is not in this cluster.
	PEM pulumi.StringPtrInput `pulumi:"pem,optional"`
	// SecretName is the Secret whose tls.crt is the certificate. Its key is not read.
	SecretName pulumi.StringPtrInput `pulumi:"secretName,optional"`
}

// Annotate describes the arguments in the schema.
func (a *CertificateArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *CertificateArgs) rows() []row {
	return []row{
		derived(&a.PEM, "no check", certificate.Rule),
		derived(&a.SecretName, "no check, and warnings of those that the Ingress names", rules.ObjectName).excluding(&a.PEM),
	}
}

// certificates are the Secrets of which the certificate is looked at, by the argument that names them.
func (g *graph) certificates() map[string]string {
	all := map[string]string{g.known(g.Ingress.TLSSecretName): "ingress.tlsSecretName"}
	for _, name := range awaitInput[[]string](g.ctx, g.Ingress.TLSSecretNames).Value {
		all[name] = "ingress.tlsSecretNames"
	}
	all[g.known(g.Certificate.SecretName)] = "certificate.secretName"
	delete(all, "")
	return all
}

// hosts are what a certificate has to cover: with sessions at paths, the connect host alone.
func (g *graph) hosts() certificate.Hosts {
	hosts := certificate.Hosts{Connect: g.known(g.connectHost()), Wildcard: g.known(g.wildcardHost())}
	if awaitInput[bool](g.ctx, g.Sessions.PathRouting).Value {
		hosts.Wildcard = ""
	}
	return hosts
}

// badCertificate is what browsers would refuse of the certificate that is given to be checked.
func (g *graph) badCertificate() (problems field.ErrorList) {
	say := func(name, value, text string) {
		found, _ := certificate.Check(text, g.hosts(), time.Now())
		for _, problem := range found {
			problems = append(problems, field.Invalid(field.NewPath("certificate", name), value, problem))
		}
	}
	if text := g.known(g.Certificate.PEM); text != "" {
		say("pem", "[PEM]", text)
	}
	if name := g.known(g.Certificate.SecretName); name != "" {
		if secret := g.facts.Secret(name); secret != nil {
			say("secretName", name, secret.Certificate)
		}
	}
	return problems
}

// expiring are certificates that will not do for long, and those of the Ingress that will not do: what it has besides may.
func (g *graph) expiring() (all []string) {
	secrets := g.certificates()
	for _, name := range rules.Sorted(secrets) {
		secret := g.facts.Secret(name)
		if secret == nil {
			continue // another warning
		}
		problems, warnings := certificate.Check(secret.Certificate, g.hosts(), time.Now())
		if secrets[name] != "ingress.tlsSecretName" {
			problems = nil // refused, or several that cover the hosts together
		}
		for _, text := range append(problems, warnings...) {
			all = append(all, fmt.Sprintf("%s: the certificate in Secret %q %s", secrets[name], name, text))
		}
	}
	if text := g.known(g.Certificate.PEM); text != "" {
		_, warnings := certificate.Check(text, g.hosts(), time.Now())
		for _, warning := range warnings {
			all = append(all, "certificate.pem: the certificate "+warning)
		}
	}
	return all
}
