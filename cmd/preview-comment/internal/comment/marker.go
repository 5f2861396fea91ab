// Package comment makes one comment of a review: what matters most comes first, and what does not fit is left out from the end
// and announced.
package comment

import (
	"net/url"
	"strings"
)

// Marker is the first line of a comment, which nobody sees. By it the comment is found again: one for each project, stack and
// kind of preview.
func Marker(project, stack, kind string) string {
	name := strings.Join([]string{escaped(project), escaped(stack), escaped(kind)}, " ")
	return "<!-- preview-comment " + name + " -->"
}

// escaped leaves nothing in a name that could end an HTML comment.
func escaped(name string) string {
	return strings.ReplaceAll(url.QueryEscape(name), "--", "-%2D")
}

// IsMarked tells that a comment is the one with the marker. It has to begin with it: whoever quotes a comment quotes its marker.
func IsMarked(body, marker string) bool {
	line, _, _ := strings.Cut(body, "\n")
	return strings.TrimRight(line, "\r ") == marker
}

// Title is the heading of a comment, as plain text.
func Title(body string) string {
	for line := range strings.Lines(body) {
		if heading, isHeading := strings.CutPrefix(line, "### "); isHeading {
			return strings.ReplaceAll(strings.TrimSpace(heading), "`", "")
		}
	}
	return ""
}

const (
	staleBegin = "<!-- stale -->"
	staleEnd   = "<!-- /stale -->"
)

// Stale puts a warning on top of a comment, in place of one that stands there already.
func Stale(body, warning string) string {
	line, rest, _ := strings.Cut(Fresh(body), "\n")
	return line + "\n" + staleBegin + "\n" + warning + "\n" + staleEnd + "\n" + rest
}

// Fresh is a comment without such a warning.
func Fresh(body string) string {
	before, rest, isStale := strings.Cut(body, "\n"+staleBegin)
	_, after, isWhole := strings.Cut(rest, staleEnd)
	if !isStale || !isWhole {
		return body
	}
	return before + after
}
