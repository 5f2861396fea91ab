package previews

import (
	"strings"
	"testing"
)

// What stays is what a reader of previews looks at, and nothing of the machine.
func TestKept(t *testing.T) {
	document, err := Document([]byte(`{"config":{"a":"canary"},"steps":[{"op":"update","urn":"u","oldState":{"inputs":{"kubeconfig":"/home/canary","n":1e21},
		"outputs":{"canary":1},"sourcePosition":"canary","created":"canary"},"detailedDiff":{}}],
		"diagnostics":[{"message":"warning: using x from $PATH at /canary"},{"message":"<kept>"}],"duration":1}`))
	if err != nil {
		t.Fatal(err)
	}
	events, err := Events([]byte(`{"timestamp":7,"resOutputsEvent":{"metadata":{"op":"same","urn":"u","old":{"canary":1},"new":{"canary":1}}}}` + "\n" +
		`{"preludeEvent":{"config":{"a":"canary"}}}` + "\n" + `{"diagnosticEvent":{"severity":"debug","message":"canary"}}` + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{"document": string(document), "events": string(events)} {
		if strings.Contains(text, "canary") {
			t.Errorf("%s:\n%s", what, text)
		}
	}
	for _, part := range []string{`"detailedDiff": {}`, `"<kept>"`, `"n": 1e21`, `"op": "update"`} {
		if !strings.Contains(string(document), part) {
			t.Errorf("no %s in:\n%s", part, document)
		}
	}
	if string(events) != `{"resOutputsEvent":{"metadata":{"op":"same","urn":"u"}}}`+"\n" {
		t.Errorf("%s", events)
	}
}
