//go:build testbed

package stories

import (
	"strings"
	"testing"
)

const digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// A site without a way to Seqera's registries: every image that Studios names comes from the one that is given, those of session
// templates too.
func TestImagesFromOneRegistry(t *testing.T) {
	s := begin(t)
	const registry = "registry.example.com:5000/seqera/"
	settings := map[string]string{
		"imageRegistry": strings.TrimSuffix(registry, "/"), "proxy.imageDigest": digest, "proxy.imageTag": "0.11.2",
		"proxy.imagePullPolicy": "Always", "server.imagePullPolicy": "Never", "imagePullSecrets[0]": "cr.seqera.io",
	}
	s.toggled(settings, func() {
		images := s.get("deployment/connect-proxy", ".spec.template.spec['containers','initContainers'][*].image") + " " +
			s.get("statefulset/connect-server", ".spec.template.spec['containers','initContainers'][*].image")
		s.equal("images", images, registry+"enterprise/studios/proxy:0.11.2@"+digest+" "+registry+"enterprise/studios/server:0.11.0")
		for _, key := range []string{"JUPYTERGA", "RIDE", "VSCODEGA", "XPRAGA"} {
			if image := s.environment("TOWER_DATA_STUDIO_TEMPLATES_" + key + "_REPOSITORY"); !strings.HasPrefix(image, registry+"platform/data-studio-") {
				t.Errorf("template %s has image %s", key, image)
			}
		}
		s.equal("pull policy of the proxy", s.get("deployment/connect-proxy", ".spec.template.spec.containers[0].imagePullPolicy"), "Always")
		s.equal("pull policy of the server", s.get("statefulset/connect-server", ".spec.template.spec.containers[0].imagePullPolicy"), "Never")

		before := s.pods()
		s.set("server.imageRepository", "registry.example.com/ours/server")
		s.up()
		s.equal("another repository of the server restarts", s.restarted(before), "server")
		s.equal("image", s.get("statefulset/connect-server", ".spec.template.spec.containers[0].image"), "registry.example.com/ours/server:0.11.0")

		s.set("server.image", "registry.example.com/ours/server:1.0")
		s.contains(s.fails("preview"), "server.imageRepository: Forbidden: excludes server.image: give one of them")
	})
}
