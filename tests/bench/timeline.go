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
	name    string
	isCheck bool // is done to look at the Platform, not to declare objects
	is      func(s span, all []span) bool
}

// activities are what the time of an `up` is given to. Where several go on at once it is given to the first in this list
// that does, so that they add up to the whole.
var activities = []activity{
	{"the preflight's chart is rendered", true, func(s span, all []span) bool {
		return s.name == rpc+"Construct" && !holdsConstruct(s, all)
	}},
	{"plugins start", false, func(s span, all []span) bool { return isStart(s) && !isOurs(s) && !isAgain(s, all) }},
	{"our plugin starts", false, func(s span, _ []span) bool { return isStart(s) && isOurs(s) }},
	{"a plugin starts again, for the chart", true, func(s span, all []span) bool { return isStart(s) && isAgain(s, all) }},
	{"plugins are configured", false, isOneOf("CheckConfig", "DiffConfig", "Configure")},
	{"the Platform is read", true, isOneOf("Read")},
	{"objects are written and waited for", false, isOneOf("Create", "Update", "Delete")},
	{"objects are checked and compared", false, isOneOf("Check", "Diff")},
	{"program, engine and state between these", false, func(s span, _ []span) bool { return s.name == "run-program" }},
	{"engine and language host start and end", false, func(s span, _ []span) bool { return s.name == "pulumi" }},
}

func isStart(s span) bool { return s.name == "newPlugin" && strings.HasSuffix(s.subject, ofResources) }

const ofResources = " (resource)"

func isOurs(s span) bool { return s.subject == "seqera-studios"+ofResources }

// isAgain holds where a plugin of that name was started before.
func isAgain(s span, all []span) bool {
	return slices.ContainsFunc(all, func(other span) bool { return isStart(other) && other.subject == s.subject && other.start < s.start })
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
		if isStart(s) {
			t.plugins[strings.TrimSuffix(s.subject, ofResources)]++
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
	tracedNames = []string{componentGo, componentYAML, flatGo, flatYAML} // in the order of the contenders
	tracedSteps = []step{firstUp, unchangedUp, preview, changedUp}
)

type traceKey struct {
	name string
	at   step
}

// trace runs the programs a few times with a trace.
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
	if err := l.prepare(ctx, at); err != nil {
		return nil, err
	}
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

// together is all that an `up` took.
func (t *timeline) together() (all time.Duration) {
	for _, took := range t.took {
		all += took
	}
	return all
}

// checks are what it took to look at the Platform.
func (t *timeline) checks() (all time.Duration) {
	for i, took := range t.took {
		if activities[i].isCheck {
			all += took
		}
	}
	return all
}

func (b *bench) timelineTables() string {
	var all []string
	for _, at := range tracedSteps {
		t := newTable(append([]string{"seconds of " + at.String()}, tracedNames...)...)
		for i, activity := range activities {
			t.row(append([]string{activity.name}, b.traceCells(at, func(t *timeline) time.Duration { return t.took[i] })...)...)
		}
		t.row(append([]string{"together"}, b.traceCells(at, (*timeline).together)...)...)
		starts := []string{"plugins that were started"}
		for _, name := range tracedNames {
			starts = append(starts, plugins(b.traces[traceKey{name, at}]))
		}
		t.row(starts...)
		all = append(all, t.String())
	}
	return strings.Join(all, "\n")
}

// traced are what the timelines of a contender say about a step, in seconds.
func (b *bench) traced(name string, at step, of func(*timeline) time.Duration) (all []float64) {
	for _, t := range b.traces[traceKey{name, at}] {
		all = append(all, of(t).Seconds())
	}
	return all
}

// traceCells are the medians, for each contender.
func (b *bench) traceCells(at step, of func(*timeline) time.Duration) []string {
	var cells []string
	for _, name := range tracedNames {
		cells = append(cells, orDash(b.traced(name, at, of), seconds))
	}
	return cells
}

func seconds(all []float64) string { return fmt.Sprintf("%.2f", median(all)) }

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
