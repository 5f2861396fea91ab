package testbed

import (
	"strings"
	"testing"
)

func TestStock(t *testing.T) {
	for version, key := range map[string]string{"25.1": "RSTUDIOGA", "25.2": "RIDE", "25.3": "RIDE", "26.1": "RIDE"} {
		manifests, err := Stock(version)
		if err != nil || !strings.Contains(manifests, "TOWER_DATA_STUDIO_TEMPLATES_"+key+"_STATUS: 'recommended'") {
			t.Errorf("%s lacks the template %s: %v", version, key, err)
		}
	}
	if _, err := Stock("24.3"); err == nil {
		t.Error("a version that never was has manifests")
	}
}

func TestFullname(t *testing.T) {
	for release, want := range map[string]string{
		"platform": "platform", "seqera": "seqera-platform", "the-platform-of-us": "the-platform-of-us",
	} {
		if got := Fullname(release); got != want {
			t.Errorf("%s is called %s, not %s", release, got, want)
		}
	}
}
