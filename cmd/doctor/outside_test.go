package main

import (
	"slices"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor/outside/stub"
)

// Outside is held against what a namespace tells, with the token of the environment.
func TestOutside(t *testing.T) {
	for name, c := range map[string]struct {
		token  string
		faults stub.Faults
		want   doctor.Verdict
		check  string
	}{
		"healthy":          {stub.Token, stub.Faults{}, doctor.Fine, "signing-key"},
		"another key":      {stub.Token, stub.Faults{OtherKey: true}, doctor.Problem, "signing-key"},
		"without a token":  {"", stub.Faults{}, doctor.Unknown, "templates"},
		"with a bad token": {"no-token", stub.Faults{}, doctor.Unknown, "templates"},
	} {
		t.Run(name, func(t *testing.T) {
			installation, err := stub.Start(c.faults)
			if err != nil {
				t.Fatal(err)
			}
			defer installation.Close()
			t.Setenv("TOWER_ACCESS_TOKEN", c.token)
			asked := outer{targets: installation.Targets()}
			told := asked.targets.Told
			asked.targets.Told, asked.targets.Token = doctor.Told{}, ""
			findings, err := asked.look(t.Context(), told)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(findings, func(f doctor.Finding) bool { return f.Check == c.check && f.Verdict == c.want }) {
				t.Errorf("%s is not %s: %+v", c.check, c.want, findings)
			}
		})
	}
}
