package component_test

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// A certificate is held against the hosts that the arguments lead to, wherever it comes from.
func TestCertificateIsHeldAgainstTheHosts(t *testing.T) {
	elsewhere := func(certificate *component.CertificateArgs) func(a *component.StudiosArgs) {
		return func(a *component.StudiosArgs) {
			a.ConnectURL, a.Certificate = pulumi.String("https://connect.deep.example.com"), certificate
			a.Ingress = &component.IngressArgs{Host: pulumi.String("*.example.com")}
		}
	}
	refusedWith(t, elsewhere(&component.CertificateArgs{PEM: pulumi.String(recorder.Certificate)}),
		`certificate.pem: Invalid value: "[PEM]": must cover the connect host connect.deep.example.com, and has *.example.com, *.studios.example.com`)
	refusedWith(t, elsewhere(&component.CertificateArgs{SecretName: pulumi.String("wildcard")}),
		`certificate.secretName: Invalid value: "wildcard": must cover the connect host connect.deep.example.com`)
	refusedWith(t, func(a *component.StudiosArgs) {
		a.Certificate = &component.CertificateArgs{SecretName: pulumi.String("redis-secret")}
	}, `certificate.secretName: Invalid value: "redis-secret": must be a certificate in PEM form`)
	args := minimal()
	args.Certificate = &component.CertificateArgs{PEM: pulumi.String(recorder.Certificate)}
	record(t, args)
}
