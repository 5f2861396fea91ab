//go:build testbed

package stories

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// beginOwned makes a stack of which its user knows namespace, URLs and Redis only, for a Platform that is installed already.
func beginOwned(t *testing.T, install func(s *story)) *story {
	s := emptyStory(t, tools, "owned")
	install(s)
	s.project()
	s.pulumi("stack", "init", "owned")
	s.setAll(map[string]string{
		"namespace": s.namespace, "platformUrl": "https://platform.example.com", "connectUrl": "https://connect.example.com",
		"redis.address": "redis.example.com",
	})
	return s
}

// templates are the pod templates of all workloads by name.
func (s *story) templates() map[string]string {
	s.Helper()
	var list struct {
		Items []struct {
			Metadata struct{ Name string }
			Spec     struct{ Template any }
		}
	}
	s.must(json.Unmarshal([]byte(s.kubectl("get", "deployments,statefulsets", "-o", "json")), &list))
	all := map[string]string{}
	for _, item := range list.Items {
		text, err := json.Marshal(item.Spec.Template)
		s.must(err)
		all[item.Metadata.Name] = string(text)
	}
	return all
}

// rolled names the workloads that have had to restart since.
func (s *story) rolled(before map[string]string) string {
	s.Helper()
	var names []string
	for name, template := range s.templates() {
		if before[name] != template {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// Who owns a Platform by kubectl and Seqera's manifests goes on as before: his next apply puts placeholders back, which a plain
// preview tells and an update repairs; after a destroy his apply leaves everything as it was.
func TestLifeWithStockManifests(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"25.1", "25.2", "25.3", "26.1"} {
		t.Run(version, func(t *testing.T) {
			s := beginOwned(t, func(s *story) { s.must(cluster.InstallStock(t.Context(), s.namespace, version)) })
			manifests, err := testbed.Stock(version)
			s.must(err)
			before := s.objects()

			s.contains(s.up(), "Platform "+version+" found: Deployments backend, cron; ConfigMap tower-backend-cfg; tower.yml in tower-yml/tower.yml")
			s.nochange()

			s.apply(manifests)
			s.repairs("the same manifests", "seqera-studios/written-over")

			s.apply(strings.Replace(manifests, "TOWER_CONTACT_EMAIL: ", "TOWER_EXAMPLE: new\n  TOWER_CONTACT_EMAIL: ", 1))
			s.repairs("another setting of the owner's", "seqera-studios/written-over")
			s.equal("owner's setting", s.get("configmap/tower-backend-cfg", ".data.TOWER_EXAMPLE"), "new")

			s.pulumi("destroy", "--yes", "--skip-preview")
			s.apply(manifests)
			// The patch of tower.yml stays, for its key would go with it; the document is the owner's again.
			var want []string
			if version != "26.1" { // which says who may use Studios in the environment
				for _, annotation := range []string{"pulumi.com/patchFieldManager", "pulumi.com/patchForce", "seqera-studios/written-over"} {
					want = append(want, "ConfigMap/tower-yml metadata.annotations."+annotation+" added")
				}
			}
			if got := differences(before, s.objects()); !slices.Equal(got, want) {
				t.Errorf("after destroy and apply there differ:\n%s\nand not\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// repairs expects that the owner has changed what is ours: a plain preview says so, and an update puts it right.
func (s *story) repairs(what string, shown ...string) {
	s.Helper()
	templates := s.templates()
	s.contains(s.pulumi("preview", "--diff"), append([]string{"backend-restart", "cron-restart"}, shown...)...)
	s.up()
	s.equal("restarts after "+what, s.rolled(templates), "backend cron")
	token := s.get("configmap/tower-backend-cfg", ".data.TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN")
	if !regexp.MustCompile(`^[A-Za-z0-9]{32}$`).MatchString(token) {
		s.Errorf("after %s the token is a placeholder still", what)
	}
	s.nochange()
}

// Who owns a Platform by Seqera's Helm chart has a key and a token of his own: the refusal says what to write, and with that
// both live together, with either Helm.
func TestLifeWithTheHelmChart(t *testing.T) {
	t.Parallel()
	for major, name := range map[int]string{3: "helm3", 4: "helm4"} {
		t.Run(name, func(t *testing.T) {
			helm := func(s *story, flags ...string) {
				s.must(cluster.InstallChart(t.Context(), major, s.namespace, "seqera", flags...))
			}
			s := beginOwned(t, func(s *story) { helm(s) })
			before := s.objects()

			refusal := s.fails("preview")
			s.contains(refusal, `oidc.existingKeySecret: "seqera-platform-backend"`,
				`oidc.existingTokenSecret.name: "seqera-platform-backend"`, `oidc.existingTokenSecret.key: "OIDC_CLIENT_REGISTRATION_TOKEN"`)
			for _, line := range regexp.MustCompile(`(?m)^ {2,}([\w.]+): "([^"]+)"$`).FindAllStringSubmatch(refusal, -1) {
				s.set(line[1], line[2])
			}
			s.contains(s.up(), "Platform 26.1 found: Deployments seqera-platform-backend, seqera-platform-cron; "+
				"ConfigMap seqera-platform-shared-backend-cron; tower.yml in seqera-platform-tower-yml/tower.yml")
			s.nochange()

			for _, flags := range [][]string{nil, {"--set", "platform.contactEmail=new@example.com"}} {
				templates := s.templates()
				helm(s, flags...)
				s.equal("restarts by Helm", s.rolled(templates), "seqera-platform-backend seqera-platform-cron")
				templates = s.templates()
				// The chart makes another key at every upgrade.
				s.contains(s.pulumi("preview", "--diff"), "studios-proxy", "seqera-studios/oidc-key")
				s.up()
				s.equal("restarts by us", s.rolled(templates), "connect-proxy")
				s.nochange()
			}

			s.pulumi("destroy", "--yes", "--skip-preview")
			helm(s, "--reset-values")
			for _, name := range slices.Sorted(maps.Keys(s.objects())) {
				s.asBefore(name, before[name], s.objects()[name])
			}
		})
	}
}

// asBefore compares an object but for what Helm makes anew at every upgrade.
func (s *story) asBefore(name string, before, after map[string]string) {
	s.Helper()
	if strings.HasPrefix(name, "Secret/sh.helm.release") {
		return
	}
	for _, line := range differences(map[string]map[string]string{name: before}, map[string]map[string]string{name: after}) {
		if !strings.Contains(line, "checksum/") && !strings.Contains(line, `data.oidc.pem`) {
			s.Errorf("not as before: %s", line)
		}
	}
}

// A restart writes to Deployments that their owner applies on the server's side. He applies the same again, and another image, and what he
// takes out is gone: nothing else of his pods' template is held.
func TestRestartTakesNothingOfTheOwners(t *testing.T) {
	s := begin(t)
	applies := func(manifests string, flags ...string) {
		s.Helper()
		s.kubectl(append([]string{"apply", "--server-side", "--field-manager=helm", "-f", s.file(manifests)}, flags...)...)
	}
	more := strings.ReplaceAll(testbed.Workloads, "          env:\n", "          env:\n            - {name: EXTRA, value: theirs}\n")
	s.kubectl("delete", "deployment/backend", "deployment/cron") // with them goes what the testbed applied on the client's side
	applies(more, "--force-conflicts")
	s.must(cluster.AwaitPlatform(t.Context(), s.namespace))
	s.contains(s.variable("deployment/backend", "EXTRA"), "theirs")
	s.up()
	s.set("templates.CUSTOM.repository", "registry.example.com/studio:1.0-0.12")
	s.set("templates.CUSTOM.tool", "jupyter")
	s.up()
	// Where an annotation of the patch is gone, nothing else of it differs.
	s.kubectl("annotate", "deployment/backend", "pulumi.com/patchForce-")
	s.pulumi("up", "--yes", "--skip-preview", "--refresh")

	applies(more)
	applies(strings.ReplaceAll(testbed.Workloads, "backend:v25.3.4", "backend:v25.3.5"))
	s.contains(s.get("deployment/backend", ".spec.template.spec.containers[0].image"), "backend:v25.3.5")
	for _, name := range []string{"backend", "cron"} {
		s.equal("what the owner has taken out of "+name, s.variable("deployment/"+name, "EXTRA"), "")
		s.contains(s.variable("deployment/"+name, "TOWER_OIDC_PEM_PATH"), "/etc/seqera-studios/oidc.pem")
	}
	s.must(cluster.AwaitPlatform(t.Context(), s.namespace))
	s.nochange()
}
