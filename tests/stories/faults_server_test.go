//go:build testbed

package stories

import (
	"testing"
	"time"
)

// The API server, or what it stores things in, goes away in the middle of an update, for seconds.
func TestFaultServerGoesAway(t *testing.T) {
	s := beginAlone(t)
	before := s.objects()
	s.Logf("up: %s", s.interrupted(12, s.killsServer, up...))
	s.isWhole(before)
	s.change(1)
	s.Logf("update: %s", s.interrupted(8, s.killsServer, up...))
	s.pulumi("preview", "--expect-no-changes", "--refresh")
	s.change(2)
	s.Logf("update: %s", s.interrupted(4, s.slowsEtcd, up...))
	s.pulumi("preview", "--expect-no-changes", "--refresh")
	s.Logf("destroy: %s", s.interrupted(8, s.killsServer, destroy...))
	s.isRemoved(before)
}

// killsServer takes the API server away for three seconds.
func (s *story) killsServer() {
	s.Helper()
	restart, err := s.cluster.KillServer()
	s.must(err)
	time.Sleep(3 * time.Second)
	s.must(restart(s.Context()))
}

// slowsEtcd lets etcd answer nothing for a second, five times.
func (s *story) slowsEtcd() {
	s.Helper()
	for range 5 {
		resume, err := s.cluster.PauseEtcd()
		s.must(err)
		time.Sleep(time.Second)
		s.must(resume())
		time.Sleep(500 * time.Millisecond)
	}
}
