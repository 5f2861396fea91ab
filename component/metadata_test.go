package component

import (
	"strings"
	"testing"
)

func TestLabelValue(t *testing.T) {
	for name, want := range map[string]string{
		"studios":                      "studios",
		"myStudios":                    "myStudios",
		"my studios":                   "my-studios",
		" Stüdios! ":                   "St-dios",
		strings.Repeat("a", 64):        strings.Repeat("a", 63),
		strings.Repeat("a", 62) + " b": strings.Repeat("a", 62),
		"…":                            "",
	} {
		if got := labelValue(name); got != want {
			t.Errorf("%q becomes %q, not %q", name, got, want)
		}
	}
}
