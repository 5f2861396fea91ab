//go:build testbed

package stories

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// From 4.29 on the Kubernetes provider creates objects without server-side apply, under a name of its own. The pinned one
// does not yet, so its Secret is made anew as they do it.
func TestSecretIsOursUnderAnyName(t *testing.T) {
	s := begin(t)
	s.set("redis.password", "first", "--secret")
	s.up()
	s.createClientSide("secret/connect-credentials")
	before := s.pods()
	s.up("--refresh")
	s.equal("restarts after the same Secret was made anew", s.restarted(before), "")
	s.nochange()

	before = s.pods()
	s.kubectl("annotate", "secret/connect-credentials", "example.com/backup=done")
	s.up("--refresh")
	s.equal("restarts after somebody's annotation", s.restarted(before), "")

	s.set("redis.password", "second", "--secret")
	s.up()
	s.equal("manager after the first change", s.manager("secret/connect-credentials"), "seqera-studios Apply")
	s.equal("restarts after another password", s.restarted(before), "proxy server")
	s.pulumi("preview", "--expect-no-changes")
}

// createClientSide makes an object anew that differs only in who has created it, and how.
func (s *story) createClientSide(object string) {
	s.Helper()
	var content map[string]any
	s.must(json.Unmarshal([]byte(s.kubectl("get", object, "-o", "json")), &content))
	for _, written := range []string{"creationTimestamp", "resourceVersion", "uid"} {
		delete(content["metadata"].(map[string]any), written)
	}
	text, err := json.Marshal(content)
	s.must(err)
	file := filepath.Join(s.TempDir(), "object.json")
	s.must(os.WriteFile(file, text, 0o600))
	s.kubectl("delete", object)
	s.kubectl("create", "--field-manager=pulumi-kubernetes", "-f", file)
	s.equal("manager", s.manager(object), "pulumi-kubernetes Update")
}

// manager is who owns the data of an object, and how.
func (s *story) manager(object string) string {
	s.Helper()
	return s.kubectl("get", object, "--show-managed-fields",
		"-o", `jsonpath={range .metadata.managedFields[?(@.fieldsV1.f:data)]}{.manager} {.operation}{end}`)
}
