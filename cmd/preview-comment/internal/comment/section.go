package comment

import (
	"fmt"
	"strings"
)

// section is a part of a comment: a heading and entries, of which the last are left out first.
type section struct {
	head, foot string
	// between stands between two entries.
	between string
	entries []string
	// first are those that every section gets before any gets more.
	first int
	// what the entries are, in the plural, for the line that says how many are left out.
	what  string
	shown int
}

// String is empty for a section without entries.
func (s *section) String() string {
	if len(s.entries) == 0 {
		return ""
	}
	text := s.head + strings.Join(s.entries[:s.shown], s.between)
	if rest := len(s.entries) - s.shown; rest > 0 {
		text = strings.TrimRight(text, "\n")
		return text + s.foot + fmt.Sprintf("\n\n*%d of %d %s are not shown: the comment would be too long.*", rest, len(s.entries), s.what)
	}
	return text + s.foot
}

// fit shows as much as there is room for. Sections come by importance: first each gets some entries, then the first gets all of its
// entries, then the second. What one does not use is there for the next.
func fit(sections []*section, room int) {
	total := 0
	for _, s := range sections {
		if len(s.entries) > 0 {
			total += len(s.head) + len(s.foot) + len(separator) + len(leftOut) + len(s.what)
		}
	}
	grow := func(s *section, limit int) {
		for s.shown < min(limit, len(s.entries)) {
			size := len(s.entries[s.shown]) + len(s.between)
			if total+size > room {
				return
			}
			total += size
			s.shown++
		}
	}
	for _, s := range sections {
		grow(s, s.first)
	}
	for _, s := range sections {
		grow(s, len(s.entries))
	}
}

// leftOut is as long as the line that announces what is left out can be, without what it is.
const leftOut = "\n\n*100000 of 100000  are not shown: the comment would be too long.*"

const separator = "\n\n"

func joined(sections []*section) string {
	var all []string
	for _, s := range sections {
		if text := s.String(); text != "" {
			all = append(all, text)
		}
	}
	return strings.Join(all, separator)
}
