package outside

import (
	"strings"
	"unicode"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

func fine(check, message string) doctor.Finding {
	return doctor.Finding{Check: check, Verdict: doctor.Fine, Message: message}
}

func problem(check string, row int, message, do string) doctor.Finding {
	return doctor.Finding{Check: check, Verdict: doctor.Problem, Row: row, Message: message, Do: do}
}

func warning(check string, row int, message, do string) doctor.Finding {
	return doctor.Finding{Check: check, Verdict: doctor.Warning, Row: row, Message: message, Do: do}
}

func unknown(check, message, do string) doctor.Finding {
	return doctor.Finding{Check: check, Verdict: doctor.Unknown, Message: message, Do: do}
}

func one(finding doctor.Finding) []doctor.Finding { return []doctor.Finding{finding} }

// orFine are the findings, or that there are none.
func orFine(findings []doctor.Finding, check, message string) []doctor.Finding {
	if len(findings) > 0 {
		return findings
	}
	return one(fine(check, message))
}

const longest = 200

// shown is a text of somebody else's as a message may have it: on one line, not too long, and without what a terminal obeys.
func shown(text string) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return text
}
