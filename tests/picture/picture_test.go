package main

import (
	"slices"
	"strings"
	"testing"
)

// a before b before c; that a is before c follows. What is read stands alone.
const dot = `strict digraph {
    Resource0 [label="urn:pulumi:local::seqera-studios::pulumi:pulumi:Stack::seqera-studios-local"];
    Resource1 [label="urn:pulumi:local::seqera-studios::seqera-studios:index:Studios$random:index/randomPassword:RandomPassword::studios-a"];
    Resource2 [label="urn:pulumi:local::seqera-studios::seqera-studios:index:Studios$kubernetes:core/v1:ConfigMapPatch::studios-b"];
    Resource3 [label="urn:pulumi:local::seqera-studios::seqera-studios:index:Studios$kubernetes:core/v1:Secret::studios-c"];
    Resource4 [label="urn:pulumi:local::seqera-studios::seqera-studios:index:Studios$kubernetes:core/v1:ConfigMap::studios-read"];
    Resource1 -> Resource2 [color = "#246C60"];
    Resource2 -> Resource3 [color = "#246C60"];
    Resource1 -> Resource3 [color = "#246C60"];
}`

func TestGraph(t *testing.T) {
	g, err := parse(strings.NewReader(dot))
	if err != nil {
		t.Fatal(err)
	}
	if got := g.before["Resource3"]; !slices.Equal(got, []string{"Resource2"}) {
		t.Errorf("before c is %q", got)
	}
	if got := g.layout().rows; len(got) != 3 || got[0][0] != "Resource1" || got[1][0] != "Resource2" || got[2][0] != "Resource3" {
		t.Errorf("rows are %q", got)
	}
	if got := g.resources["Resource1"]; got != (resource{"a", "RandomPassword"}) {
		t.Errorf("the first is %v", got)
	}
	if picture := g.svg(light); strings.Count(picture, "<rect") != 3 || strings.Count(picture, light.theirs) != 1 {
		t.Errorf("another picture:\n%s", picture)
	}
}
