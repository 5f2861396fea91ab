package doctor

import (
	"fmt"
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/certificate"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

var oneCertificate = regexp.MustCompile(`-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----`)

// certificates are those in Secrets that the Ingress names. One of several has to do.
func certificates(i *installation) (all []Finding) {
	if url := i.value(i.proxy, proxyURL); url.isUnseen() {
		return []Finding{cannot(url.lacks)}
	}
	hosts := certificate.Hosts{Connect: i.connectHost(), Wildcard: i.wildcard()}
	for _, n := range i.doors() {
		if n.class() == alb {
			continue // reads no Secret
		}
		var worst []Finding
		isGood := false
		for _, tls := range n.Spec.TLS {
			found := i.certificateIn(tls.SecretName, hosts)
			if len(found) == 0 {
				isGood = true
			}
			worst = append(worst, found...)
		}
		if !isGood && len(worst) > 0 {
			all = append(all, worst[0])
		}
	}
	return all
}

func (i *installation) certificateIn(name string, hosts certificate.Hosts) []Finding {
	const do = "have one made for both names, and put it into the Secret"
	if name == "" {
		return nil
	}
	v := i.fromSecret(name, "tls.crt")
	switch {
	case !v.isSet:
		return []Finding{problem(6, fmt.Sprintf("the certificate of the Ingress is to be in Secret %q, and is not there", name), do)}
	case !v.isKnown:
		return []Finding{cannot(v.lacks)}
	}
	problems, warnings := certificate.Check(strings.Join(oneCertificate.FindAllString(v.text, -1), "\n"), hosts, i.Now)
	for _, p := range problems {
		return []Finding{problem(6, fmt.Sprintf("the certificate in Secret %q %s", name, p), do)}
	}
	for _, w := range warnings {
		return []Finding{warning(0, fmt.Sprintf("the certificate in Secret %q %s", name, w), "renew it")}
	}
	return nil
}

// authority is the one that the Platform hands on to sessions.
func authority(i *installation) []Finding {
	v := i.value(i.backend, platform.Authority)
	if !v.isSet || v.text == "" {
		return i.trusted()
	}
	at := i.fileAt(i.backend, v.text)
	if !at.isMounted {
		return []Finding{problem(32, fmt.Sprintf("%s is to hand on the certificate authority at %s, and nothing is mounted there",
			i.backend, v.text), "mount the root certificate there")}
	}
	if platform.IsOlder(i.found.Version, "26.2") {
		return []Finding{problem(32, fmt.Sprintf("%s is set, and Platform %s does not read it", platform.Authority, i.found.Version),
			"upgrade the Platform to 26.2, or build the authority into the images")}
	}
	root := i.content(at)
	if root.isSet && !root.isKnown {
		return []Finding{cannot(root.lacks)}
	}
	problems, _ := certificate.CheckRoot(root.text, i.Now)
	for _, p := range problems {
		return []Finding{problem(32, fmt.Sprintf("the certificate authority in %s %s", at, p),
			"put one root certificate there, in PEM form")}
	}
	return i.trusted()
}

// trusted is the authority of proxy and server, which are Go programs.
func (i *installation) trusted() (all []Finding) {
	for _, u := range i.studios() {
		v := i.value(u, "SSL_CERT_FILE")
		if !v.isSet || v.text == "" {
			continue
		}
		at := i.fileAt(u, v.text)
		if !at.isMounted {
			all = append(all, problem(32, fmt.Sprintf("%s is to trust the certificates at %s, and nothing is mounted there", u, v.text),
				"mount the root certificate there"))
			continue
		}
		if pem := i.content(at); pem.isKnown && len(certificate.Rule.Check(field.NewPath("pem"), pem.text)) > 0 {
			all = append(all, problem(32, fmt.Sprintf("%s is to trust what is in %s, and that is no certificate", u, at),
				"put the root certificate there, in PEM form"))
		}
	}
	return all
}
