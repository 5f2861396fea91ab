//go:build testbed

package stories

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// What every story of a fault runs, as a user types it.
var (
	up      = []string{"up", "--yes", "--skip-preview"}
	destroy = []string{"destroy", "--yes", "--skip-preview"}
)

// takesExisting is what providers from 4.29 on have to be told where an object was made whose making nobody could note.
const takesExisting = "PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true"

// beginAlone is begin in a cluster of the story's own, which it may break.
func beginAlone(t *testing.T) *story {
	s := emptyStory(t, tools, "local")
	own, err := testbed.StartCluster(t.Context(), pinned)
	s.must(err)
	t.Cleanup(func() { s.must(own.Stop()) })
	s.cluster, s.env = own, []string{takesExisting}
	s.must(own.InstallPlatform(t.Context(), s.namespace))
	s.project()
	s.pulumi("stack", "init", s.stack)
	s.set("namespace", s.namespace)
	return s
}

// underway is a command of Pulumi that runs.
type underway struct {
	*exec.Cmd
	log    string // of the engine's events
	output bytes.Buffer
	done   chan error
}

func (s *story) start(args ...string) *underway {
	s.Helper()
	u := &underway{log: filepath.Join(s.TempDir(), "events.log"), done: make(chan error, 1)}
	u.Cmd = s.command(append(args, "--event-log", u.log)...)
	u.Env = append(u.Env, "PULUMI_DEBUG_COMMANDS=true")
	u.Stdout, u.Stderr = &u.output, &u.output
	u.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	s.must(u.Start())
	s.Cleanup(s.killOrphans)
	go func() { u.done <- u.Wait() }()
	return u
}

// reaches waits until so many resources are done with, and tells whether the command was still running then.
func (u *underway) reaches(resources int) bool {
	for {
		text, _ := os.ReadFile(u.log)
		if bytes.Count(text, []byte(`"resOutputsEvent":`)) >= resources {
			return true
		}
		select {
		case err := <-u.done:
			u.done <- err
			return false
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (u *underway) end() (output string, err error) {
	err = <-u.done
	return u.output.String(), err
}

// interrupted runs a command, lets something happen when so many resources are done with, and runs the command again if that made it
// fail: without another hand it has to go through then. It tells how the command took it.
func (s *story) interrupted(resources int, happens func(), args ...string) string {
	s.Helper()
	u := s.start(args...)
	if !u.reaches(resources) {
		output, err := u.end()
		s.Fatalf("pulumi %s has ended before resource %d: %v\n%s", args[0], resources, err, output)
	}
	happens()
	output, err := u.end()
	if err == nil {
		return "went through"
	}
	s.pulumi(args...)
	return "failed, and went through when run again: " + firstError(output)
}

// diagnostics are the messages at the end of an update.
func diagnostics(output string) string {
	_, told, _ := strings.Cut(output, "\nDiagnostics:\n")
	told, _, _ = strings.Cut(told, "\nOutputs:\n")
	return told
}

func firstError(output string) string {
	for line := range strings.Lines(output) {
		if strings.Contains(line, "error:") {
			return strings.TrimSpace(line)
		}
	}
	return output
}

// isWhole holds when nothing is left to do, the Platform runs, and nothing of its own was lost.
func (s *story) isWhole(before map[string]map[string]string) {
	s.Helper()
	s.pulumi("preview", "--expect-no-changes", "--refresh")
	s.must(s.cluster.AwaitPlatform(s.Context(), s.namespace))
	s.pods()
	s.checkPem()
	s.checkTowerYml()
	for _, difference := range differences(before, s.objects()) {
		if strings.HasSuffix(difference, " removed") {
			s.Errorf("lost: %s", difference)
		}
	}
}

// notesOfAWait stay where the write of a second wait is done and its answer gets lost, or the engine is killed before it notes that: docs/design/0003.
var notesOfAWait = []string{
	"Deployment/backend metadata.annotations.pulumi.com/patchForce added", "Deployment/backend metadata.annotations.seqera-studios/written-over added",
	"Deployment/cron metadata.annotations.pulumi.com/patchForce added", "Deployment/cron metadata.annotations.seqera-studios/written-over added",
}

// isRemoved holds when the Platform runs without Studios, as it does after any destroy.
func (s *story) isRemoved(before map[string]map[string]string, mayStay ...string) {
	s.Helper()
	s.must(s.cluster.AwaitPlatform(s.Context(), s.namespace))
	s.pods()
	s.gone()
	got := slices.DeleteFunc(differences(before, s.objects()), func(line string) bool { return slices.Contains(mayStay, line) })
	if !slices.Equal(got, staysAfterDestroy) {
		s.Errorf("differences:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(staysAfterDestroy, "\n"))
	}
}

// change is an update that touches what cron, backend, proxy and server read.
func (s *story) change(number int) {
	s.Helper()
	s.setAll(map[string]string{
		"redis.address":     fmt.Sprintf("redis%d.example.com:6379", number),
		"allowedWorkspaces": strconv.Itoa(number),
		"rotation.token":    strconv.Itoa(number),
	})
}
