package main

import (
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

func TestStatus(t *testing.T) {
	for want, verdicts := range map[int][][]doctor.Verdict{
		0: {{doctor.Fine}, {doctor.Fine, doctor.Unknown}, {doctor.Fine, doctor.Warning}},
		1: {{doctor.Fine, doctor.Problem}, {doctor.Unknown, doctor.Problem}},
		2: {{doctor.Unknown}},
	} {
		for _, all := range verdicts {
			var findings []doctor.Finding
			for _, v := range all {
				findings = append(findings, doctor.Finding{Verdict: v})
			}
			if got := status(findings); got != want {
				t.Errorf("of %v the status is %d, not %d", all, got, want)
			}
		}
	}
}

func TestPrintText(t *testing.T) {
	findings := []doctor.Finding{
		{Check: "installation", Verdict: doctor.Fine, Message: "found"},
		{Check: "redis", Verdict: doctor.Fine, Message: "good"},
		{Check: "replicas", Verdict: doctor.Warning, Row: 28, Message: "one pod", Do: "give it two"},
		{Check: "rights", Verdict: doctor.Unknown, Message: "missing", Do: "add:\nrules:"},
	}
	const first, good, rest = "fine     installation: found\n", "fine     redis: good\n",
		"warning  replicas (row 28): one pod\n         → give it two\n" +
			"unknown  rights: missing\n         → add:\n           rules:\n2 fine, 2 not\n"
	for all, want := range map[bool]string{false: first + rest, true: first + good + rest} {
		var text strings.Builder
		if err := printText(&text, findings, all); err != nil || text.String() != want {
			t.Errorf("it prints\n%s%v, not\n%s", text.String(), err, want)
		}
	}
}
