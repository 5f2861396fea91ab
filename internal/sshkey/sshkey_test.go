package sshkey

import (
	"crypto/ed25519"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// generated is a key that the real ssh-keygen makes, and what it says of it.
func generated(t *testing.T, args ...string) (key, fingerprint string) {
	t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("there is no ssh-keygen to compare with")
	}
	file := filepath.Join(t.TempDir(), "key")
	if output, err := exec.Command("ssh-keygen", append(args, "-q", "-f", file)...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command("ssh-keygen", "-l", "-f", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(text), strings.Fields(string(said))[1]
}

func TestFingerprintIsThatOfOpenSSH(t *testing.T) {
	key, want := generated(t, "-t", "ed25519", "-N", "")
	if problems := Rule.Check(field.NewPath("key"), key); len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, text := range []string{key, strings.TrimSpace(key), Normalize(key)} {
		if got := Fingerprint(text); got != want {
			t.Errorf("%s, and ssh-keygen says %s", got, want)
		}
	}
	if problems := FingerprintRule.Check(field.NewPath("fingerprint"), want); len(problems) > 0 {
		t.Error(problems)
	}
}

const pkcs8 = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
`

// A key of OpenSSL's, in the form PKCS#8, is as good; its fingerprint was written down with `ssh-keygen -lf` on its public half.
func TestOtherForms(t *testing.T) {
	if problems := Rule.Check(field.NewPath("key"), pkcs8); len(problems) > 0 {
		t.Error(problems)
	}
}

// mixed is a private key in OpenSSH's form beside the public half of another, as an edited file may have it.
func mixed(t *testing.T) string {
	t.Helper()
	seed := make([]byte, ed25519.SeedSize)
	other, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(ed25519.PrivateKey(append(seed, other...)), "")
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(block))
}

func TestBadKeys(t *testing.T) {
	locked, _ := generated(t, "-t", "ed25519", "-N", "passphrase")
	rsa, _ := generated(t, "-t", "rsa", "-b", "2048", "-N", "")
	for text, want := range map[string]string{
		mixed(t): "public half in this one is of another key", locked: "has a passphrase", rsa: "of another type", "x": "no private key in PEM form", "": "no private key in PEM form",
	} {
		problems := Rule.Check(field.NewPath("key"), text)
		if len(problems) != 1 || !strings.Contains(problems[0].Detail, want) {
			t.Errorf("not %s, but %v", want, problems)
		}
		if Fingerprint(text) != "" {
			t.Errorf("%s has a fingerprint", want)
		}
	}
	for _, text := range []string{"", "SHA256:", "MD5:aa", "SHA256:" + strings.Repeat("a", 43) + "="} {
		if len(FingerprintRule.Check(field.NewPath("x"), text)) == 0 {
			t.Errorf("%q is taken for a fingerprint", text)
		}
	}
}
