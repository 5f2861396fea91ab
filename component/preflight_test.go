package component_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// The preflight looks for every object that is going to be created, so that none of somebody else's is overwritten.
func TestPreflightKnowsWhatIsCreated(t *testing.T) {
	graph := record(t, everything())
	created, looked := map[string]bool{}, map[string]bool{}
	for key, resource := range graph {
		_, kind, _ := strings.Cut(key, " ")
		metadata, isObject := resource.Inputs["metadata"].(map[string]any)
		if isObject && !strings.HasSuffix(kind, "Patch") {
			created[fmt.Sprint(resource.Inputs["apiVersion"], " ", resource.Inputs["kind"], " ", metadata["name"])] = true
		}
	}
	_, chart := find(t, graph, "studios-preflight")
	for _, entry := range chart.Inputs["values"].(map[string]any)["objects"].([]any) {
		object := entry.(map[string]any)
		looked[fmt.Sprint(object["apiVersion"], " ", object["kind"], " ", object["name"])] = true
	}
	if !maps.Equal(created, looked) || len(created) < 7 {
		t.Errorf("created %v\nlooked for %v", slices.Sorted(maps.Keys(created)), slices.Sorted(maps.Keys(looked)))
	}
}
