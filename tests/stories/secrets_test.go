//go:build testbed

package stories

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

func (s *story) lacks(text string, secrets ...string) {
	s.Helper()
	for _, secret := range secrets {
		if at := strings.Index(text, secret); at >= 0 {
			s.Errorf("a secret shows: …%s…", text[max(0, at-200):min(len(text), at+60)])
		}
	}
}

// decoded is a value of a Secret.
func (s *story) decoded(object, path string) string {
	s.Helper()
	text, err := base64.StdEncoding.DecodeString(s.get(object, path))
	s.must(err)
	return string(text)
}

// Neither the Platform's secrets nor ours are seen in what Pulumi writes and prints.
func TestSecretsStaySecret(t *testing.T) {
	s := begin(t)
	const password = "canary-redis-password"
	s.set("redis.password", password, "--secret")
	plan := filepath.Join(s.dir, "plan.json")
	outputs := []string{
		s.pulumi("preview", "--diff"),
		s.pulumi("preview", "--json"),
		s.pulumi("preview", "--save-plan", plan),
		s.up(),
		s.pulumi("stack", "output"),
		// At -v=9 the engine prints every message between itself and its plugins, secrets included.
		s.pulumi("preview", "--refresh", "-v=8", "--logtostderr"),
	}
	token := s.decoded("secret/connect-credentials", `.data.registration-token`)
	pem := s.decoded("secret/platform-oidc-certs", `.data.oidc\.pem`)
	s.equal("password in the cluster", s.decoded("secret/connect-credentials", `.data.redis-password`), password)

	// The owner reverts everything, so that previews have the most to show.
	s.apply(testbed.ConfigMaps)
	s.set("proxy.replicas", "3")
	outputs = append(outputs,
		s.pulumi("preview", "--diff", "--refresh"),
		s.pulumi("preview", "--json", "--refresh"),
		s.pulumi("refresh", "--yes", "--skip-preview", "--diff"),
		s.pulumi("preview", "--diff", "--save-plan", plan),
		s.pulumi("up", "--yes", "--diff", "--plan", plan),
		s.pulumi("stack", "export"),
	)
	s.kubectl("delete", "deployment/backend")
	outputs = append(outputs, s.fails("preview", "--diff"))

	files := []string{plan}
	s.must(filepath.WalkDir(s.state, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	}))
	for _, file := range files {
		text, err := os.ReadFile(file)
		s.must(err)
		outputs = append(outputs, string(text))
	}
	body := strings.Split(pem, "\n")[1] // the first line of the private key's base64
	for _, output := range outputs {
		s.lacks(output, testbed.Canary, token, body, base64.StdEncoding.EncodeToString([]byte(token)))
	}
}
