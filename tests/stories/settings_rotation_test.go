//go:build testbed

package stories

import (
	"bufio"
	"context"
	"encoding/base64"
	"strings"
	"sync"
	"testing"
	"time"
)

// A rotation replaces one credential, restarts what reads it and nothing else, and is over when the proxy has rolled out.
func TestSettingsRotation(t *testing.T) {
	s := begin(t)
	s.annotatePods("backend", "testbed/ready-after", "1s")
	s.set("proxy.podAnnotations[\"testbed/ready-after\"]", "1s")
	s.set("redis.password", "password", "--secret") // which is in one Secret with the token, and is the server's too
	s.up()
	token := func() string { return s.get("secret/connect-credentials", `.data.registration-token`) }
	key := func() string { return s.get("secret/platform-oidc-certs", `.data.oidc\.pem`) }

	s.rotatesTheTokenInOrder(token, key)

	seen, before := s.credentialsSeen(token, key), s.pods()
	s.set("rotation.key", "2026-11")
	s.up()
	s.equal("another key restarts", s.restarted(before), "backend cron proxy")
	s.equal("replaced", seen(), "key")
	s.checkPem()
	s.nochange()

	s.set("proxy.image", "cr.seqera.io/enterprise/studios/proxy:0.13.0")
	s.up()
	seen, before = s.credentialsSeen(token, key), s.pods()
	s.set("rotation.key", "2026-12")
	s.up()
	s.equal("another key restarts, from 0.13 on", s.restarted(before), "backend cron")
	s.equal("replaced", seen(), "key")

	seen, before = s.credentialsSeen(token, key), s.pods()
	s.pulumi("config", "rm", "--path", "rotation")
	s.up()
	s.equal("no rotation any more restarts", s.restarted(before), "backend cron proxy")
	s.equal("replaced", seen(), "token key")
	s.nochange()

	s.set("rotation.token", "2026-11")
	s.set("oidc.registrationToken", "0123456789abcdef", "--secret")
	s.contains(s.fails("preview"), "rotation.token: Forbidden: would replace nothing: the credential is that of oidc.registrationToken")
}

// rotatesTheTokenInOrder sees the proxy begin when backend is through, and the update end when the proxy is. Twice: the provider's watch
// of Deployments is new in one and not in another.
func (s *story) rotatesTheTokenInOrder(token, key func() string) {
	s.Helper()
	for _, period := range []string{"2026-10", "2026-11"} {
		seen, before, events := s.credentialsSeen(token, key), s.pods(), s.watchRollouts()
		s.set("rotation.token", period)
		s.contains(s.pulumi("preview"), "studios-registration-token-")
		s.up()
		ended := time.Now()
		s.equal("another token restarts", s.restarted(before), "backend cron proxy")
		s.equal("replaced", seen(), "token")
		s.nochange()
		between, left := s.disagreement(events(), before, ended)
		if between < 0 || between > 5*time.Second {
			s.Errorf("the proxy began %s after backend was through", between)
		}
		if left < -time.Second { // which is more than our own watch is late
			s.Errorf("the update ended %s before the proxy was through", -left)
		}
	}
}

// credentialsSeen tells later which of two are others; Platform and proxy have the same.
func (s *story) credentialsSeen(token, key func() string) func() string {
	s.Helper()
	wasToken, wasKey := token(), key()
	return func() string {
		s.Helper()
		var changed []string
		if token() != wasToken {
			changed = append(changed, "token")
		}
		if key() != wasKey {
			changed = append(changed, "key")
		}
		decoded, err := base64.StdEncoding.DecodeString(token())
		s.must(err)
		s.equal("token of the Platform", s.get("configmap/platform-backend-cfg", ".data.TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN"),
			string(decoded))
		return strings.Join(changed, " ")
	}
}

// podEvent is when a pod of a workload was first seen, ready, or to be deleted.
type podEvent struct {
	at                 time.Time
	workload, pod      string
	isReady, isLeaving bool
}

// watchRollouts notes what becomes of the pods of backend and proxy, by our own clock.
func (s *story) watchRollouts() func() []podEvent {
	s.Helper()
	ctx, stop := context.WithCancel(s.Context())
	watch := cluster.KubectlCommand(ctx, s.namespace, "get", "pods", "--watch-only", "-o",
		`jsonpath={.metadata.uid},{.metadata.labels.app}{.metadata.labels.app\.kubernetes\.io/component},`+
			`{.status.conditions[?(@.type=="Ready")].status},{.metadata.deletionTimestamp}{"\n"}`)
	output, err := watch.StdoutPipe()
	s.must(err)
	s.must(watch.Start())
	var all []podEvent
	var reading sync.WaitGroup
	reading.Go(func() {
		for lines := bufio.NewScanner(output); lines.Scan(); {
			if f := strings.Split(lines.Text(), ","); len(f) == 4 {
				all = append(all, podEvent{time.Now(), f[1], f[0], f[2] == "True", f[3] != ""})
			}
		}
	})
	return func() []podEvent {
		time.Sleep(time.Second) // for the last events to arrive
		stop()
		reading.Wait()
		_ = watch.Wait() // it was stopped
		return all
	}
}

// disagreement is from the first backend that has the new token to the last proxy that has the old one: the rollouts of both, and
// next to nothing between them, which is returned, and how long after them the update ended.
func (s *story) disagreement(events []podEvent, before map[string][]string, ended time.Time) (between, left time.Duration) {
	s.Helper()
	old := map[string]bool{}
	for _, uid := range append(before["backend"], before["proxy"]...) {
		old[uid] = true
	}
	when := func(workload string, wantOld bool, is func(podEvent) bool, last bool) (found time.Time) {
		gone := map[string]bool{}
		for _, e := range events {
			if e.workload == workload && old[e.pod] == wantOld && is(e) && !gone[e.pod] && (last || found.IsZero()) {
				found, gone[e.pod] = e.at, true
			}
		}
		if found.IsZero() {
			s.Fatalf("nothing was seen of %s in %d events", workload, len(events))
		}
		return found
	}
	leaving := func(e podEvent) bool { return e.isLeaving }
	begins := when("backend", false, func(e podEvent) bool { return e.isReady }, false)
	backendDone := when("backend", true, leaving, true)
	_, proxy, _ := strings.Cut(workloads["proxy"], "=")
	proxyBegins := when(proxy, false, func(podEvent) bool { return true }, false)
	ends := when(proxy, true, leaving, true)
	between, left = proxyBegins.Sub(backendDone), ended.Sub(ends)
	s.Logf("proxy and Platform disagree for %s: %s of backend's rollout, %s between, %s of the proxy's, and %s later the update ended", ends.Sub(begins).Round(time.Millisecond),
		backendDone.Sub(begins).Round(time.Millisecond), between.Round(time.Millisecond), ends.Sub(proxyBegins).Round(time.Millisecond), left.Round(time.Millisecond))
	return between, left
}
