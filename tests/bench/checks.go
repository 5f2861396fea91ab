package main

import (
	"fmt"
	"time"
)

// like are the components beside the flat programs of the same kind.
var like = [][2]string{{componentGo, flatGo}, {componentYAML, flatYAML}}

// rest is what a step takes without its checks.
func (t *timeline) rest() time.Duration { return t.together() - t.checks() }

// restRatios are how many times as long the component takes for a step without checks as the flat program takes for all of it.
func (b *bench) restRatios(pair [2]string, at step) []float64 {
	return ratios(b.traced(pair[0], at, (*timeline).rest), b.traced(pair[1], at, (*timeline).together))
}

// restTable tells checks and the rest apart.
func (b *bench) restTable() string {
	head := []string{"seconds, by trace"}
	for _, pair := range like {
		head = append(head, "checks of "+pair[0], "the rest of it", pair[1], "rest / flat")
	}
	t := newTable(head...)
	for _, at := range tracedSteps {
		cells := []string{at.String()}
		for _, pair := range like {
			cells = append(cells,
				orDash(b.traced(pair[0], at, (*timeline).checks), seconds),
				orDash(b.traced(pair[0], at, (*timeline).rest), seconds),
				orDash(b.traced(pair[1], at, (*timeline).together), seconds),
				orDash(b.restRatios(pair, at), times))
		}
		t.row(cells...)
	}
	return t.String()
}

func times(all []float64) string { return fmt.Sprintf("%.2f", median(all)) }
