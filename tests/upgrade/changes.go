package upgrade

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"
)

// Preview is what an update is about to do.
type Preview struct {
	Changes  []Change
	Problems []string // with which the preview has failed
}

// Change is what becomes of one resource.
type Change struct {
	Operation  string // create, update, replace, delete, …
	Type       string
	Name       string   // logical
	Properties []string // that differ
}

// Line is the change as changes.txt lists it.
func (c Change) Line() string { return c.Operation + " " + c.Type + " " + c.Name }

func (c Change) String() string {
	if len(c.Properties) == 0 {
		return c.Line()
	}
	return c.Line() + " (" + strings.Join(c.Properties, ", ") + ")"
}

// Harms tells that what Platform and sessions trust each other by would be lost: users would lose their sessions, or
// pods wait for a Secret that is not there.
func (c Change) Harms() bool {
	holds := c.Type == "kubernetes:core/v1:Secret" || strings.HasPrefix(c.Type, "random:") || strings.HasPrefix(c.Type, "tls:")
	return holds && c.Operation != "create" && c.Operation != "update"
}

// digest is the output of `pulumi preview --json`.
type digest struct {
	Steps []struct {
		Op             string
		URN            string
		ReplaceReasons []string
		DetailedDiff   map[string]any
	}
	Diagnostics []struct{ Message, Severity string }
}

// Previewed reads the output of `pulumi preview --json`, of one that has failed too.
func Previewed(output []byte) (*Preview, error) {
	var read digest
	if err := json.Unmarshal(output, &read); err != nil {
		return nil, fmt.Errorf("reading the preview: %w", err)
	}
	if len(read.Steps) == 0 && len(read.Diagnostics) == 0 {
		return nil, fmt.Errorf("reading the preview: it has no steps: %s", output)
	}
	preview := &Preview{}
	seen := map[string]bool{}
	for _, step := range read.Steps {
		if step.Op == "same" || step.Op == "read" {
			continue
		}
		of, err := urn.Parse(step.URN)
		if err != nil {
			return nil, fmt.Errorf("reading the preview: %w", err)
		}
		properties := append(step.ReplaceReasons, slices.Sorted(maps.Keys(step.DetailedDiff))...)
		slices.Sort(properties)
		change := Change{operation(step.Op), string(of.Type()), of.Name(), slices.Compact(properties)}
		if !seen[change.Line()] {
			preview.Changes = append(preview.Changes, change)
		}
		seen[change.Line()] = true
	}
	for _, said := range read.Diagnostics {
		if said.Severity == "error" {
			preview.Problems = append(preview.Problems, strings.TrimSpace(said.Message))
		}
	}
	return preview, nil
}

// operation is one for the several steps of a replacement.
func operation(step string) string {
	if strings.Contains(step, "replace") {
		return "replace"
	}
	return step
}
