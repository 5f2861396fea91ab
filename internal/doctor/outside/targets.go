package outside

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// look is what all probes share.
type look struct {
	Targets
	// sibling is the host of a session that does not exist; empty where sessions have none.
	sibling string
	// version is the Platform's own, or empty.
	version string
	roots   *x509.CertPool
	client  *http.Client
	now     time.Time
}

// prepare gives nothing to look with where there is nothing to look at.
func prepare(t Targets) (*look, []doctor.Finding) {
	findings := append(targetURL("the Platform's URL", t.Platform), targetURL("the connect URL", t.Connect)...)
	if t.Session != "" {
		findings = append(findings, sessionURL(t)...)
	}
	roots, hasRoots := roots(t.Authorities)
	if !hasRoots {
		findings = append(findings, problem("targets", 0, "the authorities hold no certificate in PEM form", "give root certificates, and no keys"))
	}
	if len(findings) > 0 {
		return nil, findings
	}
	t.Platform, t.Connect = rules.Origin(t.Platform), rules.Origin(t.Connect)
	t.Stay, t.Timeout = cmp.Or(t.Stay, 5*time.Second), cmp.Or(t.Timeout, 10*time.Second)
	l := &look{Targets: t, now: time.Now(), roots: roots}
	if t.Resolve == nil {
		l.Resolve = net.DefaultResolver.LookupHost
	}
	if t.Dial == nil {
		l.Dial = (&net.Dialer{Timeout: l.Timeout}).DialContext
	}
	if !t.PathRouting {
		l.sibling = strings.Replace(rules.WildcardHost(t.Connect), "*", label(), 1)
	}
	l.client = l.newClient()
	return l, rootDomain(t)
}

// targetURL knows http, which is a failure of its own.
func targetURL(what, address string) []doctor.Finding {
	problems := rules.HTTPSURL.Check(field.NewPath("url"), address)
	if len(problems) == 0 {
		return nil
	}
	row := 0
	if strings.HasPrefix(strings.ToLower(address), "http://") {
		row = 8
	}
	return one(problem("targets", row, what+" "+problems[0].Detail, "give the one that users have"))
}

// sessionURL keeps the cookie from everybody but the proxy.
func sessionURL(t Targets) []doctor.Finding {
	const do = "give the URL of a session as the browser shows it"
	session, err := url.Parse(t.Session)
	parent := strings.TrimPrefix(rules.WildcardHost(t.Connect), "*")
	switch {
	case err != nil || session.Scheme != "https" || session.Host == "" || session.User != nil:
		return one(problem("targets", 0, "the session's URL must be an https URL, without a user", do))
	case !strings.HasSuffix(strings.ToLower(session.Host), parent+portOf(t.Connect)):
		return one(problem("targets", 0, "the session's URL must be at the connect host or beside it", do))
	}
	return nil
}

// rootDomain holds where there are no cookies that both hosts see.
func rootDomain(t Targets) []doctor.Finding {
	const check = "root-domain"
	if problems := rules.SameRootDomain(field.NewPath("connect"), t.Connect, t.Platform); len(problems) > 0 {
		return one(problem(check, 7, "the connect URL "+t.Connect+" "+problems[0].Detail,
			"serve Studios under the Platform's domain, for the login's cookies are set for it"))
	}
	return one(fine(check, "Platform and Studios share a domain"))
}

// label looks like a session, as eight hexadecimal digits, so that whatever treats sessions in a way of its own treats it so.
func label() string {
	random := make([]byte, 4)
	_, _ = rand.Read(random) // never fails
	return "a" + hex.EncodeToString(random)[1:]
}

// roots are those of this machine, and those that are given, of which there has to be one at least.
func roots(authorities []byte) (pool *x509.CertPool, isGood bool) {
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	return pool, len(authorities) == 0 || pool.AppendCertsFromPEM(authorities)
}

// portOf is ":port" where a URL has one.
func portOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Port() != "" {
		return ":" + u.Port()
	}
	return ""
}

// hostPort is where a host is dialled that is served as a URL is.
func hostPort(host, like string) string {
	return net.JoinHostPort(host, strings.TrimPrefix(cmp.Or(portOf(like), ":443"), ":"))
}

// within limits what one answer may take.
func (l *look) within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, l.Timeout)
}
