package main

import "fmt"

func (b *bench) growthTable() string {
	if len(b.grown) == 0 {
		return "Not measured.\n"
	}
	head := []string{"one program with"}
	for _, at := range grownSteps {
		head = append(head, at.String()+", s")
	}
	for _, at := range grownSteps {
		head = append(head, at.String()+", requests")
	}
	t := newTable(head...)
	for i, g := range b.grown {
		t.row(grownCells(fmt.Sprintf("%d %s", g.size, g.what), "%.2f", "%.0f", g.secondsOf, g.requestsOf)...)
		if i == 0 || b.grown[i-1].what != g.what {
			continue
		}
		before := b.grown[i-1]
		t.row(grownCells(fmt.Sprintf("each further one, from %d to %d", before.size, g.size), "+ %.2f", "+ %.1f",
			func(at step) float64 { return further(before, g, grown.secondsOf, at) },
			func(at step) float64 { return further(before, g, grown.requestsOf, at) })...)
	}
	return t.String()
}

func grownCells(name, secondsAs, requestsAs string, seconds, requests func(step) float64) []string {
	cells := []string{name}
	for _, at := range grownSteps {
		cells = append(cells, fmt.Sprintf(secondsAs, seconds(at)))
	}
	for _, at := range grownSteps {
		cells = append(cells, fmt.Sprintf(requestsAs, requests(at)))
	}
	return cells
}

func (g grown) secondsOf(at step) float64  { return g.seconds[at] }
func (g grown) requestsOf(at step) float64 { return float64(g.requests[at]) }

// further is what each further one took, on the way from a size to the next.
func further(before, after grown, of func(grown, step) float64, at step) float64 {
	return (of(after, at) - of(before, at)) / float64(after.size-before.size)
}

// mostOfFurther is how many times as much as the first of them the last of further ones may take. Requests are counted; seconds are
// measured once, on a machine that has other things to do.
var mostOfFurther = struct{ requests, seconds float64 }{1.05, 1.25}

// growthGoals hold what each further one takes at the end against what it takes at the beginning. More templates take so little
// that all of it is held against one.
func (b *bench) growthGoals() (all []goal) {
	for _, what := range []string{instances, templates} {
		var of []grown
		for _, g := range b.grown {
			if g.what == what {
				of = append(of, g)
			}
		}
		if len(of) == 3 { // two ways from size to size are compared
			all = append(all, growthGoal(what, of))
		}
	}
	return all
}

func growthGoal(what string, of []grown) goal {
	compared := func(measure func(grown, step) float64, at step) float64 {
		if what == templates {
			return measure(of[2], at) / measure(of[0], at)
		}
		return further(of[1], of[2], measure, at) / further(of[0], of[1], measure, at)
	}
	name := fmt.Sprintf("each further one of %s takes as much from %d to %d as from %d to %d", what, of[1].size, of[2].size, of[0].size, of[1].size)
	if what == templates {
		name = fmt.Sprintf("%d templates take as much as %d", of[2].size, of[0].size)
	}
	g := goal{name: name, isMet: true}
	for i, at := range grownSteps {
		requests, seconds := compared(grown.requestsOf, at), compared(grown.secondsOf, at)
		if i > 0 {
			g.measured += "; "
		}
		g.measured += fmt.Sprintf("%s %.2f times the requests, %.2f times the seconds", at, requests, seconds)
		g.isMet = g.isMet && requests <= mostOfFurther.requests && seconds <= mostOfFurther.seconds
	}
	return g
}
