//go:build testbed

package stories

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

const byHand = "canary0token0by0hand000000000000"

// studiosByHand is what somebody has who followed the manual page: token in the pods and the ConfigMap, and key mounted.
func (s *story) studiosByHand() {
	s.Helper()
	dir := s.TempDir()
	private, public := filepath.Join(dir, "private.pem"), filepath.Join(dir, "public.pem")
	openssl(s, "", "genrsa", "-out", private, "2048")
	openssl(s, "", "rsa", "-in", private, "-pubout", "-out", public)
	pem := filepath.Join(dir, "oidc.pem")
	key, err := os.ReadFile(private)
	s.must(err)
	half, err := os.ReadFile(public)
	s.must(err)
	s.must(os.WriteFile(pem, append(key, half...), 0o600))
	s.kubectl("create", "secret", "generic", "platform-oidc-certs", "--from-file=oidc.pem="+pem)
	s.apply(strings.NewReplacer("'<YOUR_RANDOMLY_GENERATED_STRING>'", byHand,
		"'https://connect.<YOUR PUBLIC TOWER HOST NAME>'", "https://connect.example.com").Replace(testbed.ConfigMaps))
	for _, name := range []string{"cron", "backend"} {
		s.kubectl("patch", "deployment/"+name, "--patch", `{"spec":{"template":{"spec":{
			"volumes":[{"name":"cert-volume","secret":{"secretName":"platform-oidc-certs"}}],
			"containers":[{"name":"`+name+`","env":[{"name":"TOWER_OIDC_PEM_PATH","value":"/data/certs/oidc.pem"}],
				"volumeMounts":[{"name":"cert-volume","mountPath":"/data/certs"}]}]}}}}`)
	}
	s.apply(testbed.StudiosByHand)
	s.must(cluster.AwaitPlatform(s.Context(), s.namespace))
	s.kubectl("rollout", "status", "deployment/connect-proxy", "--timeout=60s")
}

// wildcardInFrontIngress leads sessions to the proxy as the manual page does.
func (s *story) wildcardInFrontIngress() {
	s.Helper()
	s.kubectl("patch", "ingress/front-ingress", "--type=json", "--patch", `[{"op":"add","path":"/spec/rules/-","value":{
		"host":"*.example.com","http":{"paths":[{"path":"/*","pathType":"ImplementationSpecific",
			"backend":{"service":{"name":"connect-proxy","port":{"number":80}}}}]}}}]`)
}

// served asks all the time for the Services that requests are led to, and demands that something is ready behind each.
func (s *story) served(services func() ([]string, error), while func()) {
	s.Helper()
	ready := func(service string) bool {
		output, err := cluster.Kubectl(s.Context(), s.namespace, "get", "endpointslices", "--selector=kubernetes.io/service-name="+service,
			"-o", "jsonpath={.items[*].endpoints[?(@.conditions.ready==true)].addresses[0]}")
		return err == nil && output != "" || s.Context().Err() != nil
	}
	done, asked := make(chan struct{}), 0
	var loop sync.WaitGroup
	loop.Go(func() {
		for {
			names, err := services()
			for _, name := range names {
				if err == nil && !ready(name) {
					s.Errorf("nothing is ready behind Service %q", name)
				}
			}
			asked++
			select {
			case <-done:
				return
			case <-time.After(300 * time.Millisecond):
			}
		}
	})
	defer func() {
		close(done)
		loop.Wait()
		s.Logf("asked %d times", asked)
	}()
	while()
}

// Whoever followed the manual page changes over by following our page, and nobody notices.
func TestTakeOverWhatWasMadeByHand(t *testing.T) {
	s := begin(t)
	s.atTerminal()
	const page = "taking-over.md"
	s.studiosByHand()
	s.wildcardInFrontIngress()
	refusal := s.fails("preview")
	s.contains(refusal, `oidc.existingKeySecret: "platform-oidc-certs"`, `proxy.name: Duplicate value: "connect-proxy"`, `server.name: Duplicate value: "connect-server"`)

	led := func() ([]string, error) {
		service, err := cluster.Kubectl(s.Context(), s.namespace, "get", "ingress/front-ingress", "-o", `jsonpath={.spec.rules[1].http.paths[0].backend.service.name}`)
		return []string{service, "backend", "frontend"}, err
	}
	command := ""
	s.served(led, func() {
		s.follow(page, "Before", "1. Names of its own, the same key and the same token", "2. Install it beside")
		s.nochange()
		s.contains(s.pulumi("preview"), `let Ingress front-ingress lead to the new Service instead of "connect-proxy"`)
		moves := s.commands(page, "3. Switch")
		for _, move := range []string{moves[0], moves[1], moves[0]} {
			s.types(move)
		}
		told := s.pulumi("preview", "--expect-no-changes")
		s.lacks(told, "let Ingress front-ingress lead", byHand)
		command = regexp.MustCompile(`kubectl delete deployment\S*(?: [a-z]+/[a-z-]+)+`).FindString(told)
		s.equal("what the page says to the end", strings.TrimSpace(s.commands(page, "4. Take the old one away")[0]), command)
		s.types(command)
		s.lacks(s.pulumi("preview", "--expect-no-changes"), "is a Studios proxy that this program has not made")
	})
	s.equal("token", s.get("configmap/platform-backend-cfg", ".data.TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN"), byHand)
	s.nochange()

	s.pulumi("destroy", "--yes", "--skip-preview")
	s.equal("the key's mount", s.get("deployment/backend", `.spec.template.spec.containers[0].volumeMounts[?(@.name=="cert-volume")].mountPath`), "/data/certs")
	s.equal("token", s.get("configmap/platform-backend-cfg", ".data.TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN"), byHand)
}

