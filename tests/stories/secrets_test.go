//go:build testbed

package stories

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/faults"
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

// All secrets, generated and given, are where they belong and nowhere else: not in what else the cluster has, such as events, pods,
// annotations and the record of Studios, not in logs up to -v=8, not in what is left behind in temporary files, and not in the error of
// an object that is refused. The kubeconfig is a secret as well.
func TestSecretsAreNowhereElse(t *testing.T) {
	t.Parallel()
	for name, give := range map[string]func(s *story){
		"generated": func(*story) {},
		"given": func(s *story) {
			s.set("oidc.registrationToken", strings.TrimSpace(openssl(s, "", "rand", "-hex", "16")), "--secret")
			s.set("oidc.pem", openssl(s, "", "genrsa", "2048"), "--secret")
			key, _ := s.sshKey()
			s.set("ssh.key", key, "--secret")
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := begin(t)
			proxy, err := faults.Start(s.cluster.Kubeconfig)
			s.must(err)
			t.Cleanup(proxy.Stop)
			s.pulumi("config", "set", "kubernetes:kubeconfig", "--secret", "--", string(proxy.Kubeconfig))
			for _, role := range []string{"proxy", "server"} {
				s.set(role+".image", "cr.seqera.io/enterprise/studios/"+role+":0.12.0")
			}
			s.set("ssh.enabled", "true")
			s.set("redis.password", "canary-redis-password", "--secret")
			give(s)
			s.keepsSecrets()
		})
	}
}

// keepsSecrets is the life of Studios, with a refusal in it.
func (s *story) keepsSecrets() {
	s.Helper()
	loud := []string{"-v=8", "--logtostderr", "--logflow"}
	events := filepath.Join(s.TempDir(), "events.log")
	s.env = append(s.env, "PULUMI_DEBUG_COMMANDS=true")
	outputs := []string{s.up(append(loud, "--event-log", events)...), s.elsewhere()}
	secrets := s.allSecrets()
	s.set("redis.password", "canary-redis-password-2", "--secret")
	outputs = append(outputs, s.pulumi(append(loud, "preview", "--diff", "--refresh")...))
	s.refuses("secrets", "connect-credentials", "secret", "generic", "connect-credentials")
	outputs = append(outputs, s.fails(append(loud, up...)...))
	s.contains(outputs[len(outputs)-1], "a cost-center is needed")
	s.kubectl("delete", "validatingadmissionpolicybinding", s.namespace)
	outputs = append(outputs, s.up(loud...), s.elsewhere())
	secrets = append(secrets, s.allSecrets()...)
	outputs = append(outputs, s.pulumi(append(loud, destroy...)...), s.elsewhere())
	for _, place := range []string{events, s.temp, s.state} {
		s.must(filepath.WalkDir(place, func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			if strings.HasPrefix(entry.Name(), "kubeconfig") { // the Kubernetes provider's, which docs/design/0004-secrets.md tells of
				s.onlyForTheUser(entry)
				text = bytes.ReplaceAll(text, []byte(faults.Token), nil)
			}
			outputs = append(outputs, string(text))
			return err
		}))
	}
	for _, output := range outputs {
		s.lacks(output, secrets...)
	}
}

// onlyForTheUser holds where nobody else can read a file.
func (s *story) onlyForTheUser(entry os.DirEntry) {
	s.Helper()
	info, err := entry.Info()
	s.must(err)
	s.equal("mode of "+entry.Name(), info.Mode().String(), "-rw-------")
}

// allSecrets are those of the story, by pieces that show each of them in plain and as a Secret holds it.
func (s *story) allSecrets() []string {
	s.Helper()
	all := []string{testbed.Canary}
	for _, key := range []string{"registration-token", "redis-password"} {
		all = append(all, s.decoded("secret/connect-credentials", ".data."+key), s.get("secret/connect-credentials", ".data."+key))
	}
	for object, path := range map[string]string{"platform-oidc-certs": `.data.oidc\.pem`, "connect-ssh": ".data.ssh_host_ed25519_key"} {
		encoded := s.get("secret/"+object, path)
		private, _, _ := strings.Cut(s.decoded("secret/"+object, path), "\n-----END ")
		lines := strings.Split(private, "\n")
		all = append(all, encoded[60:120], lines[len(lines)-2]) // the first lines of a private key are its public half
	}
	return all
}

// elsewhere is all that the namespace has outside of Secrets and of the ConfigMaps that the Platform reads.
func (s *story) elsewhere() string {
	s.Helper()
	var all strings.Builder
	for _, kind := range strings.Fields(s.kubectl("api-resources", "--namespaced", "--verbs=list", "-o", "name")) {
		if kind != "secrets" && kind != "configmaps" {
			all.WriteString(s.kubectl("get", kind, "-o", "yaml", "--show-managed-fields"))
		}
	}
	return all.String() + s.kubectl("get", "configmaps", "-o", "yaml", "--field-selector", "metadata.name!=platform-backend-cfg,metadata.name!=tower-yml")
}
