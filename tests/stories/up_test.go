//go:build testbed

package stories

import (
	"encoding/base64"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// The steps of Seqera's page, one by one, as they are visible in the cluster.
func TestUpDoesEveryStepOfThePage(t *testing.T) {
	s := begin(t)
	// Pods that take their time show whether a rollout waits for the one before.
	s.annotatePods("cron", "testbed/ready-after", "2s")
	s.annotatePods("backend", "testbed/ready-after", "1s")
	s.must(cluster.AwaitPlatform(t.Context(), s.namespace))
	s.pulumi("preview")
	s.up()

	proxyEnv := func(name string) string {
		return s.get("deployment/connect-proxy", `.spec.template.spec.containers[0].env[?(@.name=="`+name+`")].value`)
	}
	serverEnv := func(name string) string {
		return s.get("statefulset/connect-server", `.spec.template.spec.containers[0].env[?(@.name=="`+name+`")].value`)
	}
	config := func(name string) string { return s.get("configmap/platform-backend-cfg", ".data."+name) }

	// Server: the Redis address. Proxy: Redis, both URLs, and the token by reference only.
	s.equal("server's Redis", serverEnv("CONNECT_REDIS_ADDRESS"), "redis.example.com:6379")
	s.equal("proxy's Redis", proxyEnv("CONNECT_REDIS_ADDRESS"), "redis.example.com:6379")
	s.equal("CONNECT_PROXY_URL", proxyEnv("CONNECT_PROXY_URL"), "https://connect.example.com")
	s.equal("PLATFORM_URL", proxyEnv("PLATFORM_URL"), "https://platform.example.com")
	s.equal("CONNECT_TUNNEL_URL", proxyEnv("CONNECT_TUNNEL_URL"), "connect-server:7070")
	s.equal("token in the pod spec", proxyEnv("CONNECT_OIDC_CLIENT_REGISTRATION_TOKEN"), "")

	// Both run on the architecture that their images are for, and the proxy writes where its group may.
	for _, workload := range []string{"deployment/connect-proxy", "statefulset/connect-server"} {
		s.equal("nodes of "+workload, s.get(workload, `.spec.template.spec.nodeSelector.kubernetes\.io/arch`), "amd64")
	}
	s.equal("where the proxy writes", s.get("deployment/connect-proxy", `.spec.template.spec.volumes[?(@.name=="caddy-temp-data-volume")].emptyDir.sizeLimit`), "100Mi")
	s.equal("its group", s.get("deployment/connect-proxy", `.spec.template.spec.securityContext.fsGroup`), "65532")

	// The token: 32 letters and digits, the same wherever it is read.
	reference := s.get("deployment/connect-proxy",
		`.spec.template.spec.containers[0].env[?(@.name=="CONNECT_OIDC_CLIENT_REGISTRATION_TOKEN")].valueFrom.secretKeyRef.name`)
	encoded := s.get("secret/"+reference, `.data.registration-token`)
	token, err := base64.StdEncoding.DecodeString(encoded)
	s.must(err)
	if !regexp.MustCompile(`^[A-Za-z0-9]{32}$`).Match(token) {
		t.Error("the token is not 32 letters and digits")
	}
	s.equal("token of the Platform", config("TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN"), string(token))
	s.equal("token output", strings.TrimSpace(s.pulumi("stack", "output", "registrationToken", "--show-secrets")), string(token))

	s.checkPem()

	// The key is mounted and named, in backend and, as Platform 26.1 needs, in cron.
	for _, name := range []string{"backend", "cron"} {
		s.equal("TOWER_OIDC_PEM_PATH in "+name, s.get("deployment/"+name,
			`.spec.template.spec.containers[0].env[?(@.name=="TOWER_OIDC_PEM_PATH")].value`), "/etc/seqera-studios/oidc.pem")
		s.equal("mount in "+name, s.get("deployment/"+name,
			`.spec.template.spec.containers[0].volumeMounts[?(@.mountPath=="/etc/seqera-studios")].name`), "seqera-studios-oidc")
		s.equal("volume in "+name, s.get("deployment/"+name,
			`.spec.template.spec.volumes[?(@.name=="seqera-studios-oidc")].secret.secretName`), "platform-oidc-certs")
		s.equal("owner's mount in "+name, s.get("deployment/"+name,
			`.spec.template.spec.containers[0].volumeMounts[?(@.mountPath=="/tower.yml")].name`), "config-volume")
	}

	// The ConfigMaps; every template says its tool, or the Platform calls it custom.
	s.equal("TOWER_DATA_STUDIO_CONNECT_URL", config("TOWER_DATA_STUDIO_CONNECT_URL"), "https://connect.example.com")
	s.equal("TOWER_DATA_EXPLORER_ENABLED", config("TOWER_DATA_EXPLORER_ENABLED"), "true")
	for key, tool := range map[string]string{"JUPYTERGA": "jupyter", "RIDE": "ride", "VSCODEGA": "vscode", "XPRAGA": "xpra"} {
		s.equal(key, config("TOWER_DATA_STUDIO_TEMPLATES_"+key+"_TOOL"), tool)
	}
	s.equal("owner's key", config("TOWER_DB_USER"), "tower")
	s.checkTowerYml()

	// The Ingress: a wildcard beside the Platform's host, on the same load balancer settings.
	s.equal("host", s.get("ingress/connect-ingress", `.spec.rules[0].host`), "*.example.com")
	s.equal("service", s.get("ingress/connect-ingress", `.spec.rules[0].http.paths[0].backend.service.name`), "connect-proxy")
	for _, annotation := range []string{"certificate-arn", "load-balancer-attributes", "scheme", "listen-ports", "ssl-policy"} {
		path := `.metadata.annotations.alb\.ingress\.kubernetes\.io/` + annotation
		if s.get("ingress/front-ingress", path) == "" {
			t.Errorf("the sample Platform has no %s", annotation)
		}
		s.equal(annotation, s.get("ingress/connect-ingress", path), s.get("ingress/front-ingress", path))
	}
	s.checkOrder()
	s.nochangeEver()
}

func (s *story) annotatePods(deployment, annotation, value string) {
	s.Helper()
	s.kubectl("patch", "deployment/"+deployment, "--type=merge",
		"-p", `{"spec":{"template":{"metadata":{"annotations":{"`+annotation+`":"`+value+`"}}}}}`)
}

// A rollout that never ends stops the update where it is, and the pods of before serve on; once it can end, the next update goes on.
func TestStuckRolloutStopsTheUpdate(t *testing.T) {
	s := begin(t)
	s.set("timeoutSeconds", "5")
	s.annotatePods("cron", "testbed/never-ready", "true")
	s.contains(s.fails("up", "--yes", "--skip-preview"), "studios-cron-r")
	s.serves()
	s.equal("revisions of backend", s.revision("backend"), "1")
	if s.exists("deployment/connect-proxy") {
		t.Error("the proxy was created although the Platform is not ready for it")
	}
	s.kubectl("patch", "deployment/cron", "--type=merge",
		"-p", `{"spec":{"template":{"metadata":{"annotations":{"testbed/never-ready":null}}}}}`)
	s.up()
	s.nochange()
}

// A site may bring its own token and key; the Secret gets the form that the page describes.
func TestGivenCredentials(t *testing.T) {
	s := begin(t)
	token := openssl(s, "", "rand", "-hex", "16")
	key := openssl(s, "", "genrsa", "2048")
	s.set("oidc.registrationToken", strings.TrimSpace(token), "--secret")
	s.set("oidc.pem", key, "--secret")
	s.up()
	s.checkPem()
	pem, err := base64.StdEncoding.DecodeString(s.get("secret/platform-oidc-certs", `.data.oidc\.pem`))
	s.must(err)
	if !strings.HasPrefix(string(pem), key) {
		t.Error("the Secret does not hold the key that was given")
	}
	s.equal("token", s.get("configmap/platform-backend-cfg", ".data.TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN"), strings.TrimSpace(token))
	s.nochange()
	s.lacks(s.pulumi("stack", "export"), strings.TrimSpace(token), strings.Split(key, "\n")[1])
}

// checkPem lets openssl read what the Secret holds: private half on top, public half of the same key beneath it.
func (s *story) checkPem() {
	s.Helper()
	pem, err := base64.StdEncoding.DecodeString(s.get("secret/platform-oidc-certs", `.data.oidc\.pem`))
	s.must(err)
	private, public, found := strings.Cut(string(pem), "-----BEGIN PUBLIC KEY-----")
	if !found || !strings.HasPrefix(private, "-----BEGIN PRIVATE KEY-----\n") {
		s.Fatal("the Secret does not hold a PKCS#8 private key with a public key beneath it")
	}
	if _, err := exec.LookPath("openssl"); err != nil {
		s.Fatal("openssl is needed to check the key")
	}
	openssl(s, private, "rsa", "-check", "-noout")
	s.equal("public half", "-----BEGIN PUBLIC KEY-----"+public, openssl(s, private, "rsa", "-pubout"))
}

// checkTowerYml holds the document against the owner's: two lines more, and every other byte as it was.
func (s *story) checkTowerYml() {
	s.Helper()
	document := s.get("configmap/tower-yml", `.data.tower\.yml`)
	ours := "tower:\n  data-studio:\n    allowed-workspaces: null\n"
	s.contains(document, ours)
	owners := strings.Replace(document, ours, "tower:\n", 1)
	indented := "    " + strings.ReplaceAll(owners, "\n", "\n    ")
	if !strings.Contains(trimLines(testbed.ConfigMaps), trimLines(indented)) {
		s.Errorf("the owner's tower.yml has changed:\n%s", document)
	}
}

func trimLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// checkOrder reads the objects' own timestamps: each rollout began when the one before was complete.
func (s *story) checkOrder() {
	s.Helper()
	ready := func(label string) time.Time {
		stamps := s.kubectl("get", "pods", "-l", label, "-o",
			`jsonpath={.items[*].status.conditions[?(@.type=="Ready")].lastTransitionTime}`)
		return s.latest(stamps)
	}
	began := func(label string) time.Time {
		return s.latest(s.kubectl("get", "pods", "-l", label, "-o", `jsonpath={.items[*].metadata.creationTimestamp}`))
	}
	s.pods()
	for _, pair := range [][2]string{{"cron", "backend"}, {"backend", "proxy"}, {"backend", "server"}} {
		if done, next := ready(workloads[pair[0]]), began(workloads[pair[1]]); next.Before(done) {
			s.Errorf("%s began at %s, before %s was ready at %s", pair[1], next, pair[0], done)
		}
	}
	certs := s.latest(s.get("secret/platform-oidc-certs", ".metadata.creationTimestamp"))
	if began(workloads["cron"]).Before(certs) {
		s.Error("cron was restarted before its key was there")
	}
}

func (s *story) latest(stamps string) time.Time {
	s.Helper()
	var last time.Time
	for _, stamp := range strings.Fields(stamps) {
		at, err := time.Parse(time.RFC3339, stamp)
		s.must(err)
		if at.After(last) {
			last = at
		}
	}
	if last.IsZero() {
		s.Fatal("no timestamps")
	}
	return last
}
