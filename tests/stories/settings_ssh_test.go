//go:build testbed

package stories

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The proxy has a host key in a file, and the Platform tells users what ssh-keygen says of it, whoever made the key.
func TestSettingsSSH(t *testing.T) {
	s := begin(t)
	for _, role := range []string{"proxy", "server"} {
		s.set(role+".image", "cr.seqera.io/enterprise/studios/"+role+":0.12.0")
	}
	s.up()
	before := s.objects()

	s.setAll(map[string]string{
		"ssh.enabled": "true", "ssh.port": "2022", "ssh.publicPort": "22", "ssh.address": "ssh.example.com", "ssh.keysManagement": "true",
		"ssh.maxConnections": "500", "ssh.maxConnectionChannels": "10", "ssh.handshakeTimeout": "20s",
		"ssh.service.className": "example.com/nlb", "ssh.service.sourceRanges[0]": "203.0.113.0/24", `ssh.service.annotations["example.com/scheme"]`: "internal",
	})
	s.up()
	config := func(name string) string { return s.get("configmap/platform-backend-cfg", ".data."+name) }
	const pod = ".spec.template.spec"
	proxyEnv := func(name string) string {
		return s.get("deployment/connect-proxy", pod+`.containers[0].env[?(@.name=="`+name+`")].value`)
	}
	for name, want := range map[string]string{
		"CONNECT_SSH_ENABLED": "true", "CONNECT_SSH_ADDR": ":2022", "CONNECT_SSH_KEY_PATH": "/etc/seqera-studios/ssh/ssh_host_ed25519_key",
		"CONNECT_SSH_MAX_CONNECTIONS": "500", "CONNECT_SSH_MAX_CONN_CHANNELS": "10", "CONNECT_SSH_HANDSHAKE_TIMEOUT": "20s",
	} {
		s.equal(name, proxyEnv(name), want)
	}
	s.equal("mount", s.get("deployment/connect-proxy", pod+`.containers[0].volumeMounts[?(@.name=="ssh-host-key")]`),
		`{"mountPath":"/etc/seqera-studios/ssh","name":"ssh-host-key","readOnly":true}`)
	s.equal("mode of the file", s.get("deployment/connect-proxy", pod+`.volumes[?(@.name=="ssh-host-key")].secret.defaultMode`), "288") // 0440
	for name, want := range map[string]string{
		"TOWER_SSH_KEYS_MANAGEMENT_ENABLED": "true", "TOWER_DATA_STUDIO_CONNECT_SSH_PORT": "22", "TOWER_DATA_STUDIO_CONNECT_SSH_ADDRESS": "ssh.example.com",
	} {
		s.equal(name, config(name), want)
	}
	s.equal("service", s.get("service/connect-ssh", ".spec.ports[0].port")+s.get("service/connect-ssh", ".spec.externalTrafficPolicy")+
		s.get("service/connect-ssh", ".spec.loadBalancerSourceRanges[0]"), "22Local203.0.113.0/24")
	s.fingerprintIsTold()
	s.nochange()

	// The API server refuses another class of a load balancer that is there.
	first := s.get("service/connect-ssh", ".metadata.uid")
	s.set("ssh.service.className", "example.com/other")
	s.up()
	if s.get("service/connect-ssh", ".metadata.uid") == first {
		t.Error("another class is not another Service")
	}
	s.equal("class", s.get("service/connect-ssh", ".spec.loadBalancerClass"), "example.com/other")

	pods, was := s.pods(), config("TOWER_DATA_STUDIO_CONNECT_SSH_KEY_FINGERPRINT")
	s.set("rotation.ssh", "2026-11")
	s.up()
	s.equal("another host key restarts", s.restarted(pods), "backend cron proxy")
	if config("TOWER_DATA_STUDIO_CONNECT_SSH_KEY_FINGERPRINT") == was {
		t.Error("the host key is the same")
	}
	s.fingerprintIsTold()
	s.pulumi("config", "rm", "--path", "rotation")

	given, fingerprint := s.sshKey()
	s.set("ssh.key", given, "--secret")
	s.up()
	s.equal("fingerprint of the given key", config("TOWER_DATA_STUDIO_CONNECT_SSH_KEY_FINGERPRINT"), fingerprint)
	s.fingerprintIsTold()
	s.nochange()
	s.lacks(s.pulumi("stack", "export"), strings.Split(given, "\n")[2])

	// Somebody else's Secret is read by the pods alone.
	s.pulumi("config", "rm", "--path", "ssh.key")
	key, fingerprint := s.sshKey()
	s.kubectl("create", "secret", "generic", "host-key", "--from-file=key="+s.file(key))
	s.set("ssh.existingKeySecret.name", "host-key")
	s.set("ssh.existingKeySecret.key", "key")
	s.contains(s.fails("preview"), "ssh.fingerprint: Required value: or ssh.existingKeySecret means nothing")
	s.set("ssh.fingerprint", fingerprint)
	s.up()
	s.equal("fingerprint", config("TOWER_DATA_STUDIO_CONNECT_SSH_KEY_FINGERPRINT"), fingerprint)
	s.equal("the proxy's Secret", s.get("deployment/connect-proxy", pod+`.volumes[?(@.name=="ssh-host-key")].secret.secretName`), "host-key")
	s.nochange()

	s.pulumi("config", "rm", "--path", "ssh")
	s.kubectl("delete", "secret/host-key")
	s.set("ssh.address", "ssh.example.com")
	s.contains(s.pulumi("preview"), "ssh.address: does nothing without ssh.enabled")
	s.pulumi("config", "rm", "--path", "ssh")
	s.up()
	s.pods()
	s.offAgain(before)
	s.nochange()
}

// offAgain holds where the objects are those of before, but for when they were last written over.
func (s *story) offAgain(before map[string]map[string]string) {
	s.Helper()
	for _, difference := range differences(before, s.objects()) {
		if !strings.Contains(difference, "seqera-studios/written-over changed") && !strings.Contains(difference, "-written changed") {
			s.Errorf("off again: %s", difference)
		}
	}
}

// fingerprintIsTold lets the real ssh-keygen read what the proxy reads.
func (s *story) fingerprintIsTold() {
	s.Helper()
	key := filepath.Join(s.TempDir(), "key")
	s.must(os.WriteFile(key, []byte(s.decoded("secret/connect-ssh", `.data.ssh_host_ed25519_key`)), 0o600))
	s.equal("fingerprint", s.get("configmap/platform-backend-cfg", ".data.TOWER_DATA_STUDIO_CONNECT_SSH_KEY_FINGERPRINT"), s.keygen("-l", "-f", key))
}

func (s *story) sshKey() (key, fingerprint string) {
	s.Helper()
	file := filepath.Join(s.TempDir(), "id")
	s.keygen("-q", "-t", "ed25519", "-N", "", "-f", file)
	text, err := os.ReadFile(file)
	s.must(err)
	return string(text), s.keygen("-l", "-f", file)
}

// keygen is the second word of what ssh-keygen prints.
func (s *story) keygen(args ...string) string {
	s.Helper()
	output, err := exec.Command("ssh-keygen", args...).CombinedOutput()
	if err != nil {
		s.Fatalf("ssh-keygen: %v\n%s", err, output)
	}
	if words := strings.Fields(string(output)); len(words) > 1 {
		return words[1]
	}
	return ""
}
