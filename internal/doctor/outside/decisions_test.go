package outside

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

// said is the first finding, as "verdict row".
func said(findings []doctor.Finding) string {
	return fmt.Sprintf("%s %d", findings[0].Verdict, findings[0].Row)
}

// TestDoor has what front doors say for hosts without a rule, in their own words, and what may be the proxy.
func TestDoor(t *testing.T) {
	front := answer{Status: 200, Type: "text/html", Body: []byte("<html><title> Seqera Platform </title>1</html>")}
	for sentence, c := range map[string]struct {
		a    answer
		want string
	}{
		"the front end":                    {front, "problem 13"},
		"its page with another nonce":      {answer{Status: 200, Type: "text/html", Body: []byte("<TITLE>Seqera Platform</TITLE>2")}, "warning 13"},
		"a page of its own":                {answer{Status: 404, Type: "text/html", Body: []byte("<title>No such session</title>")}, "fine 0"},
		"a page without a title":           {answer{Status: 404, Type: "text/html", Body: []byte("No such session")}, "fine 0"},
		"the same words, but not as page":  {answer{Status: 200, Type: "text/plain", Body: front.Body}, "fine 0"},
		"what every Go program says":       {answer{Status: 404, Type: "text/plain", Body: []byte("404 page not found\n")}, "fine 0"},
		"a redirect":                       {answer{Status: 302, Location: &url.URL{Scheme: "https", Host: "platform.example.com"}}, "fine 0"},
		"ingress-nginx":                    {answer{Status: 404, Type: "text/plain", Body: []byte("default backend - 404")}, "problem 13"},
		"nginx":                            {answer{Status: 404, Type: "text/html", Body: []byte("<center><h1>404</h1></center><hr><center>nginx/1.27</center>")}, "problem 13"},
		"GKE":                              {answer{Status: 404, Body: []byte("response 404 (backend NotFound), service rules for the path non-existent")}, "problem 13"},
		"an ALB":                           {answer{Status: 404, Server: "awselb/2.0"}, "problem 13"},
		"an ALB without a healthy target":  {answer{Status: 503, Server: "awselb/2.0"}, "warning 11"},
		"an ALB whose target is late":      {answer{Status: 504, Server: "awselb/2.0"}, "warning 11"},
		"nginx without a pod":              {answer{Status: 502, Server: "nginx"}, "problem 0"},
		"the proxy's own trouble":          {answer{Status: 500}, "fine 0"},
		"words of a default in a 200":      {answer{Status: 200, Body: []byte("default backend - 404")}, "fine 0"},
		"nobody":                           {answer{Silence: "refused"}, "unknown 0"},
		"a page, where the front end fell": {answer{Status: 200, Type: "text/html"}, "fine 0"},
	} {
		t.Run(sentence, func(t *testing.T) {
			if got := said(doorOf("a1.example.com", c.a, front)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestLoginPaths(t *testing.T) {
	spa := answer{Status: 200, Type: "text/html", Body: []byte("spa")}
	missing := answer{Status: 404, Type: "application/json", Body: []byte("{}")}
	refused := answer{Status: 404, Type: "text/html", Body: []byte("nginx")}
	for sentence, c := range map[string]struct {
		other, auth answer
		want        string
	}{
		"the backend":                         {spa, missing, "fine 0"},
		"a backend that shows a page":         {spa, answer{Status: 404, Type: "text/html", Body: []byte("mine")}, "fine 0"},
		"the front end":                       {spa, spa, "warning 35"},
		"what stands in front, as everywhere": {refused, refused, "warning 35"},
		"the same words with another status":  {refused, answer{Status: 401, Type: "text/html", Body: refused.Body}, "fine 0"},
		"nobody":                              {spa, answer{Silence: "late"}, "unknown 0"},
	} {
		t.Run(sentence, func(t *testing.T) {
			got := said(loginPathsOf(c.other, []answer{missing, c.auth, missing, missing}))
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestKeyIsNotThere knows a backend that says 401 of whatever it does not have, and a front door that does so of all.
func TestKeyIsNotThere(t *testing.T) {
	for sentence, c := range map[string]struct {
		version string
		status  int
		want    string
	}{
		"not there":                    {"26.2", 404, "problem 3"},
		"not there, and asks for more": {"26.2", 401, "problem 3"},
		"nothing is without a login":   {"", 401, "problem 0"},
		"forbidden":                    {"26.2", 403, "problem 0"},
	} {
		a, l := answer{Status: c.status, Type: "application/json"}, &look{version: c.version}
		if issuer, key := said(issuerOf(a, l)), said(signingKeyOf(a, l)); issuer != c.want || key != c.want {
			t.Errorf("%s: want %s, got %s and %s", sentence, c.want, issuer, key)
		}
	}
}

func TestPlainHTTP(t *testing.T) {
	to := func(scheme string) *url.URL { return &url.URL{Scheme: scheme, Host: "connect.example.com"} }
	for sentence, c := range map[string]struct {
		a    answer
		want string
	}{
		"nobody":         {answer{Silence: "refused"}, "fine 0"},
		"on to https":    {answer{Status: 301, Location: to("https")}, "fine 0"},
		"refused":        {answer{Status: 403}, "fine 0"},
		"served":         {answer{Status: 200}, "warning 8"},
		"on to http":     {answer{Status: 302, Location: to("http")}, "warning 8"},
		"served, no 200": {answer{Status: 204}, "warning 8"},
	} {
		t.Run(sentence, func(t *testing.T) {
			if got := said(plainHTTPOf("connect.example.com", c.a)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestNameServerFails does not take a name server that fails for a name that is missing.
func TestNameServerFails(t *testing.T) {
	for sentence, c := range map[string]struct {
		err  error
		want string
	}{
		"missing":      {&net.DNSError{IsNotFound: true}, "problem 6"},
		"server fails": {&net.DNSError{IsTemporary: true}, "unknown 0"},
		"late":         {errors.New("late"), "unknown 0"},
		"there":        {nil, "fine 0"},
	} {
		if got := said(namesOf([]name{{host: "connect.example.com", wanted: "connect.example.com", err: c.err}})); got != c.want {
			t.Errorf("%s: got %s, want %s", sentence, got, c.want)
		}
	}
}

// signed makes a certificate of a year around now, from an authority or, without one, from itself.
func signed(t *testing.T, name string, isCA bool, by *x509.Certificate, byKey *ecdsa.PrivateKey, names ...string) (*x509.Certificate, *ecdsa.PrivateKey) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, DNSNames: names, IsCA: isCA, BasicConstraintsValid: true,
		NotBefore: time.Now().AddDate(0, -6, 0), NotAfter: time.Now().AddDate(0, 6, 0),
	}
	if by == nil {
		by, byKey = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, by, &key.PublicKey, byKey)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return made, key
}

func TestCertificates(t *testing.T) {
	root, rootKey := signed(t, "Root", true, nil, nil)
	between, betweenKey := signed(t, "Between", true, root, rootKey)
	leaf, _ := signed(t, "", false, between, betweenKey, "*.example.com")
	roots := x509.NewCertPool()
	roots.AddCert(root)
	at := func(host, cover string, chain ...*x509.Certificate) served {
		return served{host: host, cover: cover, chain: chain}
	}
	const connect, sibling = "connect.example.com", "a1.example.com"
	now := time.Now()
	for sentence, c := range map[string]struct {
		seen []served
		now  time.Time
		want string
	}{
		"good":                        {[]served{at(connect, connect, leaf, between), at(sibling, "*.example.com", leaf, between)}, now, "fine 0"},
		"the one between is not sent": {[]served{at(connect, connect, leaf)}, now, "warning 32"},
		"it tells once what is wrong": {[]served{at(connect, connect, leaf), at(sibling, "*.example.com", leaf)}, now, "warning 32"},
		"another Platform's host":     {[]served{at("platform.example.org", "", leaf, between)}, now, "problem 0"},
		"another connect host":        {[]served{at("connect.example.org", "connect.example.org", leaf, between)}, now, "problem 6"},
		"a session below the host":    {[]served{at("a1.connect.example.com", "*.connect.example.com", leaf, between)}, now, "problem 6"},
		"not yet":                     {[]served{at(connect, connect, leaf, between)}, leaf.NotBefore.Add(-time.Hour), "problem 0"},
		"its last day but 31":         {[]served{at(connect, connect, leaf, between)}, leaf.NotAfter.AddDate(0, 0, -31), "fine 0"},
		"its last day but 29":         {[]served{at(connect, connect, leaf, between)}, leaf.NotAfter.AddDate(0, 0, -29), "warning 0"},
		"over":                        {[]served{at(connect, connect, leaf, between)}, leaf.NotAfter.Add(time.Hour), "problem 0"},
		"nobody":                      {[]served{{host: connect, silence: "late"}}, now, "unknown 0"},
	} {
		t.Run(sentence, func(t *testing.T) {
			findings := certificatesOf(c.seen, roots, c.now)
			if got := said(findings); got != c.want || len(findings) != 1 {
				t.Errorf("want %s, got %+v", c.want, findings)
			}
		})
	}
}

// FuzzDecisions has any answer at all: each decision says something, on one line, and what to do where something is wrong.
func FuzzDecisions(f *testing.F) {
	f.Add(200, "application/json", "", `{"serviceInfo":{"version":"26.2"},"issuer":"https://p.example.com/api","keys":[{"kty":"RSA","n":"AQ"}]}`)
	f.Add(200, "text/html", "", "<title>x</title>")
	f.Add(302, "", "https://p.example.com/api?client_id=1&redirect_uri=%3A", "")
	f.Add(200, "", "", `{"templates":[{"repository":"r:1-0.8","tool":"xpra","status":"x"}],"features":["DATA_STUDIO"]}`)
	f.Fuzz(func(t *testing.T, status int, kind, location, body string) {
		a := answer{Status: status, Type: kind, Body: []byte(body)}
		if to, err := url.Parse(location); err == nil && location != "" {
			a.Location = to
		}
		l := &look{Targets: Targets{Workspace: 1, Told: doctor.Told{
			Platform: "https://p.example.com", Connect: "https://c.example.com", PathRouting: true, SSHPort: 22,
		}}}
		_, info := serviceInfoOf(a)
		for _, findings := range [][]doctor.Finding{info, issuerOf(a, l), signingKeyOf(a, l), templatesOf(a, l), featuresOf(a, l),
			doorOf("c.example.com", a, a), plainHTTPOf("c.example.com", a), ledTo(a, l.Platform, l.Connect), asClient(a)} {
			for _, f := range findings {
				if f.Message == "" || strings.ContainsAny(f.Message, "\n\x1b") || f.Verdict == doctor.Problem && f.Do == "" {
					t.Errorf("%+v", f)
				}
			}
		}
	})
}
