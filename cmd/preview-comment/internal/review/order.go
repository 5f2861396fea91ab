package review

import (
	"slices"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// order numbers the workloads. One that depends on another waits for its rollout; what is deleted goes after everything else,
// and there what depends on others goes first.
func (a *analysis) order(all []Pods) {
	reach := map[string]map[string]bool{}
	for _, p := range all {
		for _, urn := range p.urns {
			reach[urn] = a.reachable(urn)
		}
	}
	isGone := func(p Pods) bool {
		return !slices.ContainsFunc(p.urns, func(urn string) bool { return a.byURN[urn].Op != plan.OpDelete })
	}
	dependsOn := func(p, other Pods) bool {
		return slices.ContainsFunc(p.urns, func(urn string) bool {
			return slices.ContainsFunc(other.urns, func(of string) bool { return reach[urn][of] })
		})
	}
	before := func(p, other Pods) bool { // other comes before p
		switch {
		case isGone(p) != isGone(other):
			return isGone(p)
		case isGone(p):
			return dependsOn(other, p)
		}
		return dependsOn(p, other)
	}
	for range all { // a chain is at most as long as there are workloads
		for i := range all {
			all[i].Order = 1
			for j := range all {
				if i != j && before(all[i], all[j]) {
					all[i].Order = max(all[i].Order, all[j].Order+1)
				}
			}
		}
	}
}

// reachable are the resources on which one depends, through others of the preview. What stays as it is stands in no preview, and
// what depends on others only through it is not seen.
func (a *analysis) reachable(urn string) map[string]bool {
	seen, next := map[string]bool{}, []string{urn}
	for len(next) > 0 {
		s := a.byURN[next[0]]
		next = next[1:]
		if s == nil {
			continue
		}
		needs := slices.Clone(s.state().Dependencies)
		for _, of := range s.state().PropertyDependencies {
			needs = append(needs, of...)
		}
		for _, need := range needs {
			if !seen[need] {
				seen[need] = true
				next = append(next, need)
			}
		}
	}
	return seen
}
