package oidcpem

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"os/exec"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

func key(t testing.TB, bits int) (private, pkcs1, public string) {
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
		"wrapped otherwise":  rewrap(private, 76),
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
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	edDER, err := x509.MarshalPKCS8PrivateKey(edKey)
	if err != nil {
		t.Fatal(err)
	}
	const broken = "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n"
	for name, c := range map[string]struct{ given, want string }{
		"nothing":                {"", `must hold an RSA private key, such as "openssl genrsa 3072" prints`},
		"no PEM":                 {"hello", `must be PEM blocks and nothing else, such as "openssl genrsa 3072" prints`},
		"text after the key":     {private + "and more", `must be PEM blocks and nothing else, such as "openssl genrsa 3072" prints`},
		"half a block":           {private[:200], `must be whole PEM blocks, such as "openssl genrsa 3072" prints`},
		"a broken block first":   {broken + private, `must be whole PEM blocks, such as "openssl genrsa 3072" prints`},
		"a broken block last":    {private + broken, `must be whole PEM blocks, such as "openssl genrsa 3072" prints`},
		"a broken block between": {private + broken + public, `must be whole PEM blocks, such as "openssl genrsa 3072" prints`},
		"text after the end":     {strings.TrimSpace(private) + "text\n" + public, `must be whole PEM blocks, such as "openssl genrsa 3072" prints`},
		"base64 of the file":     {base64.StdEncoding.EncodeToString([]byte(private)), "must be the PEM text itself, not its base64 form: Kubernetes encodes it by itself"},
		"the public half first":  {public + private, "must begin with the private key, with the public key beneath it"},
		"the public half alone":  {public, "must begin with the private key, with the public key beneath it"},
		"a certificate beneath":  {private + encode("CERTIFICATE", []byte{1}), `must have the private key's own public key beneath it, not "CERTIFICATE"`},
		"a broken public half":   {private + encode(publicType, []byte{1}), `must have a readable public key, such as "openssl rsa -pubout" prints`},
		"another key's public":   {private + other, `has the public key of another private key: take what "openssl rsa -pubout" prints for this one`},
		"two private keys":       {private + private, "must have the private key's own public key beneath it, not \"PRIVATE KEY\""},
		"three blocks":           {private + public + public, "must hold one private key and at most its public key, not 3 blocks"},
		"an elliptic curve":      {encode(privateType, ecDER), `must be an RSA key, the only kind the Platform signs with, such as "openssl genrsa 3072" prints`},
		"a small key":            {small, `must be an RSA key of at least 2048 bits, not 1024, such as "openssl genrsa 3072" prints`},
		"an encrypted key":       {encode("ENCRYPTED PRIVATE KEY", []byte{1}), "must not be encrypted: the Platform has no password for it; see openssl rsa -in"},
		"a key encrypted the old way": {string(pem.EncodeToMemory(&pem.Block{
			Type: privatePKCS1Type, Headers: map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-128-CBC,00"}, Bytes: []byte{1},
		})), "must not be encrypted: the Platform has no password for it; see openssl rsa -in"},
		"an old elliptic curve": {encode("EC PRIVATE KEY", []byte{1}), `must begin with an RSA private key, not with "EC PRIVATE KEY", such as "openssl genrsa 3072" prints`},
		"Ed25519":               {encode(privateType, edDER), `must be an RSA key, the only kind the Platform signs with, such as "openssl genrsa 3072" prints`},
		"a certificate":         {encode("CERTIFICATE", []byte{1}), `must begin with an RSA private key, not with "CERTIFICATE", such as "openssl genrsa 3072" prints`},
		"a broken key":          {encode(privateType, []byte{1}), `must be a readable PKCS#8 private key, such as "openssl genrsa 3072" prints`},
	} {
		t.Run(name, func(t *testing.T) {
			problems := Rule.Check(field.NewPath("oidc", "pem"), c.given)
			if len(problems) != 1 {
				t.Fatalf("got %v", problems)
			}
			if got, want := problems[0].Error(), `oidc.pem: Invalid value: "[secret]": `+c.want; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// rewrap breaks the base64 lines of one block at another column than PEM's 64.
func rewrap(block string, column int) string {
	lines := strings.Split(strings.TrimSpace(block), "\n")
	body := strings.Join(lines[1:len(lines)-1], "")
	wrapped := lines[0] + "\n"
	for ; len(body) > column; body = body[column:] {
		wrapped += body[:column] + "\n"
	}
	return wrapped + body + "\n" + lines[len(lines)-1] + "\n"
}

func openssl(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	command := exec.Command("openssl", args...)
	command.Stdin = strings.NewReader(stdin)
	out, err := command.Output()
	if err != nil {
		t.Fatalf("openssl %v: %v", args, err)
	}
	return string(out)
}

// The manual page makes the file with these commands; ours must be the same to the byte.
func TestSameAsOpenssl(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not there to compare with")
	}
	private := openssl(t, "", "genrsa", "2048")
	if !strings.HasPrefix(private, "-----BEGIN PRIVATE KEY-----\n") {
		t.Skip("this openssl writes PKCS#1, as it did before version 3")
	}
	public := openssl(t, private, "rsa", "-pubout")
	want := private + public

	if got := Join(private, public); got != want {
		t.Errorf("joined:\n%s\nwant:\n%s", got, want)
	}
	got, err := Normalize(private)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("normalized:\n%s\nwant:\n%s", got, want)
	}
}
