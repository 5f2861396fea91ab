//go:build testbed

package stories

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Arguments may be outputs of resources that are only created by the same update.
func TestArgumentsFromOtherResources(t *testing.T) {
	s := begin(t)
	s.program("outputs")
	s.contains(s.pulumi("preview"), "studios-proxy")
	s.up()
	s.equal("Redis", s.get("deployment/connect-proxy",
		`.spec.template.spec.containers[0].env[?(@.name=="CONNECT_REDIS_ADDRESS")].value`), s.namespace+".example.com:6379")
	s.equal("label", s.get("service/connect-proxy", ".metadata.labels.later"), s.namespace)
	s.nochange()
}

// What a preview could not know yet is checked in the update, before anything of the Platform is touched.
func TestBadOutputIsFoundInTheUpdate(t *testing.T) {
	s := begin(t)
	s.program("outputs")
	s.set("scheme", "rediss://")
	s.pulumi("preview")
	before := s.everything()
	s.contains(s.fails("up", "--yes", "--skip-preview"),
		`redis.address: Invalid value: "rediss://`+s.namespace+`.example.com": must have no scheme`)
	if after := s.everything(); after != before {
		t.Errorf("something was changed:\n%s\nbefore:\n%s", after, before)
	}
}

// program runs another program than the stack program, from testdata.
func (s *story) program(name string) {
	s.Helper()
	dir := s.TempDir()
	program := filepath.Join(dir, name)
	build := exec.Command("go", "build", "-o", program, "./testdata/"+name)
	if output, err := build.CombinedOutput(); err != nil {
		s.Fatalf("building %s: %v\n%s", name, err, output)
	}
	var err error
	s.tools, err = pinned.Compiled(program, dir)
	s.must(err)
	// Its settings are its own.
	project := "name: seqera-studios\nruntime: go\nmain: stacks/\nstackConfigDir: stacks/\n"
	s.must(os.WriteFile(filepath.Join(s.dir, "Pulumi.yaml"), []byte(project), 0o644))
}
