// Package previews keeps what Pulumi has written of a real preview as testdata: without what belongs to the machine it ran on,
// and without what no reader of previews looks at.
package previews

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Write writes preview.json and events.log into a folder.
func Write(dir string, document, events []byte) error {
	preview, err := Document(document)
	if err != nil {
		return err
	}
	log, err := Events(events)
	if err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(dir, 0o755),
		os.WriteFile(filepath.Join(dir, "preview.json"), preview, 0o644),
		os.WriteFile(filepath.Join(dir, "events.log"), log, 0o644))
}

// Document is the JSON of a preview, as far as it is kept.
func Document(document []byte) ([]byte, error) {
	whole, err := decode(document)
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	delete(whole, "config") // all settings, needed by nobody
	delete(whole, "duration")
	steps, _ := whole["steps"].([]any)
	for _, one := range steps {
		step, _ := one.(map[string]any)
		for _, at := range []string{"oldState", "newState"} {
			if state, isThere := step[at].(map[string]any); isThere {
				strip(state)
			}
		}
	}
	diagnostics, _ := whole["diagnostics"].([]any)
	whole["diagnostics"] = slices.DeleteFunc(diagnostics, func(one any) bool {
		d, _ := one.(map[string]any)
		return ofMachine(d["message"])
	})
	text := &bytes.Buffer{}
	encoder := json.NewEncoder(text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(whole); err != nil {
		return nil, err
	}
	return text.Bytes(), nil
}

// strip takes out files and times of this machine, and outputs, which repeat the inputs and all of the cluster's bookkeeping, but
// for the spec of workloads.
func strip(state map[string]any) {
	outputs, _ := state["outputs"].(map[string]any)
	for _, key := range []string{"sourcePosition", "stackTrace", "created", "modified", "outputs"} {
		delete(state, key)
	}
	if kind, _ := state["type"].(string); strings.HasPrefix(kind, "kubernetes:apps/") && outputs["spec"] != nil {
		state["outputs"] = map[string]any{"spec": outputs["spec"]}
	}
	if inputs, isThere := state["inputs"].(map[string]any); isThere && inputs["kubeconfig"] != nil {
		inputs["kubeconfig"] = "kubeconfig" // its path
	}
}

// ofMachine tells of warnings that the testbed's own way to run Pulumi gives rise to.
func ofMachine(message any) bool {
	text, _ := message.(string)
	return strings.Contains(text, "from $PATH at ")
}

// Events is an event log, as far as it is kept: the states are in the JSON already.
func Events(log []byte) ([]byte, error) {
	var kept []byte
	for line := range bytes.Lines(log) {
		event, err := decode(line)
		if err != nil {
			return nil, fmt.Errorf("event log: %w", err)
		}
		delete(event, "timestamp")
		for name, one := range event {
			body, _ := one.(map[string]any)
			if name == "preludeEvent" || name == "cancelEvent" || ofMachine(body["message"]) || body["severity"] == "debug" {
				event = nil
				break
			}
			if metadata, isStep := body["metadata"].(map[string]any); isStep {
				delete(metadata, "old")
				delete(metadata, "new")
			}
		}
		if event == nil {
			continue
		}
		text, err := json.Marshal(event)
		if err != nil {
			return nil, err
		}
		kept = append(append(kept, text...), '\n')
	}
	return kept, nil
}

func decode(text []byte) (map[string]any, error) {
	exact := json.NewDecoder(bytes.NewReader(text))
	exact.UseNumber()
	var whole map[string]any
	err := exact.Decode(&whole)
	return whole, err
}
