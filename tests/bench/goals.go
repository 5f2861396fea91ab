package main

import (
	"fmt"
	"strings"
)

// goal is something that the component is to reach, and what was measured of it.
type goal struct {
	name, measured string
	isMet          bool
}

const (
	mostOfFlat   = 1.10 // times the flat program, for a step without checks
	mostOfChecks = 1.0  // seconds
	mostOfHelm   = 1.0  // times helm --wait
)

func (b *bench) goals() (all []goal) {
	for _, pair := range like {
		all = append(all, b.traceGoal(
			fmt.Sprintf("a step of %s, without checks, takes at most %.2f times as long as of %s", pair[0], mostOfFlat, pair[1]), mostOfFlat, "",
			func(at step) []float64 { return b.restRatios(pair, at) }))
	}
	for _, pair := range like {
		all = append(all, b.traceGoal(
			fmt.Sprintf("the checks of %s take at most %.0f s", pair[0], mostOfChecks), mostOfChecks, " s",
			func(at step) []float64 { return b.traced(pair[0], at, (*timeline).checks) }))
	}
	all = append(all, b.writesGoal(), b.rolloutsGoal())
	if ofHelm := ratios(b.seconds[componentGo][firstUp], b.seconds[helm][firstUp]); len(ofHelm) > 0 {
		all = append(all, goal{
			"the first `up` of " + componentGo + " takes no longer than `helm --wait` of the same objects",
			times(ofHelm) + " times as long", median(ofHelm) <= mostOfHelm,
		})
	}
	return append(all, b.growthGoals()...)
}

// traceGoal holds what a step was traced to take against the most that it may.
func (b *bench) traceGoal(name string, most float64, unit string, of func(step) []float64) goal {
	g := goal{name: name, isMet: true}
	var parts []string
	for _, at := range tracedSteps {
		all := of(at)
		parts = append(parts, at.String()+" "+orDash(all, times)+unit)
		g.isMet = g.isMet && len(all) > 0 && median(all) <= most
	}
	g.measured = strings.Join(parts, ", ")
	return g
}

func (b *bench) writesGoal() goal {
	g := goal{name: "an unchanged `up` writes nothing", isMet: true}
	var parts []string
	for _, pair := range like {
		writes := b.requests[pair[0]][unchangedUp]["write"]
		parts = append(parts, fmt.Sprintf("%s: %d writes", pair[0], writes))
		g.isMet = g.isMet && writes == 0
	}
	g.measured = strings.Join(parts, "; ")
	return g
}

func (b *bench) rolloutsGoal() goal {
	g := goal{name: "a change rolls a workload out once, and only what it concerns", isMet: true}
	var parts []string
	for _, pair := range like {
		for _, at := range []step{firstUp, changedUp} {
			made, flat := listed(b.rollouts[pair[0]][at]), listed(b.rollouts[pair[1]][at])
			parts = append(parts, fmt.Sprintf("%s, %s: %s", pair[0], at, strings.Join(made, ", ")))
			g.isMet = g.isMet && strings.Join(made, " ") == strings.Join(flat, " ")
			for _, often := range b.rollouts[pair[0]][at] {
				g.isMet = g.isMet && often == 1
			}
		}
	}
	g.measured = strings.Join(parts, "; ")
	return g
}

func (b *bench) goalsTable() string {
	var t strings.Builder
	t.WriteString("| goal | measured | met? |\n|---|---|---|\n")
	for _, g := range b.goals() {
		fmt.Fprintf(&t, "| %s | %s | %s |\n", g.name, g.measured, map[bool]string{true: "yes", false: "**no**"}[g.isMet])
	}
	return t.String()
}
