// Package oidcpem makes and checks the PEM file with which the Platform signs: an RSA private key with its public key
// directly beneath it.
//
// Seqera's page builds it with openssl: genrsa writes PKCS#8 (since OpenSSL 3), rsa -pubout writes SPKI. Helm charts
// and installers of Seqera run with a PKCS#1 private key alone, so such a key is accepted and completed. Messages never
// hold a key.
package oidcpem

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

const (
	// minBits is what Seqera recommends at least, and NIST SP 800-131A demands.
	minBits = 2048

	privateType      = "PRIVATE KEY"
	privatePKCS1Type = "RSA PRIVATE KEY"
	publicType       = "PUBLIC KEY"

	example = `such as "openssl genrsa 3072" prints`
)

// Join puts the public key directly beneath the private one.
func Join(private, public string) string {
	return strings.TrimSpace(private) + "\n" + strings.TrimSpace(public) + "\n"
}

// Rule is for a PEM that the user gives.
var Rule = rules.New("an unencrypted RSA private key of at least 2048 bits, PKCS#8 or PKCS#1, alone or followed by its own public key",
	func(path *field.Path, document string) field.ErrorList {
		if _, err := read(document); err != nil {
			return field.ErrorList{field.Invalid(path, "[secret]", err.Error())}
		}
		return nil
	})

// Normalize gives a PEM that obeys Rule the form that openssl's steps give: PKCS#8, the public key beneath it,
// Unix line ends.
func Normalize(document string) (string, error) {
	key, err := read(document)
	if err != nil {
		return "", err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return "", err
	}
	return Join(encode(privateType, private), encode(publicType, public)), nil
}

// PublicKey is the public half of a document that obeys Rule, and nil for another.
func PublicKey(document string) *rsa.PublicKey {
	key, err := read(document)
	if err != nil {
		return nil
	}
	return &key.PublicKey
}

func encode(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func read(document string) (*rsa.PrivateKey, error) {
	blocks, err := split(document)
	if err != nil {
		return nil, err
	}
	key, err := privateKey(blocks[0])
	if err != nil {
		return nil, err
	}
	if bits := key.N.BitLen(); bits < minBits {
		return nil, fmt.Errorf("must be an RSA key of at least %d bits, not %d, %s", minBits, bits, example)
	}
	switch {
	case len(blocks) == 1:
		return key, nil
	case len(blocks) > 2:
		return nil, fmt.Errorf("must hold one private key and at most its public key, not %d blocks", len(blocks))
	}
	return key, matches(key, blocks[1])
}

// split takes the document apart; everything in it must be PEM.
func split(document string) ([]*pem.Block, error) {
	if decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(document)); err == nil &&
		strings.Contains(string(decoded), "-----BEGIN") {
		return nil, errors.New("must be the PEM text itself, not its base64 form: Kubernetes encodes it by itself")
	}
	var blocks []*pem.Block
	rest := []byte(strings.TrimSpace(document))
	for len(rest) > 0 {
		if !strings.HasPrefix(string(rest), "-----BEGIN ") {
			return nil, errors.New("must be PEM blocks and nothing else, " + example)
		}
		block, after := pem.Decode(rest)
		if block == nil {
			return nil, errors.New("must be whole PEM blocks, " + example)
		}
		blocks = append(blocks, block)
		rest = []byte(strings.TrimSpace(string(after)))
	}
	if len(blocks) == 0 {
		return nil, errors.New("must hold an RSA private key, " + example)
	}
	if strings.Count(document, "-----BEGIN ") != len(blocks) { // pem.Decode steps over a broken block to a whole one
		return nil, errors.New("must be whole PEM blocks, " + example)
	}
	return blocks, nil
}

func privateKey(block *pem.Block) (*rsa.PrivateKey, error) {
	if strings.Contains(block.Type, "ENCRYPTED") || block.Headers["Proc-Type"] == "4,ENCRYPTED" {
		return nil, errors.New("must not be encrypted: the Platform has no password for it; see openssl rsa -in")
	}
	switch block.Type {
	case privateType:
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			return nil, errors.New("must be a readable PKCS#8 private key, " + example)
		}
		if rsaKey, ok := key.(*rsa.PrivateKey); ok {
			return rsaKey, nil
		}
		return nil, errors.New("must be an RSA key, the only kind the Platform signs with, " + example)
	case privatePKCS1Type:
		key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
		if err != nil {
			return nil, errors.New("must be a readable PKCS#1 private key, " + example)
		}
		return key, nil
	case publicType:
		return nil, errors.New("must begin with the private key, with the public key beneath it")
	}
	return nil, fmt.Errorf("must begin with an RSA private key, not with %q, %s", block.Type, example)
}

func matches(key *rsa.PrivateKey, block *pem.Block) error {
	if block.Type != publicType {
		return fmt.Errorf("must have the private key's own public key beneath it, not %q", block.Type)
	}
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return errors.New(`must have a readable public key, such as "openssl rsa -pubout" prints`)
	}
	if !key.PublicKey.Equal(public) {
		return errors.New(`has the public key of another private key: take what "openssl rsa -pubout" prints for this one`)
	}
	return nil
}
