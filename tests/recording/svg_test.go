package main

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"
)

func TestPace(t *testing.T) {
	got := paced([]line{{time.Second, "a"}, {time.Minute, "b"}, {time.Minute + time.Second, bold + "== step" + plain}})
	for i, want := range []time.Duration{time.Second, time.Second + longest, 2*time.Second + longest + reading} {
		if got[i].at != want {
			t.Errorf("line %d is shown at %s, not %s", i, got[i].at, want)
		}
	}
}

func TestDrawing(t *testing.T) {
	lines := []line{{time.Second, bold + "== step" + plain}}
	for i := range rows {
		lines = append(lines, line{time.Duration(i+2) * time.Second, `<&"` + strings.Repeat("x", 200)})
	}
	drawn := svg(lines)
	var document struct {
		Inner struct {
			Group struct {
				Texts []string `xml:"text"`
			} `xml:"g"`
		} `xml:"svg"`
	}
	if err := xml.Unmarshal([]byte(drawn), &document); err != nil {
		t.Fatal(err)
	}
	texts := document.Inner.Group.Texts
	if len(texts) != rows+1 || texts[0] != "== step" || !strings.HasPrefix(texts[1], `<&"x`) || len([]rune(texts[1])) != columns {
		t.Errorf("%d lines, of which the first are %q", len(texts), texts[:2])
	}
	if !strings.Contains(drawn, "100.000%{transform:translateY(-18px)}") {
		t.Error("the last line would be below the screen")
	}
}
