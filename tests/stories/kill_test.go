//go:build testbed

package stories

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The engine dies in the middle of an update: at whichever object, the next update converges, and a destroy after it
// leaves nothing behind.
func TestKilledUpdateConverges(t *testing.T) {
	t.Parallel()
	moments := map[string]func(s *story) bool{
		"secrets": func(s *story) bool { return s.exists("secret/platform-oidc-certs") },
		"cron":    func(s *story) bool { return s.revision("cron") > "1" },
		"backend": func(s *story) bool { return s.revision("backend") > "1" },
		"server":  func(s *story) bool { return s.exists("statefulset/connect-server") },
	}
	for name, moment := range moments {
		t.Run(name, func(t *testing.T) {
			s := begin(t)
			before := s.objects()
			s.killWhen(moment)
			s.restoreCheckpoint()
			s.try("cancel", "--yes") // the lock of the dead engine
			// From 4.29 on the Kubernetes provider refuses an object that the dead engine made and did not note, unless
			// told not to; the ones before never refuse it.
			s.env = []string{takesExisting}
			s.up()
			s.env = nil
			s.pulumi("preview", "--expect-no-changes", "--refresh")
			s.checkPem()
			s.pulumi("destroy", "--yes", "--skip-preview")
			s.pods()
			for _, difference := range differences(before, s.objects()) {
				if difference == "Deployment/backend spec.template.spec.volumes[1].name added" {
					t.Error("the killed update left its mount behind")
				}
			}
		})
	}
}

func (s *story) exists(object string) bool {
	_, err := s.cluster.Kubectl(s.Context(), s.namespace, "get", object)
	return err == nil
}

// killOrphans ends the plugins of the dead engine. Not all of them notice that it is gone.
func (s *story) killOrphans() {
	environments, err := filepath.Glob("/proc/[0-9]*/environ")
	s.must(err)
	for _, file := range environments {
		environment, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(environment), "TMPDIR="+s.temp+"\x00") {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file))); err == nil {
			syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

// restoreCheckpoint does what the operator of a file backend has to do when the engine died, or the disk was full, while it wrote the
// state: Pulumi writes that file in place, and keeps the one before beside it. It does without the attributes, another file.
func (s *story) restoreCheckpoint() {
	s.Helper()
	files, err := filepath.Glob(filepath.Join(s.state, ".pulumi", "stacks", "*", "*.json"))
	s.must(err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		s.must(err)
		if !json.Valid(text) {
			s.Logf("the checkpoint is torn at %d bytes", len(text))
			s.restoreFrom(file)
		}
		if attributes, err := os.ReadFile(file + ".attrs"); err == nil && !json.Valid(attributes) {
			s.Logf("the checkpoint's attributes are torn at %d bytes", len(attributes))
			s.must(os.Remove(file + ".attrs"))
		}
	}
}

// restoreFrom takes the one before, or, where that is torn as well, the last of those that Pulumi keeps of every update.
func (s *story) restoreFrom(file string) {
	s.Helper()
	kept, err := filepath.Glob(filepath.Join(s.state, ".pulumi", "backups", "*", s.stack, "*.json"))
	s.must(err)
	slices.Sort(kept) // by the time in their names
	kept = append(kept, file+".bak")
	for _, before := range slices.Backward(kept) {
		if text, err := os.ReadFile(before); err == nil && json.Valid(text) {
			s.Logf("taken back: %s", filepath.Base(before))
			s.must(os.WriteFile(file, text, 0o600))
			return
		}
	}
	s.Fatal("no state is left")
}

func (s *story) killWhen(moment func(s *story) bool) {
	s.Helper()
	update := s.command("up", "--yes", "--skip-preview")
	update.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	s.must(update.Start())
	s.Cleanup(s.killOrphans)
	done := make(chan error, 1)
	go func() { done <- update.Wait() }()
	for !moment(s) {
		select {
		case err := <-done:
			s.Fatalf("the update ended before it could be killed: %v", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
	s.must(syscall.Kill(-update.Process.Pid, syscall.SIGKILL))
	<-done
}
