package doctor_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

// words stand for keys in the manifests. A certificate is $CERT_HOST_HOST_DAYS.
var words = sync.OnceValue(func() map[string]string {
	first, second := must(rsa.GenerateKey(rand.Reader, 2048)), must(rsa.GenerateKey(rand.Reader, 2048))
	curve := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	private, public := encoded("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(first))), encoded("PUBLIC KEY",
		must(x509.MarshalPKIXPublicKey(&first.PublicKey)))
	host := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)) // the same in every run
	block := must(ssh.MarshalPrivateKey(crypto.PrivateKey(host), ""))
	return map[string]string{
		"$PAIR":        private + public,
		"$PKCS1":       encoded("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(first)),
		"$TURNED":      public + private,
		"$MIXED":       private + encoded("PUBLIC KEY", must(x509.MarshalPKIXPublicKey(&second.PublicKey))),
		"$CURVE":       encoded("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(curve))),
		"$WRAPPED":     base64.StdEncoding.EncodeToString([]byte(private + public)),
		"$HOSTKEY":     string(pem.EncodeToMemory(block)),
		"$FINGERPRINT": ssh.FingerprintSHA256(must(ssh.NewSignerFromKey(host)).PublicKey()),
		"$ROOT":        certificate(curve, true, "Example Root", 3650),
		"$LATER":       later,
	}
})

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func encoded(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func certificate(key *ecdsa.PrivateKey, isRoot bool, name string, days int, hosts ...string) string {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: hosts, IsCA: isRoot, BasicConstraintsValid: true,
		NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.Add(time.Duration(days) * 24 * time.Hour),
	}
	return encoded("CERTIFICATE", must(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)))
}

var certificateWord = regexp.MustCompile(`\$CERT(_[a-z*.]+)+_-?\d+`)

// filled has keys in the place of their words, as YAML takes texts of several lines.
func filled(manifests string) string {
	manifests = certificateWord.ReplaceAllStringFunc(manifests, func(word string) string {
		parts := strings.Split(word, "_")[1:]
		key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
		return strconv.Quote(certificate(key, false, "studios", must(strconv.Atoi(parts[len(parts)-1])), parts[:len(parts)-1]...))
	})
	for word, text := range words() {
		manifests = strings.ReplaceAll(manifests, word, strconv.Quote(text))
	}
	return manifests
}
