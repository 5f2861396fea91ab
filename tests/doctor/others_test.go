package doctor_test

import (
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// other is an installation that works, and looks like none of the healthy ones.
type other struct {
	Name   string
	On     string
	Unseen []string
	Says   []string
	Edit   map[string]any
}

// Whoever has made an installation of Studios has made it in a way of his own: nothing may be wrong with it, and what cannot be told is
// said to be so.
func TestOthers(t *testing.T) {
	var others []other
	if err := yaml.Unmarshal([]byte(read(t, "others.yml")), &others); err != nil {
		t.Fatal(err)
	}
	all := healthy(t)
	for _, o := range others {
		t.Run(o.Name, func(t *testing.T) {
			edits, err := yaml.Marshal(o.Edit)
			if err != nil {
				t.Fatal(err)
			}
			facts := changed(t, all[o.On], string(edits)).facts(t)
			facts.Secrets = slices.DeleteFunc(facts.Secrets, func(s doctor.Secret) bool { return slices.Contains(o.Unseen, s.Metadata.Name) })
			for _, name := range o.Unseen {
				facts.Denied = append(facts.Denied, rights.Right{Resource: "secrets", Verb: "get", Name: name})
			}
			var says []string
			found := trouble(doctor.Look(facts, given))
			for _, f := range found {
				if f.Check != "rights" {
					says = append(says, string(f.Verdict)+" "+f.Check)
				}
			}
			if !slices.Equal(says, o.Says) {
				t.Errorf("the doctor says\n%s, not %q", said(found), o.Says)
			}
		})
	}
}
