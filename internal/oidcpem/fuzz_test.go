package oidcpem

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// FuzzNormalize holds for any document of two blocks, be they keys or not: what Rule takes has one form, of RSA, and what its
// private half signs its public half verifies; what Rule refuses is not repeated.
func FuzzNormalize(f *testing.F) {
	private, pkcs1, public := key(f, minBits)
	for _, document := range []string{private, pkcs1} {
		block, _ := pem.Decode([]byte(document))
		half, _ := pem.Decode([]byte(public))
		f.Add("", block.Type, block.Bytes, half.Type, half.Bytes)
		f.Add("\r\n", block.Type, block.Bytes, "", []byte{})
		f.Add("Proc-Type: 4,ENCRYPTED\n", "ENCRYPTED PRIVATE KEY", block.Bytes, half.Type, half.Bytes)
	}
	f.Add(private, "CERTIFICATE", []byte("x"), "EC PRIVATE KEY", []byte("y"))
	f.Fuzz(func(t *testing.T, around, firstType string, first []byte, secondType string, second []byte) {
		document := around
		for _, block := range []pem.Block{{Type: firstType, Bytes: first}, {Type: secondType, Bytes: second}} {
			if len(block.Bytes) > 0 {
				document += string(pem.EncodeToMemory(&block)) + around
			}
		}
		normal, err := Normalize(document)
		problems := Rule.Check(field.NewPath("key"), document)
		if (err == nil) != (len(problems) == 0) {
			t.Fatalf("the rule says %v, and Normalize %v", problems, err)
		}
		if err != nil {
			repeatsNothing(t, document, problems.ToAggregate().Error()+err.Error())
			return
		}
		if again, err := Normalize(normal); err != nil || again != normal {
			t.Fatalf("%q is normal, and then %q: %v", normal, again, err)
		}
		verifies(t, normal)
	})
}

func repeatsNothing(t *testing.T, document, said string) {
	for line := range strings.Lines(document) {
		if line = strings.TrimSpace(line); len(line) > 20 && !strings.HasPrefix(line, "-----") && strings.Contains(said, line) {
			t.Fatalf("%q is repeated in %q", line, said)
		}
	}
}

func verifies(t *testing.T, document string) {
	first, rest := pem.Decode([]byte(document))
	second, rest := pem.Decode(rest)
	if second == nil || len(bytes.TrimSpace(rest)) > 0 {
		t.Fatalf("not two blocks: %q", document)
	}
	private, err := x509.ParsePKCS8PrivateKey(first.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.ParsePKIXPublicKey(second.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte("signed"))
	signature, err := rsa.SignPKCS1v15(nil, private.(*rsa.PrivateKey), crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	if err := rsa.VerifyPKCS1v15(public.(*rsa.PublicKey), crypto.SHA256, sum[:], signature); err != nil {
		t.Fatal(err)
	}
}
