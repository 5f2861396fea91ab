package stub

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

// authority signs certificates, and nobody knows it but who is told.
type authority struct {
	key  *ecdsa.PrivateKey
	root *x509.Certificate
	pem  []byte
}

func newAuthority() (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Stub Root"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: begin(), NotAfter: time.Now().AddDate(10, 0, 0), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	root, err := x509.ParseCertificate(der)
	return &authority{key, root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})}, err
}

// begin is long enough ago for a certificate that has expired.
func begin() time.Time { return time.Now().AddDate(-1, 0, 0) }

func (a *authority) certificate(names []string, end time.Time) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), DNSNames: names, NotBefore: begin(), NotAfter: end,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.root, &key.PublicKey, a.key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

// names are those of the one certificate that the front door has.
func (i *Installation) names() []string {
	if i.faults.CertificateTooDeep { // as Seqera's page has it, with what it takes to be nearly right
		return []string{PlatformHost, ConnectHost, "*." + ConnectHost}
	}
	return []string{"*" + parent}
}

func (i *Installation) end() time.Time {
	if i.faults.CertificateEnds == 0 {
		return time.Now().AddDate(1, 0, 0)
	}
	return time.Now().Add(i.faults.CertificateEnds)
}

// keys are the signing key and two SSH host keys, of which the first is the right one.
type keys struct {
	signing, other *rsa.PrivateKey
	hosts          []ssh.Signer
}

// newKeys makes them once, for RSA keys take their time.
var newKeys = sync.OnceValues(func() (k keys, err error) {
	if k.signing, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		return k, err
	}
	if k.other, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		return k, err
	}
	for range 2 {
		_, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return k, err
		}
		signer, err := ssh.NewSignerFromKey(private)
		if err != nil {
			return k, err
		}
		k.hosts = append(k.hosts, signer)
	}
	return k, nil
})

func (k keys) fingerprint() string { return ssh.FingerprintSHA256(k.hosts[0].PublicKey()) }

// quiet has nothing to say of handshakes that were broken off on purpose.
var quiet = log.New(io.Discard, "", 0)
