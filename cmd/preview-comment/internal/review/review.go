// Package review decides what there is to say about a preview: what is lost, which pods restart and why, what somebody else has
// changed, which secrets change, what is left to do by hand. It says so in Markdown, one line at a time, and leaves it to
// package comment how much of it fits.
package review

import (
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/md"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// Review is what there is to say, by what matters most. Each entry is a block of Markdown.
type Review struct {
	Level   Level
	Verdict string
	// Errors are diagnostics of a preview that has failed, and policies that stop the update.
	Errors []string
	// Losses are what is replaced or deleted.
	Losses []string
	Pods   []Pods
	// HasSessions tells that some of the pods are those through which sessions of Studios go.
	HasSessions bool
	ByHand      []string
	Secrets     []string
	Drift       []string
	Warnings    []string
	// Arguments are rows of argument, value before and value after.
	Arguments [][]string
	// Created and Updated are the other resources.
	Created, Updated []string
	Notes            []string
	Unchanged        int
	UnchangedNames   []string
}

// Level is how much attention a preview needs.
type Level int

// The levels, by the attention that they need.
const (
	Nothing Level = iota // changes
	Change               // that loses nothing
	Rollout              // that restarts pods
	Loss                 // something is replaced or deleted, or sessions are cut
	Failure              // of the preview
)

// Of reviews a preview.
func Of(p *plan.Preview) *Review {
	a := analyse(p)
	r := &Review{Unchanged: p.Unchanged}
	for _, resource := range p.UnchangedNames {
		r.UnchangedNames = append(r.UnchangedNames, named(resource))
	}
	r.Pods, r.HasSessions = a.pods()
	r.diagnose(p)
	r.change(a)
	r.Secrets = a.secrets()
	r.ByHand = a.byHand()
	r.judge(a)
	return r
}

// change sorts the resources by what is done to them.
func (r *Review) change(a *analysis) {
	for _, s := range a.steps {
		switch {
		case s.isDrift:
			r.Drift = append(r.Drift, s.drift())
		case a.OnlyRefresh:
		case s.isFrame():
			r.Arguments = append(r.Arguments, s.arguments()...)
		case s.Op == plan.OpReplace || s.Op == plan.OpDelete || s.Op == plan.OpForget:
			r.Losses = append(r.Losses, s.loss())
		case s.Op == plan.OpUpdate:
			r.Updated = append(r.Updated, s.update())
			r.Losses = append(r.Losses, s.withdrawn()...)
		default:
			r.Created = append(r.Created, s.creation())
		}
		if !s.isDrift && len(s.drifted) > 0 {
			r.Drift = append(r.Drift, s.drift())
		}
	}
}

// named is a resource in a sentence.
func named(r plan.Resource) string { return md.Code(r.Name) + " (" + md.Code(r.Kind()) + ")" }
