package certificate

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

var now = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// signed is a certificate of its own, as PEM, with its key.
func signed(t testing.TB, from, to time.Time, commonName string, hosts ...string) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: to, DNSNames: hosts, Subject: pkix.Name{CommonName: commonName},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}))
}

func TestCheck(t *testing.T) {
	day := 24 * time.Hour
	both := Hosts{"connect.example.com", "*.example.com"}
	for name, c := range map[string]struct {
		hosts             []string
		common            string
		from, to          time.Duration
		wanted            Hosts
		problems, warning []string
	}{
		"a wildcard":                    {hosts: []string{"*.example.com"}, from: -day, to: 90 * day, wanted: both},
		"a wildcard in capitals":        {hosts: []string{"*.Example.COM"}, from: -day, to: 90 * day, wanted: both},
		"the connect host alone":        {hosts: []string{"connect.example.com"}, from: -day, to: 90 * day, wanted: both, problems: []string{"must cover the sessions at *.example.com, and has connect.example.com"}},
		"the connect host, with paths":  {hosts: []string{"connect.example.com"}, from: -day, to: 90 * day, wanted: Hosts{Connect: "connect.example.com"}},
		"a wildcard further up":         {hosts: []string{"*.com", "*.other.com"}, from: -day, to: 90 * day, wanted: both, problems: []string{"must cover the connect host connect.example.com", "must cover the sessions at *.example.com"}},
		"as Seqera's page has it":       {hosts: []string{"connect.example.com", "*.connect.example.com"}, from: -day, to: 90 * day, wanted: both, problems: []string{"must cover *.example.com, and has connect.example.com, *.connect.example.com: Seqera's page asks for *.connect.example.com"}},
		"a common name only":            {common: "*.example.com", from: -day, to: 90 * day, wanted: both, problems: []string{"must cover the connect host connect.example.com, and has no DNS name", "must cover the sessions"}},
		"expired":                       {hosts: []string{"*.example.com"}, from: -90 * day, to: -day, wanted: both, problems: []string{"expired on 2026-11-24"}},
		"of tomorrow":                   {hosts: []string{"*.example.com"}, from: day, to: 90 * day, wanted: both, problems: []string{"is not valid before 2026-11-26"}},
		"that expires in a month":       {hosts: []string{"*.example.com"}, from: -day, to: 29*day + time.Hour, wanted: both, warning: []string{"expires on 2026-12-24, in 29 days"}},
		"that expires in a month and a": {hosts: []string{"*.example.com"}, from: -day, to: 31 * day, wanted: both},
	} {
		text, _ := signed(t, now.Add(c.from), now.Add(c.to), c.common, c.hosts...)
		problems, warnings := Check(text, c.wanted, now)
		if !match(problems, c.problems) || !match(warnings, c.warning) {
			t.Errorf("%s: %q and %q, not %q and %q", name, problems, warnings, c.problems, c.warning)
		}
	}
}

func match(got, want []string) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		if !strings.HasPrefix(got[i], want[i]) {
			return false
		}
	}
	return true
}

// A key is refused in either order, and neither it nor anything else is repeated.
func TestKeysAreRefused(t *testing.T) {
	text, key := signed(t, now, now.Add(time.Hour), "", "example.com")
	other, _ := signed(t, now, now.Add(time.Hour), "", "other.example.com")
	for value, want := range map[string]string{
		text: "", text + other: "", text + key: "has a private key in it", key + text: "has a private key in it", "canary": "this is none", "": "this is none",
		"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n": "malformed",
	} {
		problems := Rule.Check(field.NewPath("pem"), value)
		if want == "" && len(problems) == 0 {
			continue
		}
		if len(problems) != 1 || want == "" || !strings.Contains(problems[0].Error(), want) || strings.Contains(problems[0].Error(), "canary") {
			t.Errorf("not %q, but %v", want, problems)
		}
	}
}
