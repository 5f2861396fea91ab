package upgrade

import (
	"fmt"
	"testing"
)

func TestExpected(t *testing.T) {
	e := expected(header + "\n# the Ingress is another's\nupdate kubernetes:core/v1:Service studios-proxy\nrestart proxy\n")
	if got, want := fmt.Sprint(*e), "{[update kubernetes:core/v1:Service studios-proxy] [proxy]}"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	unexpected, missing := Differences([]string{"a", "b"}, []string{"b", "c"})
	if got, want := fmt.Sprint(unexpected, missing), "[a] [c]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
