package main

import (
	"testing"
	"time"
)

// A second of an `up` counts once, for the first activity of the list that is under way.
func TestTimeline(t *testing.T) {
	at := func(name, subject string, start, end time.Duration) span {
		return span{name, subject, start * time.Second, end * time.Second}
	}
	timeline := newTimeline([]span{
		at("pulumi", "", 0, 20),
		at("run-program", "", 1, 18),
		at("newPlugin", "seqera-studios (resource)", 1, 2),
		at("newPlugin", "kubernetes (resource)", 3, 5),
		at("newPlugin", "kubernetes (resource)", 4, 6),
		at("newPlugin", "yaml (language)", 6, 7),
		at(rpc+"Construct", "", 2, 17), // the component's
		at(rpc+"Construct", "", 7, 8),  // the chart's
		at(rpc+"Read", "", 9, 10),
		at(rpc+"Create", "", 11, 15),
		at(rpc+"Check", "", 14, 16),
	})
	want := map[string]time.Duration{
		"the preflight's chart is rendered": 1, "our plugin starts": 1, "plugins start": 2, "a plugin starts again, for the chart": 1,
		"the Platform is read": 1, "objects are written and waited for": 4, "objects are checked and compared": 1,
		"program, engine and state between these": 6, "engine and language host start and end": 3,
	}
	for i, activity := range activities {
		if got := timeline.took[i]; got != want[activity.name]*time.Second {
			t.Errorf("%s: %s", activity.name, got)
		}
	}
	if timeline.together() != 20*time.Second || timeline.checks() != 3*time.Second || timeline.plugins["kubernetes"] != 2 {
		t.Errorf("together %s, checks %s, plugins %v", timeline.together(), timeline.checks(), timeline.plugins)
	}
}
