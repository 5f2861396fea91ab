package md

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// longest is how much of a value is shown, in characters.
const longest = 160

const hidden = "[hidden]"

// Value is a value from a plan. What looks like a credential is hidden even where the program has not marked it as secret.
func Value(path plan.Path, value any) string {
	switch redacted := redact(path, value).(type) {
	case nil:
		return "*none*"
	case string:
		if redacted == plan.Unknown {
			return "*known in the update*"
		}
		return Code(Cut(strings.ReplaceAll(redacted, plan.Unknown, "<known in the update>"), longest))
	case json.Number, bool, float64, int:
		return Code(fmt.Sprint(redacted))
	default:
		text := &strings.Builder{}
		encoder := json.NewEncoder(text)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(redacted); err != nil {
			return "*a value that cannot be shown*"
		}
		return Code(Cut(strings.ReplaceAll(strings.TrimSpace(text.String()), plan.Unknown, "<known in the update>"), longest))
	}
}

var (
	credential = regexp.MustCompile(`(?i)(passw(or)?d|passphrase|(^|[-_.])pass|token|(^|[-_.]|client|app|shared)secret|private[-_]?key|api[-_]?key|access[-_]?key|` +
		`crypto[-_]?secretkey|license|kubeconfig|credentials?|connection[-_]?string)$`)
	pem = regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY.*?(-----END [A-Z ]*PRIVATE KEY-----|$)`)
	// userinfo is a password in an address.
	userinfo = regexp.MustCompile(`([a-z][a-z0-9+.-]*://[^/\s:@]*:)[^/\s@]+@`)
)

func redact(path plan.Path, value any) any {
	switch value := value.(type) {
	case map[string]any:
		all := map[string]any{}
		for key, one := range value {
			at := append(path[:len(path):len(path)], key)
			if name, isText := value["name"].(string); isText && key == "value" {
				at = append(path[:len(path):len(path)], name, key) // of an environment variable
			}
			all[key] = redact(at, one)
		}
		return all
	case []any:
		all := make([]any, len(value))
		for i, one := range value {
			all[i] = redact(path, one)
		}
		return all
	case string:
		switch {
		case value == "" || value == plan.Secret || value == plan.Unknown:
			return value
		case isCredential(path), pem.MatchString(value), strings.Contains(lastOf(path), "last-applied-configuration"):
			return hidden
		}
		return Scrub(value)
	}
	return value
}

// isCredential goes by the last name on the path, or by the one before "value". The names and marks of secrets are none.
func isCredential(path plan.Path) bool {
	last := lastOf(path)
	if last == "value" && len(path) > 1 {
		last = strings.Trim(path[len(path)-2], "[]")
	}
	return credential.MatchString(last) && !strings.HasPrefix(last, "seqera-studios/")
}

func lastOf(path plan.Path) string {
	if len(path) == 0 {
		return ""
	}
	return strings.Trim(path[len(path)-1], "[]")
}

var (
	// assigned is a credential behind its name, with = or in quotation marks: "password: must be longer" is a sentence.
	assigned = regexp.MustCompile(`(?i)((?:passw(?:or)?d|passphrase|token|(?:^|[^a-z]|client|app|shared)secret|(?:private|api|access)[-_]?key)` +
		`(?:\\?["'])?\s*(?:=\s*(?:\\?["'])?|:\s*\\?["']))([^\s"'\\,;&]+)`)
	authorization = regexp.MustCompile(`(?i)(authorization["']?\s*[:=]\s*["']?(?:bearer|basic|token)\s+)[^\s"']+`)
	// issued are credentials that tell by how they begin who has issued them.
	issued = regexp.MustCompile(`\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|pul-\w{40}|AKIA[0-9A-Z]{16}|xox[abprs]-[\w-]{10,}|` +
		`eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,})`)
)

// Scrub takes out of a message what looks like a credential.
func Scrub(text string) string {
	text = userinfo.ReplaceAllString(pem.ReplaceAllString(text, hidden), "${1}"+hidden+"@")
	for _, named := range []*regexp.Regexp{assigned, authorization} {
		text = named.ReplaceAllString(text, "${1}"+hidden)
	}
	return issued.ReplaceAllString(text, hidden)
}
