//go:build testbed && long

package stories

import (
	"flag"
	"fmt"
	"syscall"
	"testing"
)

var (
	faultSeeds = flag.Int("fault-seeds", 100, "seeds of TestLongFaultRequestsFail")
	firstSeed  = flag.Int("first-fault-seed", 1, "the first of them")
	everyStep  = flag.Int("fault-every", 1, "of how many resources TestLongFaultEngineKilled takes one")
)

// As TestFaultRequestsFail, with a hundred seeds.
func TestLongFaultRequestsFail(t *testing.T) {
	t.Parallel()
	for i := range *faultSeeds {
		seed := uint64(*firstSeed + i)
		t.Run(fmt.Sprintf("seed-%d", seed), livesThrough(seed))
	}
}

// The engine is killed after each of its resources, while it makes, changes and removes Studios. The next update, or the next destroy,
// does what is left.
func TestLongFaultEngineKilled(t *testing.T) {
	t.Parallel()
	t.Run("up", func(t *testing.T) {
		s := begin(t)
		before := s.objects()
		for n := 0; s.killedAfter(n, up...); n += *everyStep {
			s.up()
			s.isWhole(before)
			s.pulumi(destroy...)
			s.isRemoved(before, notesOfAWait...)
		}
	})
	t.Run("update", func(t *testing.T) {
		s := begin(t)
		s.up()
		for n := 0; ; n += *everyStep {
			s.change(n + 1)
			if !s.killedAfter(n, up...) {
				return
			}
			s.up()
			s.pulumi("preview", "--expect-no-changes", "--refresh")
			s.checkPem()
			s.pods()
		}
	})
	t.Run("destroy", func(t *testing.T) {
		s := begin(t)
		before := s.objects()
		s.up()
		for n := 0; s.killedAfter(n, destroy...); n += *everyStep {
			s.pulumi(destroy...)
			s.isRemoved(before)
			s.up()
			s.isWhole(before)
		}
	})
}

// killedAfter kills the engine when so many resources are done with, and does what docs/lost-things.md says. It tells whether there were
// so many.
func (s *story) killedAfter(resources int, args ...string) bool {
	s.Helper()
	s.env = []string{takesExisting}
	u := s.start(args...)
	if !u.reaches(resources) {
		output, err := u.end()
		if err != nil {
			s.Fatalf("pulumi %s failed by itself: %v\n%s", args[0], err, output)
		}
		s.Logf("%s was killed at each of %d resources", args[0], resources)
		return false
	}
	s.Logf("%s: killed after resource %d", args[0], resources)
	syscall.Kill(-u.Process.Pid, syscall.SIGKILL) // unless it has just ended
	u.end()
	s.killOrphans()
	s.restoreCheckpoint()
	s.try("cancel", "--yes")
	return true
}

// The API server goes away at other moments than in TestFaultServerGoesAway.
func TestLongFaultServerGoesAway(t *testing.T) {
	s := beginAlone(t)
	before := s.objects()
	for n := 1; n <= 25; n += 4 {
		s.Logf("up, resource %d: %s", n, s.interrupted(n, s.killsServer, up...))
		s.isWhole(before)
		s.Logf("destroy, resource %d: %s", n, s.interrupted(n, s.killsServer, destroy...))
		s.isRemoved(before)
	}
}
