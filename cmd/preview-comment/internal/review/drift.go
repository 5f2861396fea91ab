package review

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/md"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// findDrift tells apart what somebody has changed in the cluster or cloud and what the program asks for. With a refresh the
// preview knows three states of a resource: recorded, live and wanted. What is wanted as it was recorded, and is not so, was
// changed by somebody.
func (a *analysis) findDrift(s *step) {
	recorded, isRefreshed := a.Refreshed[s.URN]
	switch {
	case a.OnlyRefresh:
		s.drifted, s.changes = s.changes, nil
		s.isDrift = s.Op == plan.OpDelete || len(s.drifted) > 0
	case s.Op == plan.OpCreate && isRefreshed && recorded != nil:
		s.isDrift = true // it is gone, and made again
	case s.Op == plan.OpUpdate && (isRefreshed || s.isOurs):
		s.changes, s.drifted = a.apart(s, recorded)
		s.isDrift = len(s.changes) == 0 && (len(s.drifted) > 0 || s.isWrittenOver())
	}
}

func (a *analysis) apart(s *step, recorded *plan.State) (intended, drifted []plan.Change) {
	var live []plan.Change
	if recorded != nil && s.Old != nil {
		live = plan.Changes(recorded.Inputs, s.Old.Inputs)
	}
	for _, c := range s.changes {
		isLive := slices.ContainsFunc(live, func(l plan.Change) bool {
			return reflect.DeepEqual(l.Path, c.Path) && reflect.DeepEqual(l.Old, c.New)
		})
		if isLive || c.IsSecret() && c.Old == c.New && a.isDriftedSecret(s, c) {
			drifted = append(drifted, c)
		} else {
			intended = append(intended, c)
		}
	}
	return intended, drifted
}

// isDriftedSecret cannot compare values. The event log tells what the refresh found. Without it there is a way for our own
// component: where none of its arguments is another, secrets among them, neither is what it writes; and tower.yml, which is a
// secret as a whole, has nothing of ours but the allowed workspaces.
func (a *analysis) isDriftedSecret(s *step, c plan.Change) bool {
	if slices.ContainsFunc(a.Drifted[s.URN], func(path plan.Path) bool { return reflect.DeepEqual(path, c.Path) }) {
		return true
	}
	if !s.isOurs || !s.isWrittenOver() {
		return false
	}
	component := a.byURN[s.state().Parent]
	return component == nil || strings.HasSuffix(s.Name, "-platform-tower-yml") && !slices.ContainsFunc(component.Changes(), func(c plan.Change) bool {
		return strings.HasPrefix(c.Path[0], "allowedWorkspaces")
	})
}

// isWrittenOver tells of an object of the cluster that our component writes although it has nothing new to write.
func (s *step) isWrittenOver() bool {
	if s.Kind() == "DeploymentPatch" {
		return false // that follows from other objects
	}
	return slices.ContainsFunc(s.marks, func(c plan.Change) bool { return strings.HasSuffix(c.Path[len(c.Path)-1], "/written-over") })
}

// drift says what is there and what is going to be.
func (s *step) drift() string {
	switch {
	case s.Op == plan.OpCreate:
		return "- " + named(s.Resource) + " is gone, and is made again"
	case s.Op == plan.OpDelete:
		return "- " + named(s.Resource) + " is gone"
	case len(s.drifted) == 0:
		return "- " + named(s.Resource) + " was changed, and is written again"
	}
	lines := []string{"- " + named(s.Resource)}
	for _, c := range s.drifted {
		lines = append(lines, fmt.Sprintf("  - %s: %s", md.Code(c.Path.String()), fromTo(c)))
	}
	return strings.Join(capped(lines, "  - "), "\n")
}

// fromTo says what becomes of a value.
func fromTo(c plan.Change) string {
	switch {
	case c.IsSecret() && c.Old == nil:
		return "new, a secret"
	case c.IsSecret() && c.New == nil:
		return "taken away, a secret"
	case c.IsSecret():
		return "another value, which is secret"
	case reflect.DeepEqual(c.Old, c.New):
		return "another value, which the preview does not show"
	}
	before, after := md.Value(c.Path, c.Old), md.Value(c.Path, c.New)
	if before == after {
		return "another value, which is too long or not for everybody's eyes"
	}
	return before + " → " + after
}

// mostLines is how many values of one resource are shown.
const mostLines = 30

func capped(lines []string, bullet string) []string {
	if len(lines) <= mostLines+1 {
		return lines
	}
	rest := len(lines) - mostLines
	return append(lines[:mostLines:mostLines], fmt.Sprintf("%s… and %d more", bullet, rest))
}
