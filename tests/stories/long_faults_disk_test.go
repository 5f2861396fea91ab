//go:build testbed && long

package stories

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The disk is full while the state is written. A file backend is torn then, and what Pulumi keeps beside it may be too: with the last
// state that is whole, as docs/lost-things.md says, the next update goes on from there.
func TestLongFaultDiskIsFull(t *testing.T) {
	s := begin(t)
	before := s.objects()
	s.up()
	for _, c := range []struct {
		kib  int
		args []string
	}{{s.stateSize() - 8, up}, {64, up}, {64, destroy}} {
		if c.args[0] == "up" {
			s.change(c.kib)
		}
		output, err := s.withFilesUpTo(c.kib, c.args...)
		if err == nil {
			s.Fatalf("pulumi %s went through with %d KiB", c.args[0], c.kib)
		}
		s.Logf("%s with %d KiB: %s", c.args[0], c.kib, firstError(output))
		s.must(s.cluster.AwaitPlatform(t.Context(), s.namespace))
		s.restoreCheckpoint()
		s.try("cancel", "--yes")
		s.pulumi(c.args...)
		if c.args[0] == "up" {
			s.pulumi("preview", "--expect-no-changes", "--refresh")
			s.checkPem()
		}
	}
	s.isRemoved(before)
}

// withFilesUpTo runs a command that can write no file of more KiB, as on a disk that has no more room.
func (s *story) withFilesUpTo(kib int, args ...string) (string, error) {
	s.Helper()
	command := s.command(args...)
	// The write is refused only where the signal that goes with it is ignored.
	shell := exec.CommandContext(s.Context(), "bash", append([]string{"-c", fmt.Sprintf(`trap "" XFSZ; ulimit -f %d; exec "$@"`, kib), "bash", command.Path}, command.Args[1:]...)...)
	shell.Dir, shell.Env = command.Dir, command.Env
	output, err := shell.CombinedOutput()
	return string(output), err
}

// stateSize is that of the checkpoint, in KiB.
func (s *story) stateSize() int {
	s.Helper()
	files, err := filepath.Glob(filepath.Join(s.state, ".pulumi", "stacks", "*", "*.json"))
	s.must(err)
	info, err := os.Stat(files[0])
	s.must(err)
	return int(info.Size() / 1024)
}
