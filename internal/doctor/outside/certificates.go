package outside

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/certificate"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// served is what a host shows as its certificate, with those behind it that vouch for it.
type served struct {
	host string
	// cover is what the certificate has to cover; empty for the Platform's own host.
	cover   string
	chain   []*x509.Certificate
	silence string
}

func certificates(ctx context.Context, l *look) []doctor.Finding {
	connect := rules.HostOf(l.Connect)
	seen := []served{l.handshake(ctx, rules.HostOf(l.Platform), l.Platform, ""), l.handshake(ctx, connect, l.Connect, connect)}
	if l.sibling != "" {
		seen = append(seen, l.handshake(ctx, l.sibling, l.Connect, rules.WildcardHost(l.Connect)))
	}
	return certificatesOf(seen, l.roots, l.now)
}

// handshake takes any certificate, for it is judged below and nothing is sent to whoever has it.
func (l *look) handshake(ctx context.Context, host, like, cover string) served {
	within, cancel := l.within(ctx)
	defer cancel()
	s := served{host: host, cover: cover}
	plain, err := l.Dial(within, "tcp", hostPort(host, like))
	if err != nil {
		s.silence = l.why(err)
		return s
	}
	defer plain.Close()
	conn := tls.Client(plain, &tls.Config{ServerName: host, InsecureSkipVerify: true})
	if err := conn.HandshakeContext(within); err != nil {
		s.silence = l.why(err)
		return s
	}
	s.chain = conn.ConnectionState().PeerCertificates
	return s
}

const certificateCheck = "certificate"

// certificatesOf judges a host's cover one by one, and what is wrong with a certificate itself once, however many hosts show it.
func certificatesOf(seen []served, roots *x509.CertPool, now time.Time) (findings []doctor.Finding) {
	var judged []*x509.Certificate
	for _, s := range seen {
		if s.silence != "" {
			findings = append(findings, unknown(certificateCheck, s.host+" shows no certificate: "+s.silence,
				"look at what serves "+s.host+" at its https port"))
			continue
		}
		findings = append(findings, s.covered()...)
		if !slices.ContainsFunc(judged, s.chain[0].Equal) {
			judged = append(judged, s.chain[0])
			findings = append(findings, append(s.dates(now), s.trust(roots, now)...)...)
		}
	}
	return orFine(findings, certificateCheck, "certificates cover their hosts, are trusted here, and last")
}

func (s served) covered() []doctor.Finding {
	leaf := s.chain[0]
	if leaf.VerifyHostname(s.host) == nil {
		return nil
	}
	has := shown(strings.Join(leaf.DNSNames, ", "))
	if has == "" {
		has = "no DNS name"
	}
	if s.cover == "" {
		return one(problem(certificateCheck, 0, fmt.Sprintf("%s shows a certificate with %s, which does not cover it", s.host, has),
			"give the Platform's front door a certificate with "+s.host))
	}
	return one(problem(certificateCheck, 6, fmt.Sprintf("%s shows a certificate with %s, which does not cover it", s.host, has),
		fmt.Sprintf("give the proxy's front door a certificate with %s: sessions are served beside the connect host, not below it", s.cover)))
}

func (s served) dates(now time.Time) []doctor.Finding {
	leaf := s.chain[0]
	end := leaf.NotAfter.UTC().Format(time.DateOnly)
	switch {
	case now.After(leaf.NotAfter):
		return one(problem(certificateCheck, 0, fmt.Sprintf("the certificate of %s expired on %s", s.host, end), renew))
	case now.Before(leaf.NotBefore):
		return one(problem(certificateCheck, 0, fmt.Sprintf("the certificate of %s is not valid before %s", s.host,
			leaf.NotBefore.UTC().Format(time.DateOnly)), "set the clock of this machine, or wait"))
	case leaf.NotAfter.Sub(now) < certificate.Soon:
		return one(warning(certificateCheck, 0, fmt.Sprintf("the certificate of %s expires on %s, in %d days", s.host, end,
			int(leaf.NotAfter.Sub(now).Hours()/24)), renew))
	}
	return nil
}

const renew = "renew it, and look at what should have"

// trust is asked at a time at which the certificate is valid: what else is wrong with it has been said.
func (s served) trust(roots *x509.CertPool, now time.Time) []doctor.Finding {
	leaf, between := s.chain[0], x509.NewCertPool()
	for _, c := range s.chain[1:] {
		between.AddCert(c)
	}
	if now.After(leaf.NotAfter) {
		now = leaf.NotAfter
	}
	_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: now})
	var authority x509.UnknownAuthorityError
	switch {
	case err == nil, now.Before(leaf.NotBefore):
		return nil
	case errors.As(err, &authority):
		return one(warning(certificateCheck, 32, fmt.Sprintf("the certificate of %s is signed by %q, which is not trusted here; "+
			"proxy and sessions may not trust it either", s.host, shown(leaf.Issuer.CommonName)),
			"give its root to this command, and to proxy and Platform; where it is a public one, let the front door send the certificates between"))
	}
	return one(problem(certificateCheck, 0, fmt.Sprintf("the certificate of %s is not accepted: %s", s.host, shown(err.Error())),
		"give the front door another certificate"))
}
