package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

type activity struct {
	name string
	is   func(s span, all []span) bool
}

// activities are what the time of an `up` is given to. Where several go on at once it is given to the first in this list
// that does, so that they add up to the whole.
var activities = []activity{
	{"the preflight's chart is rendered", func(s span, all []span) bool { return s.name == rpc+"Construct" && !holdsConstruct(s, all) }},
	{"plugins start", func(s span, _ []span) bool {
		return s.name == "newPlugin" && strings.HasSuffix(s.subject, "(resource)")
	}},
	{"plugins are configured", isOneOf("CheckConfig", "DiffConfig", "Configure")},
	{"the Platform is read", isOneOf("Read")},
	{"objects are written and waited for", isOneOf("Create", "Update", "Delete")},
	{"objects are checked and compared", isOneOf("Check", "Diff")},
	{"program, engine and state between these", func(s span, _ []span) bool { return s.name == "run-program" }},
	{"engine and YAML host start and end", func(s span, _ []span) bool { return s.name == "pulumi" }},
}

const rpc = "pulumirpc.ResourceProvider/"

func isOneOf(calls ...string) func(span, []span) bool {
	return func(s span, _ []span) bool {
		call, ok := strings.CutPrefix(s.name, rpc)
		return ok && slices.Contains(calls, call)
	}
}

// holdsConstruct holds for our component, within which the chart is one.
func holdsConstruct(s span, all []span) bool {
	return slices.ContainsFunc(all, func(inner span) bool {
		return inner.name == s.name && inner.start > s.start && inner.end <= s.end
	})
}

// timeline is how long each activity took in one `up`, and the plugins that it started.
type timeline struct {
	took    []time.Duration
	plugins map[string]int
}

func newTimeline(spans []span) *timeline {
	t := &timeline{took: make([]time.Duration, len(activities)), plugins: map[string]int{}}
	var moments []time.Duration
	kinds := make([]int, len(spans))
	for i, s := range spans {
		kinds[i] = slices.IndexFunc(activities, func(a activity) bool { return a.is(s, spans) })
		if kinds[i] >= 0 {
			moments = append(moments, s.start, s.end)
		}
		if name, ok := strings.CutSuffix(s.subject, " (resource)"); ok && s.name == "newPlugin" {
			t.plugins[name]++
		}
	}
	slices.Sort(moments)
	for i := 1; i < len(moments); i++ {
		if kind := firstAt(spans, kinds, moments[i-1]); kind >= 0 {
			t.took[kind] += moments[i] - moments[i-1]
		}
	}
	return t
}

// firstAt is the first activity in the list that goes on from a moment on.
func firstAt(spans []span, kinds []int, moment time.Duration) int {
	first := -1
	for i, s := range spans {
		if kinds[i] >= 0 && s.start <= moment && moment < s.end && (first < 0 || kinds[i] < first) {
			first = kinds[i]
		}
	}
	return first
}

// traced are the contenders and steps that the timeline compares.
var (
	tracedNames = []string{componentYAML, flatYAML}
	tracedSteps = []step{firstUp, unchangedUp}
)

type traceKey struct {
	name string
	at   step
}

// trace runs both YAML programs a few times with a trace.
func (b *bench) trace(ctx context.Context, times int) error {
	for i := range times {
		lives, err := b.begin(ctx, fmt.Sprintf("t%d", i), b.cluster.Kubeconfig, tracedNames...)
		if err != nil {
			return err
		}
		for _, at := range tracedSteps {
			for i, name := range tracedNames {
				t, err := b.traceOne(ctx, lives[i], at)
				if err != nil {
					return fmt.Errorf("%s: %s: %w", name, at, err)
				}
				b.traces[traceKey{name, at}] = append(b.traces[traceKey{name, at}], t)
			}
		}
		say("traced %d of %d", i+1, times)
	}
	return nil
}

func (b *bench) traceOne(ctx context.Context, l life, at step) (*timeline, error) {
	file := filepath.Join(b.dir, "trace.json")
	command := l.commands(ctx, at)[0]
	command.Args = append(command.Args, "--otel-traces", "file://"+file)
	if _, err := output(command); err != nil {
		return nil, err
	}
	time.Sleep(settle)
	spans, err := readTrace(file)
	return newTimeline(spans), err
}

func (b *bench) timelineTable() string {
	head := []string{"seconds of an `up`"}
	for _, at := range tracedSteps {
		for _, name := range tracedNames {
			head = append(head, fmt.Sprintf("%s: %s", strings.ReplaceAll(at.String(), " `up`", ""), name))
		}
	}
	t := newTable(head...)
	for i, activity := range activities {
		t.row(append([]string{activity.name}, b.traceCells(func(t *timeline) float64 { return t.took[i].Seconds() })...)...)
	}
	t.row(append([]string{"together"}, b.traceCells(func(t *timeline) (all float64) {
		for _, took := range t.took {
			all += took.Seconds()
		}
		return all
	})...)...)
	starts := []string{"plugins that were started"}
	for _, at := range tracedSteps {
		for _, name := range tracedNames {
			starts = append(starts, plugins(b.traces[traceKey{name, at}]))
		}
	}
	t.row(starts...)
	return t.String()
}

// traceCells are the medians of what a timeline says, for each column.
func (b *bench) traceCells(of func(*timeline) float64) []string {
	var cells []string
	for _, at := range tracedSteps {
		for _, name := range tracedNames {
			var all []float64
			for _, t := range b.traces[traceKey{name, at}] {
				all = append(all, of(t))
			}
			cells = append(cells, orDash(all, func(all []float64) string { return fmt.Sprintf("%.2f", median(all)) }))
		}
	}
	return cells
}

func plugins(traces []*timeline) string {
	if len(traces) == 0 {
		return "—"
	}
	var all []string
	for name, starts := range traces[0].plugins {
		all = append(all, fmt.Sprintf("%d %s", starts, name))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}
