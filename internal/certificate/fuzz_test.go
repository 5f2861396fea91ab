package certificate

import (
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// FuzzRules holds for any two blocks of PEM: both rules take only what x509 reads and never a private key, a root is a
// certificate, what a rule takes can be checked, and one that is said to cover a host does for x509.
func FuzzRules(f *testing.F) {
	root, below, server := issued(f, now, now.Add(90*24*time.Hour))
	for _, text := range []string{root, below, server} {
		block, _ := pem.Decode([]byte(text))
		f.Add("", block.Type, block.Bytes, "", []byte{}, "connect.example.com", "*.example.com")
		f.Add("# chain\r\n", block.Type, block.Bytes, block.Type, block.Bytes, "connect.example.com", "")
		f.Add("", block.Type, block.Bytes, "EC PRIVATE KEY", []byte("x"), "", "*.")
	}
	f.Fuzz(func(t *testing.T, around, firstType string, first []byte, secondType string, second []byte, connect, wildcard string) {
		text := around
		for _, block := range []pem.Block{{Type: firstType, Bytes: first}, {Type: secondType, Bytes: second}} {
			if len(block.Bytes) > 0 {
				text += string(pem.EncodeToMemory(&block)) + around
			}
		}
		path := field.NewPath("pem")
		isGood, isRoot := len(Rule.Check(path, text)) == 0, len(RootRule.Check(path, text)) == 0
		if isRoot && !isGood {
			t.Fatalf("a root that is no certificate: %q", text)
		}
		problems, _ := Check(text, Hosts{connect, wildcard}, now)
		rootProblems, _ := CheckRoot(text, now)
		if isRead(problems) != isGood || isRead(rootProblems) != isRoot {
			t.Fatalf("good %v, root %v, and the checks say %q and %q of %q", isGood, isRoot, problems, rootProblems, text)
		}
		if !isGood {
			return
		}
		block, _ := pem.Decode([]byte(text))
		read, err := x509.ParseCertificate(block.Bytes)
		if err != nil || strings.Contains(text, "PRIVATE KEY-----") {
			t.Fatalf("%v, and it is taken: %q", err, text)
		}
		if len(problems) == 0 && (read.VerifyHostname(connect) != nil || now.After(read.NotAfter) || now.Before(read.NotBefore)) {
			t.Fatalf("no problem of %q for %q", text, connect)
		}
	})
}

// isRead tells of what a check finds that it could read the certificate at all.
func isRead(problems []string) bool {
	return len(problems) == 0 || !strings.HasPrefix(problems[0], "must be "+need) && !strings.HasPrefix(problems[0], "must be "+rootNeed)
}
