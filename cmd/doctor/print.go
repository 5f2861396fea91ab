package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

// status is 1 where there is a problem, and 2 where nothing could be looked at.
func status(findings []doctor.Finding) int {
	is := func(v doctor.Verdict) bool {
		return slices.ContainsFunc(findings, func(f doctor.Finding) bool { return f.Verdict == v })
	}
	switch {
	case is(doctor.Problem):
		return 1
	case !is(doctor.Fine) && is(doctor.Unknown):
		return 2
	}
	return 0
}

func printJSON(out io.Writer, namespace string, findings []doctor.Finding) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(struct {
		Namespace string           `json:"namespace"`
		Findings  []doctor.Finding `json:"findings"`
	}{namespace, findings})
}

// printText begins with the installation that was found, and leaves out what else is fine unless that is asked for.
func printText(out io.Writer, findings []doctor.Finding, all bool) error {
	var text strings.Builder
	fine := 0
	for _, f := range findings {
		if f.Verdict == doctor.Fine {
			fine++
			if !all && f.Check != doctor.Installation {
				continue
			}
		}
		row := ""
		if f.Row > 0 {
			row = fmt.Sprintf(" (row %d)", f.Row)
		}
		fmt.Fprintf(&text, "%-8s %s%s: %s\n", f.Verdict, f.Check, row, f.Message)
		if f.Do != "" {
			fmt.Fprintf(&text, "         → %s\n", strings.ReplaceAll(f.Do, "\n", "\n           "))
		}
	}
	fmt.Fprintf(&text, "%d fine, %d not\n", fine, len(findings)-fine)
	_, err := io.WriteString(out, text.String())
	return err
}
