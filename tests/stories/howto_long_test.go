//go:build testbed && long

package stories

import (
	"path"
	"strings"
	"testing"
)

// TestLongHowTos types what each guide says, from a stack with the settings that all of them begin with.
func TestLongHowTos(t *testing.T) {
	t.Parallel()
	nothing := func(*story) {}
	version := func(of string) func(s *story) { return func(s *story) { s.set("platform.version", of) } }
	for page, before := range map[string]func(s *story){
		"how-to/eks.md": nothing, "how-to/gke.md": func(s *story) { s.must(cluster.InstallGKE(s.Context())) }, "how-to/aks.md": nothing,
		"how-to/nginx-and-cert-manager.md": nothing,
		"how-to/gateway-api.md":            func(s *story) { s.must(cluster.InstallGatewayAPI(s.Context())) },
		"how-to/chart.md":                  nothing, "how-to/air-gap.md": nothing, "how-to/openshift.md": nothing, "how-to/ssh.md": version("25.3.3"),
		"how-to/quotas.md": version("26.2"), "how-to/rotation.md": nothing, "how-to/upgrade.md": nothing, "how-to/removal.md": func(s *story) { s.up() },
	} {
		t.Run(strings.TrimSuffix(path.Base(page), ".md"), func(t *testing.T) {
			s := beginOwned(t, func(s *story) {
				if page == "how-to/chart.md" {
					s.must(cluster.InstallChart(t.Context(), 3, s.namespace, "seqera"))
				} else {
					s.must(cluster.InstallPlatform(t.Context(), s.namespace))
				}
			})
			s.atTerminal()
			before(s)
			s.follows(page)
			if page != "how-to/removal.md" {
				s.up()
				s.pulumi("preview", "--expect-no-changes")
			}
		})
	}
}

// TestLongStart follows the page with which all guides begin, from an empty backend.
func TestLongStart(t *testing.T) {
	s := newStory(t, tools, "mysite")
	s.project()
	s.atTerminal()
	s.follows("how-to/start.md")
	s.up()
	s.nochange()
}
