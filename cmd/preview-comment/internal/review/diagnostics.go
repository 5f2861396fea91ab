package review

import (
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/md"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// longestMessage is how much of one message is shown, in characters.
const longestMessage = 4000

func (r *Review) diagnose(p *plan.Preview) {
	var written []string
	for _, d := range p.Diagnostics {
		text := message(d.URN, d.Message)
		switch {
		case d.Severity == "error" && isEcho(p, d):
		case d.Severity == "error":
			r.Errors = append(r.Errors, text)
		case d.Severity == "warning":
			r.Warnings = append(r.Warnings, text)
		case d.Severity == plan.OfProgram && p.HasFailed:
			written = append(written, d.Message)
		default:
			r.Notes = append(r.Notes, text)
		}
	}
	for _, policy := range p.Policies {
		text := message(policy.URN, policy.Message)
		text = "Policy " + md.Code(policy.Pack+"/"+policy.Name) + ", " + md.Code(policy.Level) + ". " + text
		if policy.Level == "mandatory" {
			r.Errors = append(r.Errors, text)
		} else {
			r.Warnings = append(r.Warnings, text)
		}
	}
	for _, urn := range p.Failed {
		if !hasError(p, urn) {
			r.Errors = append(r.Errors, named(plan.ResourceOf(urn))+" failed.")
		}
	}
	r.report(strings.Join(written, "\n"))
}

// report takes what a program has written, line by line, for the reason of its failure where there is no other, and else puts it
// beneath the last: "exit status 1" has its reason there.
func (r *Review) report(written string) {
	switch last := len(r.Errors) - 1; {
	case written == "":
	case last < 0:
		r.Errors = []string{message("", written)}
	default:
		r.Errors[last] += "\n\nThe program has written:\n\n" + message("", written)
	}
}

// isEcho tells of the line with which the engine ends, where another says what went wrong.
func isEcho(p *plan.Preview, d plan.Diagnostic) bool {
	return d.URN == "" && d.Message == "preview failed" && len(p.Diagnostics) > 1
}

func hasError(p *plan.Preview, urn string) bool {
	for _, d := range p.Diagnostics {
		if d.URN == urn && d.Severity == "error" {
			return true
		}
	}
	return false
}

func message(urn, text string) string {
	text = strings.TrimSpace(strings.TrimPrefix(text, "an unhandled error occurred: program failed:"))
	text = strings.TrimPrefix(text, "1 error occurred:\n\t* ")
	text = md.Cut(md.Scrub(strings.TrimRight(text, "\n")), longestMessage)
	// A block of code does not wrap, and nobody reads a sentence by moving it beneath a phone's edge.
	code, between := md.Code(text), " "
	if strings.Contains(text, "\n") {
		code, between = md.Fence(text), "\n\n"
	}
	if urn == "" {
		return code
	}
	return named(plan.ResourceOf(urn)) + ":" + between + code
}
