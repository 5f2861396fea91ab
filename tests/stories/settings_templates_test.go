//go:build testbed

package stories

import (
	"fmt"
	"testing"
)

// Sets, single ones, additions and what Wave builds. Without a template go its keys, but for those that the owner of the
// Platform holds too, and of those Studios tells.
func TestTemplatesAreChosen(t *testing.T) {
	s := begin(t)
	s.set("platform.version", "26.2")
	const prefix = "TOWER_DATA_STUDIO_TEMPLATES_"
	settings := map[string]string{
		"templateSets[0]": "recommended", "templateSets[1]": "deprecated", "removedTemplates[0]": "RIDEOLD", "removedTemplates[1]": "XPRAGA",
		"additionalTemplates.LAB-NEXT.repository": "registry.example.com/lab:1-0.11", "additionalTemplates.LAB-NEXT.tool": "jupyter",
		"additionalTemplates.LAB-NEXT.status": "experimental", "additionalTemplates.RIDE.repository": "registry.example.com/ride:1-0.14",
		"additionalTemplates.RIDE.tool": "ride", "additionalTemplates.RIDE.port": "8788",
		"wave.customImageRegistry": "registry.example.com", "wave.customImageRepository": "studios/built",
		"wave.customImageNameStrategy": "none", "wave.disallowedRegistries[0]": "docker.io", "wave.disallowedRegistries[1]": "quay.io",
		"wave.statusCheckInitialDelay": "6s", "wave.statusCheckRate": "20s",
	}
	s.toggled(settings, func() {
		for name, want := range map[string]string{
			prefix + "JUPYTERGA_REPOSITORY":  "public.cr.seqera.io/platform/data-studio-jupyter:4.6.0-0.14",
			prefix + "JUPYTEROLD_REPOSITORY": "public.cr.seqera.io/platform/data-studio-jupyter:4.2.5-0.12",
			prefix + "JUPYTEROLD_STATUS":     "deprecated",
			prefix + "XPRAOLD_TOOL":          "xpra",
			prefix + "LAB-NEXT_STATUS":       "experimental",
			prefix + "RIDE_REPOSITORY":       "registry.example.com/ride:1-0.14",
			prefix + "RIDE_PORT":             "8788",
			prefix + "RIDEOLD_TOOL":          "",
			prefix + "XPRAGA_TOOL":           "",

			"TOWER_DATA_STUDIO_WAVE_CUSTOM_IMAGE_REGISTRY":      "registry.example.com",
			"TOWER_DATA_STUDIO_WAVE_CUSTOM_IMAGE_REPOSITORY":    "studios/built",
			"TOWER_DATA_STUDIO_WAVE_CUSTOM_IMAGE_NAME_STRATEGY": "none",
			"TOWER_DATA_STUDIO_WAVE_DISALLOWED_REGISTRIES":      "docker.io,quay.io",
			"TOWER_DATA_STUDIO_WAVE_STATUS_CHECK_INITIAL_DELAY": "6s",
			"TOWER_DATA_STUDIO_WAVE_STATUS_CHECK_RATE":          "20s",
		} {
			s.equal(name, s.environment(name), want)
		}
		s.contains(s.pulumi("preview"), "templates: LAB-NEXT has a session client of 0.11, and proxy and server 0.14.1 go with 2 earlier minor versions only")

		// Of JUPYTERGA the owner's manifests have a placeholder, in which tool and port are what Studios says.
		s.set("removedTemplates[2]", "JUPYTERGA")
		before := s.pods()
		s.up()
		s.equal("a template less restarts", s.restarted(before), "backend cron")
		s.equal("image of a template that is removed", s.environment(prefix+"JUPYTERGA_REPOSITORY"), "")
		s.contains(s.pulumi("preview"), fmt.Sprintf("ConfigMap %q has others, which are not Studios' to take away, and which the Platform offers too: JUPYTERGA.", "platform-backend-cfg"))

		s.set("removedTemplates[3]", "EMACS")
		s.contains(s.fails("preview"), `removedTemplates[3]: Unsupported value: "EMACS": supported values: "JUPYTERGA", "JUPYTEROLD", "RIDE"`)
	}, "ConfigMap/platform-backend-cfg data."+prefix+"JUPYTEROLD_REPOSITORY removed") // see docs/design/0003-destroy.md: the owner's own, written over
}
