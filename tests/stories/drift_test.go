//go:build testbed

package stories

import (
	"strings"
	"testing"
)

// A Secret of ours that somebody has deleted is missed by a plain preview, not only at the next start of a pod. The provider does
// not make what it has in its state, so the preview says what does. One that somebody has edited is written again.
func TestLostSecretIsMadeAgain(t *testing.T) {
	s := begin(t)
	s.set("redis.password", "first", "--secret")
	s.up()
	token := s.get("secret/connect-credentials", ".data.registration-token")
	for range 2 { // the second time is like the first
		before := s.pods()
		s.kubectl("delete", "secret/platform-oidc-certs", "secret/connect-credentials")
		s.contains(s.fails("preview"), `Secret "platform-oidc-certs", which Studios had made, is gone; run: pulumi up --refresh`)
		s.up("--refresh")
		s.equal("restarts", s.restarted(before), "backend cron proxy server")
		s.equal("token", s.get("secret/connect-credentials", ".data.registration-token"), token)
		s.nochange()
	}
	before := s.pods()
	s.kubectl("patch", "secret/connect-credentials", "--type=merge", "--patch", `{"stringData":{"redis-password":"mistaken"}}`)
	s.contains(s.pulumi("preview"), "studios-credentials")
	s.up()
	s.equal("restarts after an edit", s.restarted(before), "proxy server")
	s.equal("password", s.get("secret/connect-credentials", ".data.redis-password"), "Zmlyc3Q=")
	s.nochange()
}

// The record is missed too, or a second stack would not be stopped.
func TestLostRecordIsMadeAgain(t *testing.T) {
	s := begin(t)
	s.up()
	s.kubectl("delete", "configmap/seqera-studios")
	s.contains(s.pulumi("preview"), `ConfigMap "seqera-studios", by which other stacks know of this one, is gone; run: pulumi up --refresh`)
	s.up("--refresh")
	s.equal("owner", s.get("configmap/seqera-studios", `.metadata.annotations.seqera-studios/owner`), "seqera-studios/local/studios")
	s.nochange()
}

// What is taken out of the environment is another environment for those who have read it.
func TestWithdrawnSettingsRestart(t *testing.T) {
	s := begin(t)
	s.setAll(map[string]string{
		"templates.LAB.tool":         "vscode",
		"templates.LAB.repository":   "registry.example.com/lab:1",
		"templates.OTHER.tool":       "jupyter",
		"templates.OTHER.repository": "registry.example.com/other:1",
	})
	s.up()
	before := s.pods()
	s.pulumi("config", "rm", "--path", "templates.OTHER")
	s.contains(s.pulumi("preview", "--diff"), "TOWER_DATA_STUDIO_TEMPLATES_OTHER_TOOL", "backend-restart")
	s.up()
	s.equal("restarts", s.restarted(before), "backend cron")
	s.nochange()
}

// An owner who puts a key of his own where ours is loses it with ours: he is told in which order it goes.
func TestOwnersKeyWhereOursIs(t *testing.T) {
	s := begin(t)
	s.up()
	s.kubectl("create", "secret", "generic", "own-key", "--from-literal=oidc.pem=canary-own-key")
	path := func(operation string) string {
		return `{"spec":{"template":{"spec":{"volumes":[{"name":"own","secret":{"secretName":"own-key"}}],"containers":[{"name":"backend",
			"volumeMounts":[{"name":"own","mountPath":"/data/certs"}],"env":[` + operation + `]}]}}}}`
	}
	const in = `{"name":"TOWER_OIDC_PEM_PATH","value":"/data/certs/oidc.pem"}`
	s.kubectl("patch", "deployment/backend", "--patch", path(in))
	order := "take it out of the Deployment, give the Secret here, run pulumi up, and put it in again then"
	s.contains(s.fails("preview"), "oidc.existingKeySecret: Forbidden: ", order)
	s.set("oidc.existingKeySecret", "own-key")
	s.contains(s.fails("preview"), order)

	// The order that is told.
	s.kubectl("patch", "deployment/backend", "--patch", path(strings.Replace(in, `"value":"/data/certs/oidc.pem"`, `"$patch":"delete"`, 1)))
	s.kubectl("patch", "configmap/platform-backend-cfg", "--type=merge", "--patch", `{"data":{"TOWER_OIDC_PEM_PATH":"/data/certs/oidc.pem"}}`)
	s.up()
	s.nochange()
	s.kubectl("patch", "deployment/backend", "--patch", path(in))
	s.nochange()
	s.pulumi("destroy", "--yes", "--skip-preview")
	s.equal("the owner's path", s.get("deployment/backend", `.spec.template.spec.containers[0].env[?(@.name=="TOWER_OIDC_PEM_PATH")].value`), "/data/certs/oidc.pem")
}
