//go:build testbed

package stories

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/forge"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// A comment by what the page says, typed as it stands there: on one's own machine for a change that is not pushed, and in the jobs
// of both forges over three pushes, among 120 other comments. The first block installs the command, which is compiled here.
func TestCommentByThePage(t *testing.T) {
	const marker = "<!-- preview-comment seqera-studios mysite preview -->"
	s := newStory(t, tools, "mysite")
	s.project()
	s.must(os.Rename(filepath.Join(s.dir, "stacks/Pulumi.local.yaml"), filepath.Join(s.dir, "stacks/Pulumi.mysite.yaml")))
	s.pulumi("stack", "init", "mysite")
	s.set("namespace", s.namespace)
	s.set("redis.password", testbed.Canary, "--secret")
	blocks := s.commands("preview-comment.md", "Use it")
	if len(blocks) != 3 {
		t.Fatalf("there are %d blocks to type", len(blocks))
	}
	installed := "PATH=" + filepath.Dir(tell) + ":$PATH\n"
	own := s.types(installed + blocks[1])
	s.contains(own, marker, "`cron` and `backend` restart", "new, 2 pods")
	s.lacks(own, testbed.Canary)
	for name, list := range forge.Comments {
		job, f := blocks[2], forge.New(t)
		if name == "gitlab" {
			job = strings.NewReplacer("--publish github", "--publish gitlab", ` --job-summary "$GITHUB_STEP_SUMMARY"`, "").Replace(job)
		}
		f.Others(list, 120, marker)
		for variable, value := range f.Job(name) {
			s.env = append(s.env, variable+"="+value)
		}
		for _, replicas := range []string{"3", "4", "5"} {
			s.set("proxy.replicas", replicas)
			s.lacks(s.types(installed+job), testbed.Canary, forge.Token)
			comments, total := f.Own(list)
			if len(comments) != 1 || total != 121 {
				t.Fatalf("%s: of %d comments %d are ours", name, total, len(comments))
			}
			s.contains(fmt.Sprint(comments[0]["body"]), marker+"\n", "new, "+replicas+" pods")
			s.lacks(fmt.Sprint(comments[0]["body"]), testbed.Canary)
		}
	}
}
