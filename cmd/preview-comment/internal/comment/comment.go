package comment

import (
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/md"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/review"
)

// Subject is what the preview was of, and where.
type Subject struct {
	Project, Stack, Kind string
	Commit, CommitURL    string
	RunURL               string
	// Newer is the commit that the branch has meanwhile, or empty.
	Newer string
}

// Limit is GitHub's for a comment, 65,536 characters, with some room. It counts bytes, of which there are never fewer.
const Limit = 65000

// Of makes a comment of a review, of at most limit bytes.
func Of(r *review.Review, s Subject, limit int) string {
	top := []string{Marker(s.Project, s.Stack, s.Kind)}
	if s.Newer != "" {
		top = append(top, staleBegin, StaleWarning(s.Commit, s.Newer), staleEnd)
	}
	top = append(top, "### "+title(s), icons[r.Level]+" **"+r.Verdict+"**")
	head := strings.Join(top[:len(top)-2], "\n") + "\n" + strings.Join(top[len(top)-2:], "\n\n")
	foot := footer(s)
	sections := sectionsOf(r)
	fit(sections, limit-len(head)-len(foot)-2*len(separator))
	parts := []string{head}
	if body := joined(sections); body != "" {
		parts = append(parts, body)
	}
	if foot != "" {
		parts = append(parts, foot)
	}
	return strings.Join(parts, separator) + "\n"
}

var icons = map[review.Level]string{review.Nothing: "✅", review.Change: "🟢", review.Rollout: "🟡", review.Loss: "🔴", review.Failure: "❌"}

var kinds = map[string]string{"preview": "Preview", "drift": "Drift", "destroy": "Destroy"}

func title(s Subject) string {
	kind := kinds[s.Kind]
	if kind == "" {
		kind = "Preview " + md.Code(s.Kind)
	}
	if s.Project == "" {
		return kind + " of " + md.Code(s.Stack)
	}
	return kind + " of " + md.Code(s.Project+"/"+s.Stack)
}

// StaleWarning says that a preview is not of what the branch holds now.
func StaleWarning(of, newer string) string {
	old := "an older commit"
	if of != "" {
		old = md.Code(short(of))
	}
	return "> ⚠️ **Stale:** this is of " + old + ", and the branch is at " + md.Code(short(newer)) + " now."
}

func footer(s Subject) string {
	var parts []string
	if s.Commit != "" {
		parts = append(parts, "Of commit "+md.Link(md.Code(short(s.Commit)), s.CommitURL))
	}
	if s.RunURL != "" {
		parts = append(parts, md.Link("the run", s.RunURL))
	}
	if s.Commit != "" {
		parts = append(parts, "stale as soon as branch, base or cluster change")
	}
	if len(parts) == 0 {
		return ""
	}
	return "<sub>" + strings.Join(parts, " · ") + "</sub>"
}

func short(commit string) string { return commit[:min(len(commit), 12)] }

// sectionsOf are the parts of a comment by importance, which is also the order in which they are read.
func sectionsOf(r *review.Review) []*section {
	return []*section{
		list("What went wrong", "problems", r.Errors, 10),
		list("Replaced and deleted", "resources", r.Losses, 40),
		pods(r),
		why(r),
		list("By hand", "things", r.ByHand, 20),
		list("Changed by somebody else", "resources", r.Drift, 20),
		list("Secrets", "resources", r.Secrets, 20),
		list("Warnings", "warnings", r.Warnings, 10),
		arguments(r.Arguments),
		changes(r),
		folded(md.Count(len(r.Created), "resource")+" created", "resources", r.Created),
		folded(md.Count(len(r.Notes), "note"), "notes", r.Notes),
		unchanged(r),
	}
}

func list(heading, what string, entries []string, first int) *section {
	between := "\n"
	if len(entries) > 0 && !strings.HasPrefix(entries[0], "- ") {
		between = "\n\n"
	}
	return &section{head: "#### " + heading + "\n\n", what: what, between: between, entries: entries, first: first}
}

func arguments(rows [][]string) *section {
	s := &section{head: "#### Arguments\n\n| argument | before | after |\n|---|---|---|\n", between: "\n", what: "arguments", first: 20}
	for _, row := range rows {
		s.entries = append(s.entries, "| "+strings.Join(row, " | ")+" |")
	}
	return s
}

// mostOpen is how many lines of updates stand open.
const mostOpen = 15

// changes are open while they are few.
func changes(r *review.Review) *section {
	if strings.Count(strings.Join(r.Updated, "\n"), "\n") < mostOpen {
		return list("Updated", "resources", r.Updated, 5)
	}
	return folded(md.Count(len(r.Updated), "resource")+" updated", "resources", r.Updated)
}

func folded(summary, what string, entries []string) *section {
	s := list("", what, entries, 3)
	s.head = "<details><summary>" + summary + "</summary>\n\n"
	s.foot = "\n\n</details>"
	return s
}

func unchanged(r *review.Review) *section {
	if len(r.UnchangedNames) == 0 && r.Unchanged > 0 {
		return &section{entries: []string{md.Count(r.Unchanged, "resource") + " unchanged."}, first: 1}
	}
	var entries []string
	for _, name := range r.UnchangedNames {
		entries = append(entries, "- "+name)
	}
	return folded(md.Count(len(entries), "resource")+" unchanged", "resources", entries)
}
