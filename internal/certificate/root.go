package certificate

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

const rootNeed = "one root certificate in PEM form, and nothing else"

// RootRule accepts what the Platform hands on to sessions. It repeats nothing of what it refuses, which may be a key.
var RootRule = rules.New(rootNeed, func(path *field.Path, text string) field.ErrorList {
	if _, err := root(text); err != nil {
		return field.ErrorList{field.Invalid(path, "[PEM]", "must be "+rootNeed+": "+err.Error())}
	}
	return nil
})

// root refuses a chain, which need not fit into the environment of a session.
func root(text string) (*x509.Certificate, error) {
	if strings.Contains(text, "PRIVATE KEY-----") {
		return nil, errors.New("this has a private key in it, which every session would get")
	}
	block, rest := pem.Decode([]byte(text))
	if block == nil || block.Type != "CERTIFICATE" {
		return nil, errors.New("this is none")
	}
	if next, _ := pem.Decode(rest); next != nil {
		return nil, errors.New("this is more than one")
	}
	found, err := x509.ParseCertificate(block.Bytes)
	switch {
	case err != nil:
		return nil, err
	case !bytes.Equal(found.RawIssuer, found.RawSubject):
		return nil, fmt.Errorf("this one is signed by another, %s", found.Issuer)
	case found.Version >= 3 && !found.IsCA:
		return nil, errors.New("this one may sign no others")
	}
	return found, nil
}

// CheckRoot finds what keeps sessions from trusting what a root has signed, and what will before long.
func CheckRoot(text string, now time.Time) (problems, warnings []string) {
	found, err := root(text)
	if err != nil {
		return []string{"must be " + rootNeed + ": " + err.Error()}, nil
	}
	return dates(found, now)
}
