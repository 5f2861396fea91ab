package oidcpem

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"os/exec"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

func key(t *testing.T, bits int) (private, pkcs1, public string) {
	t.Helper()
	rsaKey, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(rsaKey)
	if err != nil {
		t.Fatal(err)
	}
	spki, err := x509.MarshalPKIXPublicKey(&rsaKey.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return encode(privateType, pkcs8), encode(privatePKCS1Type, x509.MarshalPKCS1PrivateKey(rsaKey)), encode(publicType, spki)
}

func TestNormalize(t *testing.T) {
	private, pkcs1, public := key(t, 2048)
	want := private + public
	for name, given := range map[string]string{
		"both halves":        private + public,
		"the private half":   private,
		"PKCS#1":             pkcs1,
		"Windows line ends":  strings.ReplaceAll(private+public, "\n", "\r\n"),
		"no last line end":   strings.TrimSpace(private + public),
		"a line in between":  private + "\n" + public,
		"white space around": "\n" + private + "\n\n",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Normalize(given)
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func TestCheckRefuses(t *testing.T) {
	t.Setenv("GODEBUG", "rsa1024min=0")
	private, _, public := key(t, 2048)
	_, _, other := key(t, 2048)
	small, _, _ := key(t, 1024)
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ecDER, err := x509.MarshalPKCS8PrivateKey(ecKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ given, want string }{
		"nothing":               {"", `must hold an RSA private key, such as "openssl genrsa 3072" prints`},
		"no PEM":                {"hello", `must be PEM blocks and nothing else, such as "openssl genrsa 3072" prints`},
		"text after the key":    {private + "and more", `must be PEM blocks and nothing else, such as "openssl genrsa 3072" prints`},
		"half a block":          {private[:200], `must be whole PEM blocks, such as "openssl genrsa 3072" prints`},
		"base64 of the file":    {base64.StdEncoding.EncodeToString([]byte(private)), "must be the PEM text itself, not its base64 form: Kubernetes encodes it by itself"},
		"the public half first": {public + private, "must begin with the private key, with the public key beneath it"},
		"another key's public":  {private + other, `has the public key of another private key: take what "openssl rsa -pubout" prints for this one`},
		"two private keys":      {private + private, "must have the private key's own public key beneath it, not a PRIVATE KEY"},
		"three blocks":          {private + public + public, "must hold one private key and at most its public key, not 3 blocks"},
		"an elliptic curve":     {encode(privateType, ecDER), `must be an RSA key, the only kind the Platform signs with, such as "openssl genrsa 3072" prints`},
		"a small key":           {small, `must be an RSA key of at least 2048 bits, not 1024, such as "openssl genrsa 3072" prints`},
		"an encrypted key":      {encode("ENCRYPTED PRIVATE KEY", []byte{1}), "must not be encrypted: the Platform has no password for it; see openssl rsa -in"},
		"a certificate":         {encode("CERTIFICATE", []byte{1}), `must begin with an RSA private key, not with a CERTIFICATE, such as "openssl genrsa 3072" prints`},
		"a broken key":          {encode(privateType, []byte{1}), `must be a readable PKCS#8 private key, such as "openssl genrsa 3072" prints`},
	} {
		t.Run(name, func(t *testing.T) {
			problems := Check(field.NewPath("oidc", "pem"), c.given)
			if len(problems) != 1 {
				t.Fatalf("got %v", problems)
			}
			if got, want := problems[0].Error(), `oidc.pem: Invalid value: "[secret]": `+c.want; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// The manual page makes the file with these commands; ours must be the same to the byte.
func TestNormalizeIsWhatThePageGives(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not there to compare with")
	}
	private, err := exec.Command("openssl", "genrsa", "2048").Output()
	if err != nil {
		t.Fatal(err)
	}
	pubout := exec.Command("openssl", "rsa", "-pubout")
	pubout.Stdin = strings.NewReader(string(private))
	public, err := pubout.Output()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Normalize(string(private))
	if err != nil {
		t.Fatal(err)
	}
	if want := string(private) + string(public); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestFingerprintFollowsTheKey(t *testing.T) {
	private, pkcs1, _ := key(t, 2048)
	other, _, _ := key(t, 2048)
	prints := map[string]string{}
	for name, document := range map[string]string{"one": private, "same": pkcs1, "other": other} {
		print, err := Fingerprint(document)
		if err != nil {
			t.Fatal(err)
		}
		prints[name] = print
	}
	if prints["one"] != prints["same"] || prints["one"] == prints["other"] || len(prints["one"]) != 64 {
		t.Errorf("got %v", prints)
	}
}
