//go:build testbed

package stories

import (
	"fmt"
	"net/http"
	"os"
	"sync/atomic"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/faults"
)

// standsBefore puts a proxy before the API server: Pulumi goes through it from now on, and nothing else does.
func (s *story) standsBefore() *faults.Proxy {
	s.Helper()
	proxy, err := faults.Start(s.cluster.Kubeconfig)
	s.must(err)
	s.Cleanup(proxy.Stop)
	s.must(os.WriteFile(s.kubeconfig(), proxy.Kubeconfig, 0o600))
	s.env = append(s.env, "KUBECONFIG="+s.kubeconfig(), takesExisting)
	return proxy
}

// attempts are how often somebody runs a command again before the API server is well.
const attempts = 3

// persists runs a command through faults until it goes through, and at last without them: then it has to.
func (s *story) persists(proxy *faults.Proxy, decide faults.Decide, args ...string) (failed int) {
	s.Helper()
	proxy.Let(decide)
	defer proxy.Let(faults.Never)
	for failed < attempts {
		if _, err := s.try(args...); err == nil {
			return failed
		}
		failed++
	}
	proxy.Let(faults.Never)
	s.pulumi(args...)
	return failed
}

// livesThrough is the life of Studios before an API server that fails every so-many-th request, in a manner that the seed chooses.
func livesThrough(seed uint64) func(*testing.T) {
	return func(t *testing.T) {
		s := begin(t)
		before := s.objects()
		proxy := s.standsBefore()
		decide := faults.Random(seed, 15, faults.TooMany, faults.Broken, faults.Slow, faults.Cut, faults.Unanswered)
		first := s.persists(proxy, decide, up...)
		s.isWhole(before)
		s.change(1)
		second := s.persists(proxy, decide, up...)
		s.pulumi("preview", "--expect-no-changes", "--refresh")
		last := s.persists(proxy, decide, destroy...)
		s.isRemoved(before, notesOfAWait...)
		s.Logf("seed %d: failed %d, %d and %d times; requests: %s", seed, first, second, last, proxy.Counted())
	}
}

// Requests to the API server fail at random: up, update and destroy, run again where they failed, leave nothing to be done by hand.
func TestFaultRequestsFail(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("seed-%d", seed+1), livesThrough(seed+1))
	}
}

// The token ends in the middle. With another, the same command goes on where that one stopped.
func TestFaultTokenExpires(t *testing.T) {
	s := begin(t)
	before := s.objects()
	proxy := s.standsBefore()
	var isExpired atomic.Bool
	proxy.Let(func(*http.Request) faults.Fault {
		if isExpired.Load() {
			return faults.Unauthorized
		}
		return faults.None
	})
	for _, c := range []struct {
		resources int
		args      []string
	}{{12, up}, {8, destroy}} {
		u := s.start(c.args...)
		if !u.reaches(c.resources) {
			s.Fatalf("pulumi %s has ended before resource %d", c.args[0], c.resources)
		}
		isExpired.Store(true)
		output, err := u.end()
		if err == nil {
			s.Fatalf("pulumi %s went through without a token", c.args[0])
		}
		s.Logf("%s: %s", c.args[0], firstError(output))
		s.must(s.cluster.AwaitPlatform(t.Context(), s.namespace))
		isExpired.Store(false)
		s.pulumi(c.args...)
		if c.args[0] == "up" {
			s.isWhole(before)
		}
	}
	s.isRemoved(before)
}
