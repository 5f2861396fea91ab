package platform

import (
	"fmt"
	"testing"
)

// Versions are compared as numbers, and as far as both go.
func TestIsOlder(t *testing.T) {
	for version, want := range map[string]bool{
		"25.3": false, "25.3.2": true, "v25.3.3": false, "25.3.10": false, "25.2.9": true, "26.1": false, "9.9.9": true,
		"0.12.0-rc1": true, "latest": false, "": false, "1": false, "sha-25.1": false,
	} {
		if got := IsOlder(version, "25.3.3"); got != want {
			t.Errorf("%q is older than 25.3.3: %t", version, got)
		}
	}
	if IsOlder("0.12.1", "") {
		t.Error("something is older than no condition")
	}
}

// A tag moves that names no release, or not the whole of one; what only a build can have made stays.
func TestMoves(t *testing.T) {
	for tag, want := range map[string]bool{
		":latest": true, ":main": true, ":stable-alpine": true, ":1": true, ":v0": true, ":0.14": true, ":v26.2-alpine": true, "": true,
		":0.14.1": false, ":v0.14.1-rc1": false, ":0.14-1": false, ":2026-11-27": false, ":20261127": false, ":sha-6e879ea": false,
		":build7": false, ":latest@sha256:0": false, "@sha256:0": false, ":1.2026.3": false,
	} {
		if got := Moves("registry.example.com:5000/studios/proxy" + tag); got != want {
			t.Errorf("%q moves: %t", tag, got)
		}
	}
}

func TestSessionClients(t *testing.T) {
	for image, want := range map[string]string{
		"public.cr.seqera.io/platform/data-studio-jupyter:4.2.5-0.12": "0.12", "a/b:4.4.1-u2-0.8": "0.8", "a/b:6.2.0-r2-1-0.7.1": "0.7.1",
		"a:5000/b": "", "a/b:latest": "", "a/b:1.0": "", "a/b:1-0.12@sha256:0": "0.12",
	} {
		if got := Client(image); got != want {
			t.Errorf("the client in %s is %q, not %q", image, got, want)
		}
	}
	for _, c := range []struct {
		client, server string
		want           bool
	}{
		{"0.12", "0.14.1", false}, {"0.11.9", "0.14.1", true}, {"0.15", "0.14.1", false}, {"0.14", "1.0.0", true}, {"", "0.14.1", false}, {"0.1", "stable", false},
	} {
		if got := IsTooFarBehind(c.client, c.server); got != c.want {
			t.Errorf("%v: %t", c, got)
		}
	}
}

// No template that we offer is one that proxy and server of the same row would not serve.
func TestReleasesGoTogether(t *testing.T) {
	for _, release := range releases {
		for _, status := range []string{Recommended, Deprecated, Experimental} {
			for _, template := range release.Set(status) {
				if client := Client(template.Repository); client == "" || IsTooFarBehind(client, release.Studios) {
					t.Errorf("Platform %s has Studios %s and template %s with client %q", release.Platform, release.Studios, template.Key, client)
				}
			}
		}
	}
}

// Templates are left that somebody else holds, with Studios or alone; those that Studios alone holds go with it.
func TestLeftTemplates(t *testing.T) {
	const prefix = TemplatePrefix
	facts := with(stock(), func(f *Facts) {
		c := &f.ConfigMaps[0]
		c.Keys = append(c.Keys, prefix+"LAB_TOOL", prefix+"OURS_TOOL", prefix+"BOTH_TOOL", prefix+"BOTH_PORT", prefix+"THEIRS_TOOL", prefix+"WANTED_TOOL", prefix+"A_COLOUR")
		c.Managers = []Manager{
			{FieldManager, "Apply", []string{prefix + "OURS_TOOL", prefix + "BOTH_TOOL"}},
			{"kubectl-client-side-apply", "Update", []string{prefix + "BOTH_TOOL", prefix + "THEIRS_TOOL", prefix + "WANTED_TOOL"}},
		}
	})
	facts.ConfigMaps = append(facts.ConfigMaps, ConfigMap{Name: "more", Keys: []string{prefix + "OTHER_TOOL"}}, ConfigMap{Name: "unread", Keys: []string{prefix + "UNREAD_TOOL"}})
	backend := &facts.Deployments[0].Containers[0]
	backend.EnvFrom = append(backend.EnvFrom, Source{ConfigMap: "more"}, Source{ConfigMap: "missing"})
	found := &Found{Backend: Workload{"backend", "backend"}}
	got := facts.LeftTemplates(found, map[string]Value{prefix + "WANTED_TOOL": {}})
	if want := "map[more:[OTHER] tower-backend-cfg:[LAB BOTH THEIRS]]"; fmt.Sprint(got) != want {
		t.Errorf("left are %v, not %s", got, want)
	}
}
