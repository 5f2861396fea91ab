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

// issued are certificates as PEM: a root, one that it has signed, and one of a server that vouches for itself.
func issued(t testing.TB, from, to time.Time) (root, below, server string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := func(name string, isCA bool, parent *x509.Certificate) (*x509.Certificate, string) {
		template := &x509.Certificate{
			SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: to, Subject: pkix.Name{CommonName: name}, IsCA: isCA, BasicConstraintsValid: true,
		}
		if parent == nil {
			parent = template
		}
		der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		return template, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	}
	parent, root := of("Root", true, nil)
	_, below = of("Below", true, parent)
	_, server = of("Server", false, nil)
	return root, below, server
}

func TestCheckRoot(t *testing.T) {
	root, below, server := issued(t, now.AddDate(-1, 0, 0), now.AddDate(1, 0, 0))
	late, _, _ := issued(t, now.AddDate(-1, 0, 0), now.AddDate(0, 0, -1))
	soon, _, _ := issued(t, now.AddDate(-1, 0, 0), now.AddDate(0, 0, 10))
	_, key := signed(t, now, now.AddDate(1, 0, 0), "x")
	for name, c := range map[string]struct{ text, problem, warning string }{
		"a root":                    {root, "", ""},
		"a root with words around":  {"The root of Example:\n" + root + "\n", "", ""},
		"one that ends soon":        {soon, "", "expires on 2026-12-05, in 10 days"},
		"one that has ended":        {late, "expired on 2026-11-24", ""},
		"a root and one below it":   {root + below, "this is more than one", ""},
		"one below it":              {below, "this one is signed by another, CN=Root", ""},
		"a server's own":            {server, "this one may sign no others", ""},
		"a root with its key":       {root + key, "this has a private key in it", ""},
		"something else":            {"MIIB", "this is none", ""},
		"a damaged one":             {strings.Replace(root, "MII", "MIA", 1), "must be one root certificate in PEM form, and nothing else", ""},
		"the request for a root":    {strings.ReplaceAll(root, "CERTIFICATE", "CERTIFICATE REQUEST"), "this is none", ""},
		"a root behind what it was": {"-----BEGIN X-----\nAA==\n-----END X-----\n" + root, "this is none", ""},
	} {
		problems, warnings := CheckRoot(c.text, now)
		if got := strings.Join(problems, "\n"); !strings.Contains(got, c.problem) || (got == "") != (c.problem == "") {
			t.Errorf("%s: %q, not %q", name, got, c.problem)
		}
		if got := strings.Join(warnings, "\n"); got != c.warning {
			t.Errorf("%s: %q, not %q", name, got, c.warning)
		}
		isRefused := len(RootRule.Check(field.NewPath("pem"), c.text)) > 0
		if want := c.problem != "" && !strings.HasPrefix(c.problem, "expired"); isRefused != want {
			t.Errorf("%s: refused is %t", name, isRefused)
		}
	}
}
