package review

import (
	"fmt"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/md"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// mostNames are named in a line that can be read at a glance; the table has all of them.
const mostNames = 6

// judge sums all up in one line.
func (r *Review) judge(a *analysis) {
	sessions := SessionsAre(r.Pods)
	parts := []string{capital(counted(a))}
	if names := Names(r.Pods, Restart, Renew); len(names) > 0 {
		verb := "restart"
		if len(names) == 1 {
			verb = "restarts"
		}
		parts = append(parts, md.And(few(names, mostNames))+" "+verb+".")
	}
	switch sessions {
	case Cut:
		parts = append(parts, "Open sessions are cut.")
	case Rolled:
		parts = append(parts, "Sessions reconnect while pods are replaced one after another.")
	case GoOn:
		if r.HasSessions {
			parts = append(parts, "Open sessions go on.")
		}
	}
	if n := len(r.Drift); n > 0 && !a.OnlyRefresh {
		parts = append(parts, fmt.Sprintf("What somebody else has changed in %s is put back.", md.Count(n, "resource")))
	}
	switch {
	case a.HasFailed:
		r.Level = Failure
		parts = []string{"The preview failed: " + r.failure(len(a.steps) > 0)}
	case len(a.steps) == 0:
		parts = []string{"Nothing changes."}
	case a.OnlyRefresh && len(r.Drift) == 0:
		parts = []string{"Nothing has drifted."}
	case a.OnlyRefresh:
		r.Level = Change
		parts = []string{fmt.Sprintf("Somebody else has changed %s.", md.Count(len(r.Drift), "resource"))}
	case len(r.Losses) > 0 || sessions == Cut:
		r.Level = Loss
	case len(Names(r.Pods, Restart)) > 0:
		r.Level = Rollout
	default:
		r.Level = Change
	}
	r.Verdict = strings.Join(parts, " ")
}

func (r *Review) failure(isPartial bool) string {
	if len(r.Errors) == 0 {
		return "the run tells why."
	}
	text := md.Count(len(r.Errors), "problem") + " to mend."
	if isPartial {
		text += " What follows is only what was planned until then."
	}
	return text
}

// counted says how many resources there are to what. Components, providers and the stack are no resources to a reader.
func counted(a *analysis) string {
	counts := map[plan.Op]int{}
	for _, s := range a.steps {
		if !s.isFrame() {
			counts[s.Op]++
		}
	}
	var parts []string
	for _, one := range []struct {
		op   plan.Op
		word string
	}{
		{plan.OpReplace, "%d to replace"}, {plan.OpDelete, "%d to delete"}, {plan.OpForget, "%d to forget"},
		{plan.OpCreate, "%d to create"}, {plan.OpImport, "%d to import"}, {plan.OpUpdate, "%d to update"},
	} {
		if n := counts[one.op]; n > 0 {
			parts = append(parts, fmt.Sprintf(one.word, n))
		}
	}
	if len(parts) == 0 {
		return "no resource changes."
	}
	return md.And(parts) + "."
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
