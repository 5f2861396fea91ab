package upgrade

import (
	"slices"
	"testing"
)

func TestPreviewed(t *testing.T) {
	const urn = `urn:pulumi:s::p::seqera-studios:index:Studios$`
	preview, err := Previewed([]byte(`{"steps": [
		{"op": "same", "urn": "` + urn + `kubernetes:core/v1:Service::studios-proxy"},
		{"op": "read", "urn": "` + urn + `kubernetes:apps/v1:Deployment::studios-cron"},
		{"op": "update", "urn": "` + urn + `kubernetes:core/v1:Secret::studios-credentials", "detailedDiff": {"metadata.labels.b": {}, "metadata.labels.a": {}}},
		{"op": "create-replacement", "urn": "` + urn + `kubernetes:core/v1:Secret::studios-oidc-certs", "replaceReasons": ["metadata.name"]},
		{"op": "replace", "urn": "` + urn + `kubernetes:core/v1:Secret::studios-oidc-certs"},
		{"op": "delete-replaced", "urn": "` + urn + `kubernetes:core/v1:Secret::studios-oidc-certs"},
		{"op": "create", "urn": "` + urn + `tls:index/privateKey:PrivateKey::studios-key"},
		{"op": "delete", "urn": "` + urn + `tls:index/privateKey:PrivateKey::studios-oidc-key"},
		{"op": "delete", "urn": "` + urn + `random:index/randomPassword:RandomPassword::studios-registration-token"},
		{"op": "delete", "urn": "` + urn + `kubernetes:core/v1:ConfigMapPatch::studios-platform-switch"}
	], "diagnostics": [{"severity": "warning", "message": "a hint"}, {"severity": "error", "message": "a reason\n"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, change := range preview.Changes {
		line := change.String()
		if change.Harms() {
			line += " harms"
		}
		got = append(got, line)
	}
	want := []string{
		"update kubernetes:core/v1:Secret studios-credentials (metadata.labels.a, metadata.labels.b)",
		"replace kubernetes:core/v1:Secret studios-oidc-certs (metadata.name) harms",
		"create tls:index/privateKey:PrivateKey studios-key",
		"delete tls:index/privateKey:PrivateKey studios-oidc-key harms",
		"delete random:index/randomPassword:RandomPassword studios-registration-token harms",
		"delete kubernetes:core/v1:ConfigMapPatch studios-platform-switch",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if !slices.Equal(preview.Problems, []string{"a reason"}) {
		t.Errorf("the problems are %q", preview.Problems)
	}
}

// A preview that was not understood must not pass for one without changes.
func TestPreviewedRefusesWhatIsNoPreview(t *testing.T) {
	for _, output := range []string{"", "{}", `{"steps": []}`, `{"steps": [{"op": "delete", "urn": "x"}]}`} {
		if preview, err := Previewed([]byte(output)); err == nil {
			t.Errorf("%q was read as %v", output, preview)
		}
	}
}
