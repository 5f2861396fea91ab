//go:build testbed

package stories

import "testing"

// Which workspaces may use a part of Studios: what is left out, all and none are three things, and each is said as the Platform
// takes it.
func TestWorkspacesOfParts(t *testing.T) {
	s := begin(t)
	s.set("platform.version", "26.2")
	const ssh, iframe, metrics = "TOWER_DATA_STUDIO_SSH_ALLOWED_WORKSPACES", "TOWER_DATA_STUDIO_CONNECT_IFRAME_ALLOWED_WORKSPACES", "TOWER_STUDIO_METRICS_ENABLED_WORKSPACES"
	s.toggled(map[string]string{"workspaces.ssh": "all", "workspaces.iframe": "none", "workspaces.metrics": "12345, 67890", "allowedWorkspaces": "none"}, func() {
		s.contains(s.get("configmap/platform-backend-cfg", ".data"), `"`+ssh+`":""`, `"TOWER_DATA_STUDIO_ALLOWED_WORKSPACES":""`)
		s.equal(iframe, s.environment(iframe), "-1")
		s.equal(metrics, s.environment(metrics), "12345,67890")

		before := s.pods()
		s.set("workspaces.metrics", "all")
		s.up()
		s.equal("other workspaces restart", s.restarted(before), "backend cron")
		// What somebody reverts is missed, also of a variable outside of the family.
		s.kubectl("patch", "configmap/platform-backend-cfg", "--type=merge", "-p", `{"data":{"`+metrics+`":"1"}}`)
		s.contains(s.pulumi("preview"), "platform-environment")
		s.up()
		s.contains(s.get("configmap/platform-backend-cfg", ".data"), `"`+metrics+`":""`)

		s.set("platform.version", "25.3.2")
		s.contains(s.fails("preview"), "workspaces.ssh: Forbidden: needs Platform 25.3.3 or later, and this is 25.3.2",
			"workspaces.ssh: Forbidden: needs proxy and server 0.12.0 or later", "workspaces.iframe: Forbidden: needs Platform 26.1 or later",
			"workspaces.metrics: Forbidden: needs Platform 26.1 or later")
	})
}

// Everything that the Platform makes of all sessions, with a front door that has no wildcard.
func TestSessionSettings(t *testing.T) {
	s := begin(t)
	s.set("platform.version", "26.2")
	s.toggled(map[string]string{
		"sessions.pathRouting": "true", "sessions.defaultLifespanHours": "12", "sessions.privateByDefault": "true", "sessions.forceStopThreshold": "15m",
		"sessions.listLimit": "200", "sessions.metricsRetentionDays": "30", "sessions.featureManifestUrl": "https://example.com/features.json",
		"oidc.accessTokenAudience": "studios", "oidc.enforceAudience": "false", "ingress.host": "connect.example.com",
	}, func() {
		for name, want := range map[string]string{
			"TOWER_DATA_STUDIO_ENABLE_PATH_ROUTING": "true", "TOWER_DATA_STUDIO_DEFAULT_LIFESPAN": "12",
			"TOWER_DATA_STUDIO_PRIVATE_STUDIO_BY_DEFAULT": "true", "TOWER_DATA_STUDIO_FORCE_STOP_THRESHOLD": "15m",
			"TOWER_DATA_STUDIO_LIST_MAX_ALLOWED": "200", "TOWER_STUDIO_METRICS_RETENTION_DAYS": "30",
			"TOWER_DATA_STUDIO_FEATURE_MANIFEST_URL": "https://example.com/features.json",
			"TOWER_OIDC_ACCESS_TOKEN_AUDIENCE":       "studios", "TOWER_OIDC_ACCESS_TOKEN_AUDIENCE_ENFORCEMENT_ENABLED": "false",
		} {
			s.equal(name, s.environment(name), want)
		}
		s.equal("host", s.get("ingress/connect-ingress", ".spec.rules[0].host"), "connect.example.com")
		s.contains(s.pulumi("preview"), "sessions.pathRouting: template XPRAGA is Xpra, which cannot be reached by a path",
			"sessions.metricsRetentionDays: there are no metrics to keep")

		s.set("sessions.pathRouting", "false")
		s.contains(s.fails("preview"), `ingress.host: Invalid value: "connect.example.com": must cover connect.example.com and the sessions beside it`)
	})
}
