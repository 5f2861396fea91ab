package main

import (
	"slices"
	"strings"
	"testing"
)

// a before b before c; that a is before c follows.
const dot = `strict digraph {
    Resource0 [label="urn:pulumi:local::seqera-studios::pulumi:pulumi:Stack::seqera-studios-local"];
    Resource1 [label="urn:pulumi:local::seqera-studios::seqera-studios:index:Studios$random:index/randomPassword:RandomPassword::studios-a"];
    Resource2 [label="urn:pulumi:local::seqera-studios::seqera-studios:index:Studios$kubernetes:core/v1:ConfigMapPatch::studios-b"];
    Resource3 [label="urn:pulumi:local::seqera-studios::seqera-studios:index:Studios$kubernetes:core/v1:Secret::studios-c"];
    Resource1 -> Resource2 [color = "#246C60"];
    Resource2 -> Resource3 [color = "#246C60"];
    Resource1 -> Resource3 [color = "#246C60"];
}`

func TestGraph(t *testing.T) {
	g, err := parse(strings.NewReader(dot))
	if err != nil {
		t.Fatal(err)
	}
	if got := g.before["c"]; !slices.Equal(got, []string{"b"}) {
		t.Errorf("before c is %q", got)
	}
	if got := g.layers(); len(got) != 3 || got[0][0] != "a" || got[1][0] != "b" || got[2][0] != "c" {
		t.Errorf("layers are %q", got)
	}
	if kind := g.kinds["a"]; kind != "RandomPassword" {
		t.Errorf("a is a %s", kind)
	}
	if picture := g.svg(light); strings.Count(picture, "<rect") != 3 || strings.Count(picture, light.theirs) != 1 {
		t.Errorf("another picture:\n%s", picture)
	}
}
