// Package certificate holds a certificate against the hosts of Studios, before a browser does.
package certificate

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// Soon is how long before its end a certificate is warned of: what renews them by itself does so earlier.
const Soon = 30 * 24 * time.Hour

const need = "a certificate in PEM form, with those that it was signed by behind it and without its private key"

// Rule accepts what begins with a certificate. It repeats nothing of what it refuses, which may be a key.
var Rule = rules.New(need, func(path *field.Path, text string) field.ErrorList {
	if _, err := leaf(text); err != nil {
		return field.ErrorList{field.Invalid(path, "[PEM]", "must be "+need+": "+err.Error())}
	}
	return nil
})

// leaf is the first certificate: a server shows it, and those behind it only vouch for it.
func leaf(text string) (*x509.Certificate, error) {
	if strings.Contains(text, "PRIVATE KEY-----") {
		return nil, errors.New("this has a private key in it, which nobody but the load balancer should have")
	}
	block, _ := pem.Decode([]byte(text))
	if block == nil || block.Type != "CERTIFICATE" {
		return nil, errors.New("this is none")
	}
	return x509.ParseCertificate(block.Bytes)
}

// Hosts are what has to be covered. Wildcard is empty where sessions have no hosts of their own.
type Hosts struct{ Connect, Wildcard string }

// Check finds what browsers would refuse, and what they will before long.
func Check(text string, hosts Hosts, now time.Time) (problems, warnings []string) {
	found, err := leaf(text)
	if err != nil {
		return []string{"must be " + need + ": " + err.Error()}, nil
	}
	has := strings.Join(found.DNSNames, ", ")
	if has == "" {
		has = "no DNS name" // the common name has not counted for years
	}
	if err := found.VerifyHostname(hosts.Connect); err != nil {
		problems = append(problems, fmt.Sprintf("must cover the connect host %s, and has %s", hosts.Connect, has))
	}
	// One label of any session stands for all.
	if parent, isWildcard := strings.CutPrefix(hosts.Wildcard, "*."); isWildcard && found.VerifyHostname("a1b2c3d4."+parent) != nil {
		problems = append(problems, uncovered(found, hosts, has))
	}
	late, warnings := dates(found, now)
	return append(problems, late...), warnings
}

// dates are problems outside of a certificate's time, and warnings near its end.
func dates(found *x509.Certificate, now time.Time) (problems, warnings []string) {
	date := found.NotAfter.UTC().Format(time.DateOnly)
	switch {
	case now.After(found.NotAfter):
		problems = append(problems, "expired on "+date)
	case now.Before(found.NotBefore):
		problems = append(problems, "is not valid before "+found.NotBefore.UTC().Format(time.DateOnly))
	case found.NotAfter.Sub(now) < Soon:
		warnings = append(warnings, fmt.Sprintf("expires on %s, in %d days", date, int(found.NotAfter.Sub(now).Hours()/24)))
	}
	return problems, warnings
}

// uncovered knows what comes of following Seqera's page to the letter.
func uncovered(found *x509.Certificate, hosts Hosts, has string) string {
	if below := "*." + hosts.Connect; slices.Contains(found.DNSNames, below) {
		return fmt.Sprintf("must cover %s, and has %s: Seqera's page asks for %s, but sessions are served beside the connect host and not below it, "+
			"so browsers would refuse every one of them", hosts.Wildcard, has, below)
	}
	return fmt.Sprintf("must cover the sessions at %s, and has %s", hosts.Wildcard, has)
}