// follow types what stands under headings of a page.
func (s *story) follow(page string, headings ...string) {
	s.Helper()
	for _, heading := range headings {
		for _, block := range s.commands(page, heading) {
			s.types(block)
		}
	}
}

// Where users come to the old proxy's own Service, that stays, under its address, and leads to the new pods.
func TestTakeOverItsService(t *testing.T) {
	s := begin(t)
	s.atTerminal()
	const page = "taking-over.md"
	s.studiosByHand()
	s.kubectl("patch", "service/connect-proxy", "--type=merge", "--patch", `{"spec":{"type":"LoadBalancer","loadBalancerClass":"example.com/nlb"}}`)
	before := s.get("service/connect-proxy", ".spec.clusterIP") + s.get("service/connect-proxy", ".spec.ports[0].nodePort")
	s.served(func() ([]string, error) { return []string{"connect-proxy", "backend"}, nil }, func() {
		s.follow(page, "Before", "1. Names of its own, the same key and the same token", "2. Install it beside")
		moves := s.commands(page, "With a load balancer of its own")
		for _, move := range []string{moves[0], moves[1], moves[0]} {
			s.types(move)
		}
		told := s.pulumi("preview", "--expect-no-changes")
		s.types(regexp.MustCompile(`kubectl delete deployment\S*(?: [a-z]+/[a-z-]+)+`).FindString(told))
		s.lacks(s.pulumi("preview", "--expect-no-changes"), "is a Studios proxy that this program has not made")
		s.nochange()
	})
	s.equal("the Service", s.get("service/connect-proxy", ".spec.clusterIP")+s.get("service/connect-proxy", ".spec.ports[0].nodePort"), before)
	s.lacks(s.kubectl("get", "deployments,statefulsets,services", "-o", "name"), "connect-server", "deployment.apps/connect-proxy")
}

// Where the wildcard has an Ingress of its own, that becomes ours by import, and is the switch.
func TestTakeOverItsIngress(t *testing.T) {
	s := begin(t)
	s.atTerminal()
	const page = "taking-over.md"
	s.studiosByHand()
	s.apply(`{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: wildcard, annotations: {kubernetes.io/ingress.class: alb, example.com/note: theirs}}, spec: {
		rules: [{host: "*.example.com", http: {paths: [{path: /*, pathType: ImplementationSpecific, backend: {service: {name: connect-proxy, port: {number: 80}}}}]}}]}}`)
	identity := s.get("ingress/wildcard", ".metadata.uid")
	led := func() ([]string, error) {
		service, err := cluster.Kubectl(s.Context(), s.namespace, "get", "ingress/wildcard", "-o", `jsonpath={.spec.rules[0].http.paths[0].backend.service.name}`)
		return []string{service, "backend"}, err
	}
	s.served(led, func() {
		s.follow(page, "Before", "1. Names of its own, the same key and the same token")
		adopt := s.commands(page, "With an Ingress of its own")
		s.types(adopt[0])
		s.follow(page, "2. Install it beside")
		s.types(adopt[1])
		s.types(adopt[2])
		s.nochange()
		s.equal("the Ingress leads to", s.get("ingress/wildcard", ".spec.rules[0].http.paths[0].backend.service.name"), "studios-proxy")
		s.follow(page, "4. Take the old one away")
	})
	s.equal("the Ingress", s.get("ingress/wildcard", ".metadata.uid"), identity)
	s.equal("Ingresses", s.kubectl("get", "ingresses", "-o", "jsonpath={.items[*].metadata.name}"), "front-ingress wildcard")
	s.nochange()
	s.pulumi("destroy", "--yes", "--skip-preview")
	s.gone()
}

// Whoever has Studios by Seqera's chart changes over by following the same page.
func TestTakeOverTheChart(t *testing.T) {
	s := beginOwned(t, func(s *story) {
		s.must(cluster.InstallChart(t.Context(), 3, s.namespace, "seqera", "--set", "studios.enabled=true"))
	})
	s.atTerminal()
	s.contains(s.fails("preview"), `oidc.existingKeySecret: "seqera-platform-backend"`, `oidc.existingTokenSecret.key: "OIDC_CLIENT_REGISTRATION_TOKEN"`)
	steps := s.commands("taking-over.md", "With Seqera's chart")
	helm := func(step string) {
		s.types(strings.Replace(step, "seqera/platform", testbed.PlatformChart(), 1) + " --namespace " + s.namespace)
		s.must(cluster.AwaitChart(t.Context(), s.namespace, "seqera"))
	}
	led := func() ([]string, error) {
		services, err := cluster.Kubectl(s.Context(), s.namespace, "get", "ingresses", "-o",
			`jsonpath={.items[*].spec.rules[?(@.host=="*.example.com")].http.paths[0].backend.service.name}`)
		return append(strings.Fields(services), "seqera-platform-backend", "seqera-platform-frontend"), err
	}
	s.served(led, func() {
		s.types(steps[0])
		s.contains(s.pulumi("preview", "--expect-no-changes"), "take away Ingress seqera-studios, which leads to it",
			`--set studios.ingress.enabled=false; once no host leads to it, switch it off in Helm release "seqera"`)
		for _, step := range []string{steps[1], strings.Replace(steps[1], "false", "true", 1), steps[1], steps[2]} {
			helm(strings.TrimSpace(step))
		}
		s.lacks(s.pulumi("preview"), "is a Studios proxy that this program has not made")
		s.up()
	})
	s.nochange()
	s.lacks(s.kubectl("get", "deployments,statefulsets,services,ingresses", "-o", "name"), "seqera-studios")
	// Without files as well its name is one that the next update knows again, whatever became of the state.
	s.equal("field manager", s.get("deployment/seqera-platform-backend", `.metadata.annotations.pulumi\.com/patchFieldManager`), "seqera-studios-marks")
}
