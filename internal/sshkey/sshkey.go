// Package sshkey knows which SSH host keys are good, and what clients know them by.
package sshkey

import (
	"crypto/ed25519"
	"errors"
	"regexp"
	"strings"

	"golang.org/x/crypto/ssh"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

const need = `an ED25519 private key without a passphrase, such as "ssh-keygen -t ed25519 -N ''" makes`

// Rule accepts what the proxy can start with. Others have no key of another type.
var Rule = rules.New(need, func(path *field.Path, text string) field.ErrorList {
	if _, err := parse(text); err != nil {
		return field.ErrorList{field.Invalid(path, text, "must be "+need+": "+err.Error())}
	}
	return nil
})

// parse tells in an error nothing of the key.
func parse(text string) (ssh.Signer, error) {
	key, err := ssh.ParseRawPrivateKey([]byte(text))
	var locked *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &locked):
		return nil, errors.New("this one has a passphrase")
	case err != nil:
		return nil, errors.New("this is no private key in PEM form")
	}
	switch key := key.(type) {
	case *ed25519.PrivateKey:
		return signer(*key)
	case ed25519.PrivateKey:
		return signer(key)
	}
	return nil, errors.New("this one is of another type")
}

// signer refuses a public half of another key, with which no client could verify anything: OpenSSH's form holds both.
func signer(key ed25519.PrivateKey) (ssh.Signer, error) {
	if !key.Equal(ed25519.NewKeyFromSeed(key.Seed())) {
		return nil, errors.New("the public half in this one is of another key")
	}
	return ssh.NewSignerFromKey(key)
}

// Fingerprint is that of the key's public half, as "ssh-keygen -lf" prints it; empty for what is no key.
func Fingerprint(text string) string {
	signer, err := parse(text)
	if err != nil {
		return ""
	}
	return ssh.FingerprintSHA256(signer.PublicKey())
}

// Normalize ends the text as a file ends: OpenSSH itself takes no other.
func Normalize(text string) string { return strings.TrimSpace(text) + "\n" }

var fingerprint = regexp.MustCompile(`^SHA256:[A-Za-z0-9+/]{43}$`)

// FingerprintRule accepts what "ssh-keygen -lf" prints.
var FingerprintRule = rules.New(`"SHA256:" with 43 letters behind it, the second word of what "ssh-keygen -lf" prints`,
	func(path *field.Path, text string) field.ErrorList {
		if !fingerprint.MatchString(text) {
			return field.ErrorList{field.Invalid(path, text, `must be the second word of what "ssh-keygen -lf" prints, "SHA256:" with 43 letters behind it`)}
		}
		return nil
	})
