//go:build testbed

package stories

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// kustomization is a folder in which Kustomize gives all names a prefix, and ConfigMaps a new name whenever their content changes.
func (s *story) kustomization(manifests string) string {
	s.Helper()
	dir := s.TempDir()
	generated := func(name, content string) string {
		return fmt.Sprintf("- name: %s\n  %s\n", name, content)
	}
	objects := strings.Split(manifests, "\n---\n")
	data := objects[0][strings.Index(objects[0], "\ndata:\n")+len("\ndata:\n"):]
	var environment []string
	for _, match := range regexp.MustCompile(`(?m)^  (\w+): ['"]?(.*?)['"]?$`).FindAllStringSubmatch(data, -1) {
		environment = append(environment, match[1]+"="+match[2])
	}
	_, document, _ := strings.Cut(objects[1], "tower.yml: |\n")
	files := map[string]string{
		"environment": strings.Join(environment, "\n") + "\n",
		"tower.yml":   regexp.MustCompile(`(?m)^    `).ReplaceAllString(document, ""),
		"objects.yml": strings.Join(objects[2:], "\n---\n"),
		"kustomization.yaml": "namePrefix: site-\nresources: [objects.yml]\nconfigMapGenerator:\n" +
			generated("tower-backend-cfg", "envs: [environment]") + generated("tower-yml", "files: [tower.yml]"),
	}
	for name, text := range files {
		s.must(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	return dir
}

func (s *story) applyKustomization(manifests string, flags ...string) {
	s.Helper()
	s.kubectl(append([]string{"apply", "--kustomize", s.kustomization(manifests)}, flags...)...)
	s.must(cluster.AwaitRollouts(s.Context(), s.namespace, "site-"))
}

// environmentOf is the ConfigMap that backend reads.
func (s *story) environmentOf(deployment string) string {
	s.Helper()
	return s.get("deployment/"+deployment, ".spec.template.spec.containers[0].envFrom[0].configMapRef.name")
}

// With Kustomize the Platform has another ConfigMap after each change of its owner's. Studios follows, and leaves the old one clean.
func TestLifeWithKustomize(t *testing.T) {
	manifests, err := testbed.Stock("26.1")
	s := beginOwned(t, func(s *story) {
		s.must(err)
		s.kubectl("create", "namespace", s.namespace)
		s.applyKustomization(manifests)
	})
	first := s.environmentOf("site-backend")
	s.contains(s.up(), "Platform 26.1 found: Deployments site-backend, site-cron; ConfigMap "+first)
	s.nochange()

	s.applyKustomization(strings.Replace(manifests, "TOWER_CONTACT_EMAIL: ", "TOWER_EXAMPLE: new\n  TOWER_CONTACT_EMAIL: ", 1))
	second := s.environmentOf("site-backend")
	if first == second {
		t.Fatal("the ConfigMap has the same name")
	}
	templates := s.templates()
	s.contains(s.pulumi("preview", "--diff"), second, "site-backend", "backend-restart")
	s.up()
	s.equal("restarts", s.rolled(templates), "site-backend site-cron")
	s.equal("connect URL", s.get("configmap/"+second, ".data.TOWER_DATA_STUDIO_CONNECT_URL"), "https://connect.example.com")
	s.lacks(s.kubectl("get", "configmap/"+first, "-o", "yaml", "--show-managed-fields"), "seqera-studios", "https://connect.example.com")
	s.nochange()

	// What is no longer used is pruned before Studios has moved.
	s.applyKustomization(strings.Replace(manifests, "TOWER_CONTACT_EMAIL: ", "TOWER_EXAMPLE: newer\n  TOWER_CONTACT_EMAIL: ", 1))
	s.kubectl("delete", "configmap/"+first, "configmap/"+second)
	third := s.environmentOf("site-backend")
	s.up("--refresh")
	s.equal("connect URL", s.get("configmap/"+third, ".data.TOWER_DATA_STUDIO_CONNECT_URL"), "https://connect.example.com")
	s.nochange()
	s.lacks(s.kubectl("get", "configmaps", "-o", "name"), first, second)

	s.pulumi("destroy", "--yes", "--skip-preview")
	s.lacks(s.kubectl("get", "configmaps,deployments", "-o", "yaml", "--show-managed-fields"), "seqera-studios-oidc", "https://connect.example.com")
	s.must(cluster.AwaitRollouts(s.Context(), s.namespace, "site-"))
}

// The owner deletes his Platform and installs it again while Studios is there; in the end its namespace goes.
func TestPlatformIsMadeAgain(t *testing.T) {
	manifests, err := testbed.Stock("25.3")
	s := beginOwned(t, func(s *story) {
		s.must(err)
		s.must(cluster.InstallStock(t.Context(), s.namespace, "25.3"))
	})
	s.up()
	file := s.file(manifests)
	s.kubectl("delete", "--filename", file)
	s.contains(s.fails("preview"), "platform.backend.deployment: Required value")
	s.kubectl("apply", "--filename", file)
	s.must(cluster.AwaitPlatform(t.Context(), s.namespace))
	s.contains(s.pulumi("preview", "--diff"), "backend-restart", "cron-restart")
	s.up()
	s.equal("connect URL", s.get("configmap/tower-backend-cfg", ".data.TOWER_DATA_STUDIO_CONNECT_URL"), "https://connect.example.com")
	s.equal("mount", s.get("deployment/backend", `.spec.template.spec.containers[0].volumeMounts[?(@.name=="seqera-studios-oidc")].mountPath`), "/etc/seqera-studios")
	s.nochange()

	s.kubectl("delete", "namespace", s.namespace)
	s.contains(s.fails("preview"), `namespace: Not found: "`+s.namespace+`"`)
	s.pulumi("destroy", "--yes", "--skip-preview", "--refresh")
}
