package review

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// studiosType is the component of this repository, of which more is known than of other resources.
const studiosType = "seqera-studios:index:Studios"

// analysis is a preview with what follows from several of its steps together.
type analysis struct {
	*plan.Preview
	steps []*step
	byURN map[string]*step
}

// step is a step with what has changed in it, apart by who has changed it.
type step struct {
	plan.Step
	changes []plan.Change // intended
	drifted []plan.Change // by others: what is there, and what is put back
	isDrift bool          // nothing is intended
	isOurs  bool          // a child of Studios
	marks   []plan.Change // our notes of what was written over what
}

func analyse(p *plan.Preview) *analysis {
	a := &analysis{Preview: p, byURN: map[string]*step{}}
	for _, one := range p.Steps {
		s := &step{Step: one}
		a.steps = append(a.steps, s)
		a.byURN[s.URN] = s
	}
	// The engine comes to resources that do not depend on each other in any order.
	slices.SortFunc(a.steps, func(s, other *step) int {
		return cmp.Or(strings.Compare(s.Name, other.Name), strings.Compare(s.URN, other.URN))
	})
	for _, s := range a.steps {
		s.isOurs = plan.ResourceOf(s.state().Parent).Type == studiosType
		for _, c := range s.Changes() {
			switch {
			case isMark(c.Path) || s.isOurs && isUnknownMarks(c):
				s.marks = append(s.marks, c)
			case !s.isByPlace(c):
				s.changes = append(s.changes, c)
			}
		}
		a.findDrift(s)
	}
	return a
}

// isByPlace tells of files in pods of the Platform: entries of lists, which provider and refresh compare with the owner's by their place alone.
// That tells nothing, and reads as if his were taken away. Other files are another patch, and what is written again has its mark.
func (s *step) isByPlace(c plan.Change) bool {
	return s.isOurs && s.Kind() == "DeploymentPatch" && c.Path.HasPrefix("spec", "template", "spec")
}

// state is what a step leaves, or what it takes away.
func (s *step) state() *plan.State {
	switch {
	case s.New != nil:
		return s.New
	case s.Old != nil:
		return s.Old
	}
	return &plan.State{}
}

// isFrame tells of what holds other resources, and is nothing by itself.
func (s *step) isFrame() bool {
	return !s.state().Custom || strings.HasPrefix(s.Type, "pulumi:")
}

// isMark tells of the annotations in which the component and the provider note what they need to know next time. Those of pod
// templates are none: they restart pods.
func isMark(path plan.Path) bool {
	if len(path) < 3 || !path.HasPrefix("metadata", "annotations") {
		return false
	}
	return strings.HasPrefix(path[2], "seqera-studios/") || strings.HasPrefix(path[2], "pulumi.com/patch")
}

// isUnknownMarks tells of annotations that are not known because a mark among them is not.
func isUnknownMarks(c plan.Change) bool {
	return len(c.Path) == 2 && c.Path.HasPrefix("metadata", "annotations") && c.New == plan.Unknown
}

// text is an input that is a text, or empty.
func text(state *plan.State, path ...string) string {
	found, _ := value(state, path...).(string)
	if found == plan.Unknown || found == plan.Secret {
		return ""
	}
	return found
}

func value(state *plan.State, path ...string) any {
	if state == nil {
		return nil
	}
	var at any = state.Inputs
	for _, key := range path {
		object, _ := at.(map[string]any)
		at = object[key]
	}
	return at
}
