//go:build testbed

package stories

import (
	"strings"
	"testing"
)

// A private certificate authority gets to backend and cron, which hand it on, and on request to proxy and server. Another one
// restarts those and nobody else, what somebody takes away comes back, and without it the Platform is what it was.
func TestSettingsAuthority(t *testing.T) {
	s := begin(t)
	s.set("platform.version", "26.2")
	pristine := s.objects()
	s.up()
	before, pods := s.objects(), s.pods()
	root, _ := s.certificate(3650, "root.example.com")
	another, _ := s.certificate(3650, "another.example.com")

	s.set("certificateAuthority.pem", root+another)
	s.contains(s.fails("preview"), `certificateAuthority.pem: Invalid value: "[PEM]": must be one root certificate in PEM form, and nothing else: this is more than one`)
	s.set("certificateAuthority.pem", root)
	s.up()
	s.equal("an authority restarts", s.restarted(pods), "backend cron")
	s.handsOn(root)
	s.nochange()

	pods = s.pods()
	s.set("certificateAuthority.pem", another)
	s.up()
	s.equal("another authority restarts", s.restarted(pods), "backend cron")
	s.handsOn(another)

	pods = s.pods()
	s.kubectl("patch", "deployment/cron", "--patch", `{"spec":{"template":{"spec":{"containers":[{"name":"cron","env":[
		{"name":"TOWER_SSL_CUSTOM_CA_CERT_FILE","$patch":"delete"}]}]}}}}`)
	s.contains(s.pulumi("preview"), "studios-cron-restart-")
	s.up()
	s.equal("what somebody takes away restarts", s.restarted(pods), "cron")
	s.handsOn(another)

	s.pulumi("config", "rm", "--path", "certificateAuthority")
	s.up()
	s.pods()
	for _, difference := range differences(before, s.objects()) {
		if !strings.Contains(difference, "seqera-studios/") {
			t.Errorf("off is not what was before: %s", difference)
		}
	}

	s.kubectl("create", "secret", "generic", "authority", "--from-file=root.crt="+s.file(root))
	s.set("certificateAuthority.secretName", "authority")
	s.set("certificateAuthority.inProxyAndServer", "true")
	s.contains(s.fails("preview"), `certificateAuthority.secretName: Not found: "ca.crt": must be a key of Secret "authority"; it has: root.crt`)
	s.set("certificateAuthority.key", "root.crt")
	pods = s.pods()
	s.up()
	s.equal("an authority for all restarts", s.restarted(pods), "backend cron proxy server")
	const volume = `{"defaultMode":420,"items":[{"key":"root.crt","path":"ca.pem"}],"secretName":"authority"}`
	for workload, name := range map[string]string{
		"deployment/backend": "seqera-studios-ca-secret", "deployment/cron": "seqera-studios-ca-secret",
		"deployment/connect-proxy": "seqera-studios-ca", "statefulset/connect-server": "seqera-studios-ca",
	} {
		s.equal("volume of "+workload, s.get(workload, `.spec.template.spec.volumes[?(@.name=="`+name+`")].secret`), volume)
		s.equal("mount of "+workload, s.get(workload, `.spec.template.spec.containers[0].volumeMounts[?(@.name=="`+name+`")].mountPath`), "/etc/seqera-studios-ca")
	}
	s.equal("what proxy and server trust", s.variable("deployment/connect-proxy", "SSL_CERT_DIR")+s.variable("statefulset/connect-server", "SSL_CERT_DIR"),
		strings.Repeat(`{"name":"SSL_CERT_DIR","value":"/etc/seqera-studios-ca"}`, 2))
	s.nochange()
	pods = s.pods()
	s.kubectl("patch", "secret/authority", "--type=merge", "--patch", `{"stringData":{"root.crt":"another"}}`)
	s.up()
	s.equal("another version restarts", s.restarted(pods), "backend cron proxy server")

	s.pulumi("destroy", "--yes", "--skip-preview")
	s.must(cluster.AwaitPlatform(t.Context(), s.namespace))
	s.pods()
	for _, difference := range differences(pristine, s.objects()) {
		if strings.HasPrefix(difference, "Deployment/") {
			t.Errorf("after a destroy: %s", difference)
		}
	}
}

// handsOn holds backend and cron to a root that is in a ConfigMap of ours, of which there is one.
func (s *story) handsOn(root string) {
	s.Helper()
	names := strings.Fields(s.kubectl("get", "configmaps", "-l", "app.kubernetes.io/name=seqera-studios", "-o",
		`jsonpath={range .items[*]}{.metadata.name} {end}`))
	ours := ""
	for _, name := range names {
		if strings.HasPrefix(name, "connect-certificate-authority-") {
			ours += name
		}
	}
	s.equal("certificate", s.get("configmap/"+ours, `.data.ca\.crt`), strings.TrimSpace(root))
	for _, workload := range []string{"deployment/backend", "deployment/cron"} {
		s.equal("variable of "+workload, s.variable(workload, "TOWER_SSL_CUSTOM_CA_CERT_FILE"),
			`{"name":"TOWER_SSL_CUSTOM_CA_CERT_FILE","value":"/etc/seqera-studios-ca/ca.pem"}`)
		s.equal("volume of "+workload, s.get(workload, `.spec.template.spec.volumes[?(@.name=="seqera-studios-ca")].configMap`),
			`{"defaultMode":420,"items":[{"key":"ca.crt","path":"ca.pem"}],"name":"`+ours+`"}`)
		s.equal("mount of "+workload, s.get(workload, `.spec.template.spec.containers[0].volumeMounts[?(@.name=="seqera-studios-ca")]`),
			`{"mountPath":"/etc/seqera-studios-ca","name":"seqera-studios-ca","readOnly":true}`)
	}
}
