//go:build testbed

package stories

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

var undeclared = regexp.MustCompile(`unknown field "(spec\.[\w.]+)"`)

// The API server takes the manifests for Pulumi's operator, field by field. Of version 2 its definitions are in no module; 1.16 knows
// all but what came with 2, which is listed here, so that another field that it does not know is noticed.
func TestOperatorManifests(t *testing.T) {
	s := emptyStory(t, tools, "local")
	_, err := cluster.Kubectl(t.Context(), "default", "create", "namespace", s.namespace)
	s.must(err)
	folder := os.Getenv(testbed.OperatorDefinitionsVariable)
	s.must(cluster.InstallOperatorDefinitions(t.Context(), folder))
	for _, file := range []string{"production", "preview"} {
		later := map[string][]string{
			"production": {"spec.serviceAccountName", "spec.shallow", "spec.workspaceTemplate"},
			"preview":    {"spec.preview", "spec.serviceAccountName", "spec.shallow", "spec.workspaceTemplate"},
		}[file]
		if folder != "" {
			later = nil
		}
		rbac := map[string]string{"production": "deploy", "preview": "preview"}[file] + ".yaml"
		output, err := cluster.KubectlCommand(t.Context(), s.namespace, "apply", "--dry-run=server", "--validate=strict",
			"-f", filepath.Join(repository, "deploy/rbac", rbac), "-f", filepath.Join(repository, "deploy/operator", file+".yaml")).CombinedOutput()
		var got []string
		for _, match := range undeclared.FindAllStringSubmatch(string(output), -1) {
			got = append(got, match[1])
		}
		slices.Sort(got)
		if got = slices.Compact(got); !slices.Equal(got, later) || (err == nil) != (len(later) == 0) {
			t.Errorf("%s: the fields that are not known are %q, not %q: %v\n%s", file, got, later, err, output)
		}
		s.contains(string(output), "serviceaccount/seqera-studios-"+strings.TrimSuffix(rbac, ".yaml"), "auth-delegator created (server dry run)")
	}
}
