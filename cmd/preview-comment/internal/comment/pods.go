package comment

import (
	"fmt"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/md"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/review"
)

// pods is the table of restarts, narrow enough for a phone.
func pods(r *review.Review) *section {
	head, rule := "| pods | what happens |", "|---|---|"
	if r.HasSessions {
		head, rule = "| pods | what happens | open sessions |", "|---|---|---|"
	}
	s := &section{head: "#### Pods\n\n" + head + "\n" + rule + "\n", between: "\n", what: "workloads", first: 30}
	for _, p := range r.Pods {
		row := []string{fmt.Sprintf("%d. **%s**%s", p.Order, md.Code(p.Name), object(p)), happens(p)}
		if r.HasSessions {
			row = append(row, sessions(p))
		}
		s.entries = append(s.entries, "| "+strings.Join(row, " | ")+" |")
	}
	return s
}

// why are the reasons. Those of several workloads are told once.
func why(r *review.Review) *section {
	s := &section{head: "Why:\n\n", between: "\n", what: "reasons", first: 30}
	var reasons []string
	names := map[string][]string{}
	for _, p := range r.Pods {
		reason := strings.Join(p.Why, "; ")
		if reason == "" {
			continue
		}
		if names[reason] == nil {
			reasons = append(reasons, reason)
		}
		names[reason] = append(names[reason], md.Code(p.Name))
	}
	for _, reason := range reasons {
		s.entries = append(s.entries, "- "+md.And(names[reason])+": "+reason)
	}
	return s
}

// object is what the pods belong to, where its name is another.
func object(p review.Pods) string {
	kind, name, _ := strings.Cut(p.Object, " ")
	if _, short, isQualified := strings.Cut(name, "/"); isQualified {
		name = short
	}
	if name == p.Name || name == "" {
		return ""
	}
	return "<br>" + kind + " " + md.Code(name)
}

func happens(p review.Pods) string {
	count := func(n int) string {
		if n < 0 {
			return ""
		}
		return ", " + md.Count(n, "pod")
	}
	change := fmt.Sprintf("%d → %d pods", p.Before, p.After)
	switch {
	case p.Effect == review.Restart && p.Before >= 0 && p.After >= 0 && p.Before != p.After:
		return "**restart**, " + change
	case p.Effect == review.Restart:
		return "**restart**" + count(p.After)
	case p.Effect == review.Start:
		return "new" + count(p.After)
	case p.Effect == review.Stop:
		return "**stop**" + count(p.Before)
	case p.Effect == review.Renew:
		return "**replaced**" + count(p.After)
	case p.Before < 0 || p.After < 0:
		return "scaled"
	}
	return change + ", no restart"
}

func sessions(p review.Pods) string {
	switch {
	case p.Sessions == review.Cut && p.Effect == review.Restart && p.Before == 1:
		return "**cut**: it is one pod"
	case p.Sessions == review.Cut:
		return "**cut**"
	case p.Sessions == review.Rolled && p.Effect == review.Scale:
		return "reconnect, those of the pods that go"
	case p.Sessions == review.Rolled:
		return "reconnect, pod by pod"
	}
	return "go on"
}
