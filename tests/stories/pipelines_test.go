//go:build testbed

package stories

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/forge"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// pipeline runs a script of ci as a job on GitHub does.
func (s *story) pipeline(f *forge.Server, script string, args ...string) string {
	s.Helper()
	here, err := filepath.Abs(filepath.Join(repository, "ci", script))
	s.must(err)
	command := exec.CommandContext(s.Context(), here, append([]string{".", s.stack}, args...)...)
	command.Dir = s.dir
	command.Env = append(s.command().Env, "PATH="+s.tools.Bin+":"+filepath.Dir(tell)+":"+os.Getenv("PATH"))
	for name, value := range f.Job("github") {
		command.Env = append(command.Env, name+"="+value)
	}
	output, err := command.CombinedOutput()
	if err != nil {
		s.Fatalf("%s: %v\n%s", script, err, output)
	}
	s.lacks(string(output), testbed.Canary)
	return string(output)
}

// A stack that is kept in Git: its pull request, the merge, the night after somebody has written over it.
func TestPipelines(t *testing.T) {
	s := begin(t)
	s.set("redis.password", testbed.Canary+"-redis", "--secret")
	f, comments, issues := forge.New(t), forge.Comments["github"], forge.Issues["github"]
	says := func(list, what string, parts ...string) {
		t.Helper()
		own, _ := f.Own(list)
		if len(own) != 1 {
			t.Fatalf("%d of %s", len(own), list)
		}
		s.contains(fmt.Sprint(own[0]["title"], own[0][what]), parts...)
		s.lacks(fmt.Sprint(own), testbed.Canary)
	}

	s.pipeline(f, "preview.sh")
	says(comments, "body", "<!-- preview-comment seqera-studios local preview -->", "`cron` and `backend` restart", "new, 2 pods")
	s.pipeline(f, "up.sh")
	s.nochange()
	s.pipeline(f, "preview.sh")
	says(comments, "body", "**Nothing changes.**")
	s.set("proxy.logLevel", "debug")
	s.pipeline(f, "preview.sh")
	says(comments, "body", "(argument `proxy.logLevel`)")
	s.pipeline(f, "up.sh")

	s.pipeline(f, "drift.sh")
	if own, _ := f.Own(issues); len(own) > 0 {
		t.Error(own)
	}
	s.apply(testbed.ConfigMaps)
	s.pipeline(f, "drift.sh")
	says(issues, "body", "Drift of seqera-studios/local", "Changed by somebody else", "`https://connect.<YOUR PUBLIC TOWER HOST NAME>` → `https://connect.example.com`")
	s.pipeline(f, "up.sh")
	s.pipeline(f, "drift.sh")
	says(issues, "state", "closed")
}
