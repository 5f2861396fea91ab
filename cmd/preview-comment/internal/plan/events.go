package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// event is a line of the event log, as far as the JSON of a preview does not say the same.
type event struct {
	PolicyEvent     *policyEvent
	DiagnosticEvent *struct {
		URN, Prefix, Message, Severity string
		Ephemeral                      bool
	}
	ResourcePreEvent *stepEvent
	ResOutputsEvent  *stepEvent
	ResOpFailedEvent *stepEvent
	SummaryEvent     *struct{ Result string }
}

type policyEvent struct {
	ResourceURN, Message, PolicyName, PolicyPackName, EnforcementLevel string
}

type stepEvent struct {
	Metadata struct {
		Op, URN      string
		DetailedDiff map[string]any
	}
}

// ReadEvents adds what an event log knows: policies, failed operations, what a refresh found in secrets, names of what stays.
func (p *Preview) ReadEvents(log []byte) error {
	unchanged := map[string]bool{}
	lines := bytes.Split(log, []byte("\n"))
	for number, line := range lines {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var e event
		err := json.Unmarshal(line, &e)
		if err != nil && number == len(lines)-1 {
			break // the engine was killed while it wrote
		}
		if err != nil {
			return fmt.Errorf("line %d of the event log: %w", number+1, err)
		}
		p.addEvent(e)
		if e.ResOutputsEvent != nil && e.ResOutputsEvent.Metadata.Op == string(OpSame) {
			unchanged[e.ResOutputsEvent.Metadata.URN] = true
		}
	}
	for urn := range unchanged {
		if of := ResourceOf(urn); !strings.HasPrefix(of.Type, "pulumi:") { // providers and the stack itself
			p.UnchangedNames = append(p.UnchangedNames, of)
		}
	}
	slices.SortFunc(p.UnchangedNames, func(a, b Resource) int { return strings.Compare(a.URN, b.URN) })
	slices.Sort(p.Failed)
	p.Failed = slices.Compact(p.Failed)
	return nil
}

func (p *Preview) addEvent(e event) {
	switch {
	case e.PolicyEvent != nil:
		v := e.PolicyEvent
		p.Policies = append(p.Policies, Policy{v.ResourceURN, v.PolicyPackName, v.PolicyName, v.EnforcementLevel, strings.TrimSpace(v.Message)})
		p.HasFailed = p.HasFailed || v.EnforcementLevel == "mandatory"
	case e.DiagnosticEvent != nil && !e.DiagnosticEvent.Ephemeral:
		d := e.DiagnosticEvent
		p.identify(d.URN)
		p.addDiagnostic(Diagnostic{d.URN, d.Severity, d.Prefix + d.Message})
	case e.ResourcePreEvent != nil:
		p.identify(e.ResourcePreEvent.Metadata.URN)
	case e.ResOutputsEvent != nil && e.ResOutputsEvent.Metadata.Op == string(opRefresh):
		m := e.ResOutputsEvent.Metadata
		for path := range m.DetailedDiff {
			p.Drifted[m.URN] = append(p.Drifted[m.URN], ParsePath(path))
		}
		slices.SortFunc(p.Drifted[m.URN], Path.Compare)
	case e.ResOpFailedEvent != nil:
		p.Failed = append(p.Failed, e.ResOpFailedEvent.Metadata.URN)
	case e.SummaryEvent != nil && e.SummaryEvent.Result != "" && e.SummaryEvent.Result != "succeeded":
		p.HasFailed = true
	}
}
