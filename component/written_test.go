package component

import (
	"testing"

	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
)

func TestDataWritten(t *testing.T) {
	entry := func(manager, at string, fields ...string) metav1.ManagedFieldsEntry {
		owned := map[string]any{}
		for _, field := range fields {
			owned[field] = map[string]any{".": map[string]any{}}
		}
		return metav1.ManagedFieldsEntry{Manager: &manager, Time: &at, FieldsV1: owned}
	}
	ours := entry(fieldManager, "2026-11-01T10:00:00Z", "f:data", "f:metadata", "f:type")
	for name, c := range map[string]struct {
		entries []metav1.ManagedFieldsEntry
		want    string
	}{
		"before anything is written": {nil, ""},
		"applied by us":              {[]metav1.ManagedFieldsEntry{ours}, "2026-11-01T10:00:00Z"},
		"created under the provider's own name": {
			[]metav1.ManagedFieldsEntry{entry("pulumi-kubernetes", "2026-11-01T09:00:00Z", "f:data", "f:metadata", "f:type")},
			"2026-11-01T09:00:00Z",
		},
		"edited by somebody": {
			[]metav1.ManagedFieldsEntry{entry("kubectl-edit", "2026-11-01T11:00:00Z", "f:data"), ours},
			"2026-11-01T11:00:00Z",
		},
		"annotated by somebody": {
			[]metav1.ManagedFieldsEntry{ours, entry("backup", "2026-11-01T11:00:00Z", "f:metadata")},
			"2026-11-01T10:00:00Z",
		},
		"without a time": {
			[]metav1.ManagedFieldsEntry{{FieldsV1: map[string]any{"f:data": map[string]any{}}}, ours},
			"2026-11-01T10:00:00Z",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := dataWritten(c.entries); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
