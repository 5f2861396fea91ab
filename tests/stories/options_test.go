//go:build testbed

package stories

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeStudios writes a program with Studios by name, each with a namespace and options.
func (s *story) writeStudios(studios map[string][2]string) {
	s.Helper()
	program := "name: options\nruntime: yaml\nresources:\n  cluster:\n    type: pulumi:providers:kubernetes\n"
	for name, of := range studios {
		program += fmt.Sprintf(`  %s:
    type: seqera-studios:Studios
    properties:
      namespace: %s
      platformUrl: https://platform.example.com
      connectUrl: https://connect.example.com
      redis: {address: redis.example.com}
    options: {provider: "${cluster}", %s}
`, name, of[0], of[1])
	}
	s.must(os.WriteFile(filepath.Join(s.dir, "Pulumi.yaml"), []byte(program), 0o644))
}

func TestResourceOptions(t *testing.T) {
	s := newStory(t, plugged, "test")
	two := s.namespace + "-two"
	s.must(cluster.InstallPlatform(t.Context(), two))
	s.writeStudios(map[string][2]string{
		"first":  {s.namespace, "protect: true"},
		"second": {two, `dependsOn: ["${first}"], retainOnDelete: true`},
	})
	s.pulumi("stack", "init", s.stack)
	// Any child that does not use the provider given fails now.
	s.pulumi("config", "set", "--path", "pulumi:disable-default-providers[0]", "kubernetes")
	s.up()
	s.pulumi("preview", "--expect-no-changes", "--refresh")
	created := func(namespace, object string) string {
		at := *s
		at.namespace = namespace
		return at.get(object, ".metadata.creationTimestamp")
	}
	if created(two, "secret/platform-oidc-certs") < created(s.namespace, "ingress/connect-ingress") {
		t.Error("the second did not wait for the first")
	}

	before, other := s.pods(), *s
	other.namespace = two
	beforeTwo := other.pods()
	s.writeStudios(map[string][2]string{
		"first":   {s.namespace, "protect: true"},
		"renamed": {two, `aliases: ["urn:pulumi:test::options::seqera-studios:index:Studios::second"], retainOnDelete: true`},
	})
	if preview := s.pulumi("preview"); strings.Contains(preview, "to create") || strings.Contains(preview, "to replace") {
		t.Errorf("a renamed component is another one:\n%s", preview)
	}
	s.up()
	s.pulumi("preview", "--expect-no-changes")
	s.equal("restarted of the first", s.restarted(before), "")
	s.equal("restarted of the renamed", other.restarted(beforeTwo), "")

	s.contains(s.fails("destroy", "--yes", "--skip-preview"), "protected")
	if created(two, "deployment/connect-proxy") == "" {
		t.Error("what was to be retained is gone")
	}
	s.writeStudios(map[string][2]string{"first": {s.namespace, "protect: false"}})
	s.up()
	s.pulumi("destroy", "--yes", "--skip-preview")
	s.equal("left of the first", s.kubectl("get", "secret/connect-credentials", "--ignore-not-found", "-o", "name"), "")
}

func TestTwoStudiosForOnePlatform(t *testing.T) {
	s := newStory(t, plugged, "test")
	s.writeStudios(map[string][2]string{"first": {s.namespace, ""}, "second": {s.namespace, ""}})
	s.pulumi("stack", "init", s.stack)
	s.contains(s.fails("up", "--yes"), "namespace \""+s.namespace+"\" has Studios \"", "and a Platform can have one")
	s.equal("created", s.kubectl("get", "secrets,configmaps", "-l", "app.kubernetes.io/name=seqera-studios", "-o", "name"), "")
}

func TestTransformsReachChildren(t *testing.T) {
	s := beginExample(t, "typescript")
	s.replace(`copyFrom: "front-ingress"`,
		`copyFrom: pulumi.output("front-ingress"), annotations: { team: pulumi.secret("genomics") }`, "", "")
	s.replace("});\n\nexport", `}, {
    transforms: [async ({ type, props, opts }) => type !== "kubernetes:apps/v1:Deployment" ? undefined : {
        props: { ...props, metadata: { ...props.metadata, annotations: { ...props.metadata.annotations, reviewed: "yes" } } },
        opts,
    }],
});

export`, "", "")
	s.up()
	s.equal("annotation", s.get("deployment/connect-proxy", ".metadata.annotations.reviewed"), "yes")
	s.equal("annotation from an output", s.get("ingress/connect-ingress", ".metadata.annotations.team"), "genomics")
	s.pulumi("preview", "--expect-no-changes")
}
