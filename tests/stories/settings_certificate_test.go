//go:build testbed

package stories

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A certificate is checked before anything is changed: given, or the public half of a Secret, of which the key stays in the cluster.
func TestSettingsCertificate(t *testing.T) {
	s := begin(t)
	s.up()
	before := s.objects()
	good, key := s.certificate(365, "*.example.com", "connect.example.com")
	soon, _ := s.certificate(20, "*.example.com")
	page, _ := s.certificate(365, "connect.example.com", "*.connect.example.com")

	s.set("certificate.pem", page)
	s.contains(s.fails("preview"), "certificate.pem: Invalid value: \"[PEM]\": must cover *.example.com, and has connect.example.com, *.connect.example.com",
		"Seqera's page asks for *.connect.example.com, but sessions are served beside the connect host")
	s.set("certificate.pem", soon)
	s.contains(s.pulumi("preview"), "certificate.pem: the certificate expires on")
	s.set("certificate.pem", good)
	s.lacks(s.pulumi("preview"), "the certificate")
	s.pulumi("config", "rm", "--path", "certificate")

	s.kubectl("create", "secret", "tls", "wildcard", "--cert="+s.file(page), "--key="+s.keyOf("connect.example.com", "*.connect.example.com"))
	s.set("certificate.secretName", "wildcard")
	s.contains(s.fails("preview"), `certificate.secretName: Invalid value: "wildcard": must cover *.example.com`)
	s.pulumi("config", "rm", "--path", "certificate")
	s.set("ingress.tlsSecretName", "wildcard")
	s.contains(s.pulumi("preview"), `ingress.tlsSecretName: the certificate in Secret "wildcard" must cover *.example.com`)
	s.pulumi("config", "rm", "--path", "ingress.tlsSecretName")

	s.kubectl("delete", "secret/wildcard")
	s.kubectl("create", "secret", "tls", "wildcard", "--cert="+s.file(good), "--key="+s.file(key))
	s.set("certificate.secretName", "wildcard")
	output := s.pulumi("preview", "-v=8", "--logtostderr") + s.up() + s.pulumi("stack", "export", "--show-secrets")
	s.lacks(output, strings.Split(key, "\n")[1])
	s.nochange()

	s.pulumi("config", "rm", "--path", "certificate")
	s.kubectl("delete", "secret/wildcard")
	s.up()
	s.offAgain(before)
	s.nochange()
}

// certificate is one of its own, with its key.
func (s *story) certificate(days int, hosts ...string) (certificate, key string) {
	s.Helper()
	file := s.keyOf(hosts...)
	text, err := os.ReadFile(file)
	s.must(err)
	return openssl(s, "", "req", "-x509", "-key", file, "-days", strconv.Itoa(days), "-subj", "/CN=studios",
		"-addext", "subjectAltName=DNS:"+strings.Join(hosts, ",DNS:")), string(text)
}

// keyOf is the file of a key, the same for the same hosts.
func (s *story) keyOf(hosts ...string) string {
	s.Helper()
	file := filepath.Join(s.dir, strings.NewReplacer("*", "any").Replace(strings.Join(hosts, "-"))+".key")
	if _, err := os.Stat(file); err != nil {
		s.must(os.WriteFile(file, []byte(openssl(s, "", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")), 0o600))
	}
	return file
}
