package sshkey

import (
	"crypto/ed25519"
	"encoding/pem"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// FuzzRule holds for any block of PEM: what Rule takes, and nothing else, has a fingerprint, the same with another end, and clients who know
// it by that can verify what it signs.
func FuzzRule(f *testing.F) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		f.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(key, "comment")
	if err != nil {
		f.Fatal(err)
	}
	f.Add("", block.Type, block.Bytes)
	f.Add("\r\n", block.Type, block.Bytes[:len(block.Bytes)/2])
	other, _ := pem.Decode([]byte(pkcs8))
	f.Add("note\n", other.Type, other.Bytes)
	f.Fuzz(func(t *testing.T, around, kind string, key []byte) {
		text := around + string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: key})) + around
		fingerprint := Fingerprint(text)
		problems := Rule.Check(field.NewPath("key"), text)
		if (len(problems) == 0) != (fingerprint != "") {
			t.Fatalf("%v, and the fingerprint of %q is %q", problems, text, fingerprint)
		}
		normal := Normalize(text)
		if Normalize(normal) != normal {
			t.Fatalf("%q is not normal", normal)
		}
		if len(problems) > 0 {
			return // such as for a space in front, with which the proxy would not take it either
		}
		if Fingerprint(normal) != fingerprint {
			t.Fatalf("%q is normal, with the fingerprint %q, not %q", normal, Fingerprint(normal), fingerprint)
		}
		if wrong := FingerprintRule.Check(field.NewPath("fingerprint"), fingerprint); len(wrong) > 0 {
			t.Fatal(wrong)
		}
		signer, err := parse(text)
		if err != nil {
			t.Fatal(err)
		}
		signature, err := signer.Sign(nil, []byte("signed"))
		if err != nil {
			t.Fatal(err)
		}
		if err := signer.PublicKey().Verify([]byte("signed"), signature); err != nil || !strings.HasPrefix(fingerprint, "SHA256:") {
			t.Fatalf("clients would refuse %q: %v", text, err)
		}
	})
}
