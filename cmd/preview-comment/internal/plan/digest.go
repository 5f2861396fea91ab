package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
)

// digest is the document of `pulumi preview --json`.
type digest struct {
	Steps         []digestStep
	Diagnostics   []digestDiagnostic
	ChangeSummary map[string]int
	// Error is what the CLI writes in place of a document when it does not come as far as a preview.
	Error string
}

type digestDiagnostic struct{ URN, Message, Severity string }

type digestStep struct {
	Op             string
	URN            string
	OldState       *State
	NewState       *State
	ReplaceReasons []string
	DetailedDiff   map[string]any
}

// ErrNoPlan is for what is not the JSON of a preview.
var ErrNoPlan = errors.New("this is not the JSON of pulumi preview --json")

// Read reads the JSON of a preview. What other programs print before it on the same stream is skipped.
func Read(document []byte) (*Preview, error) {
	d, err := parse(document)
	if err != nil {
		return nil, err
	}
	p := &Preview{Refreshed: map[string]*State{}, Drifted: map[string][]Path{}, Unchanged: d.ChangeSummary[string(OpSame)]}
	if d.Error != "" {
		p.HasFailed = true
		p.Diagnostics = append(p.Diagnostics, Diagnostic{Severity: "error", Message: strings.TrimSpace(d.Error)})
	}
	p.OnlyRefresh = isOnlyRefresh(d.Steps)
	for i, s := range d.Steps {
		p.identify(s.URN)
		p.add(s, hasLater(d.Steps, i))
	}
	for _, one := range d.Diagnostics {
		p.addDiagnostic(Diagnostic{one.URN, one.Severity, one.Message})
		p.HasFailed = p.HasFailed || one.Severity == OfProgram && d.isOfNothing()
	}
	return p, nil
}

// isOfNothing tells of a program that came to no resource but the stack itself, in which there may be others: one that has written why
// as well has failed, which the document does not say otherwise.
func (d *digest) isOfNothing() bool {
	resources := 0
	for _, n := range d.ChangeSummary {
		resources += n
	}
	return resources <= 1 && !slices.ContainsFunc(d.Steps, func(s digestStep) bool { return ResourceOf(s.URN).Type != StackType })
}

// parse takes the first object that begins a line and is a plan, or else the last that tells of an error: programs may log objects
// too. Windows puts a mark in front.
func parse(document []byte) (*digest, error) {
	rest := bytes.TrimPrefix(document, []byte("\ufeff"))
	var failed *digest
	for len(rest) > 0 {
		if rest[0] == '{' {
			d, size := decode(rest)
			switch {
			case d.Steps != nil || d.ChangeSummary != nil || d.Diagnostics != nil:
				return d, nil
			case d.Error != "":
				failed = d
			}
			rest = rest[size:]
		}
		_, rest, _ = bytes.Cut(rest, []byte("\n"))
	}
	if failed == nil {
		return nil, ErrNoPlan
	}
	return failed, nil
}

// decode is empty where there is no whole object.
func decode(text []byte) (d *digest, size int64) {
	d = &digest{}
	exact := json.NewDecoder(bytes.NewReader(text))
	exact.UseNumber() // 1e21 and 1000000000000000000000 are the same to nobody who reads a difference
	if err := exact.Decode(d); err != nil {
		return &digest{}, 0
	}
	return d, exact.InputOffset()
}

// add sorts a step in. With a refresh a resource has two of them, of which the first tells how the state had it.
func (p *Preview) add(s digestStep, isFollowed bool) {
	op, isStep := opOf(s.Op)
	isOfRefresh := op == opRefresh || isFollowed && (op == OpUpdate || op == OpDelete) && !isHalf(s.Op)
	switch {
	case !isStep:
	case isOfRefresh && !p.OnlyRefresh:
		p.Refreshed[s.URN] = s.OldState
	case op == opRefresh || op == OpSame || op == OpRead:
		// A refresh that found nothing, and what the engine always shows: the stack itself.
	default:
		step := Step{Resource: ResourceOf(s.URN), Op: op, Old: s.OldState, New: s.NewState, Replacing: s.ReplaceReasons}
		step.IsDetailed = s.DetailedDiff != nil
		for path := range s.DetailedDiff {
			step.Detailed = append(step.Detailed, ParsePath(path))
		}
		slices.SortFunc(step.Detailed, Path.Compare)
		p.addStep(step)
	}
}

// addStep makes one step of the parts of a replacement.
func (p *Preview) addStep(step Step) {
	for i, other := range p.Steps {
		if other.URN == step.URN && other.Op == OpReplace && step.Op == OpReplace {
			if other.Old == nil {
				p.Steps[i].Old = step.Old
			}
			if other.New == nil {
				p.Steps[i].New = step.New
			}
			return
		}
	}
	p.Steps = append(p.Steps, step)
}

// opOf leaves out what shows a step that another one stands for.
func opOf(op string) (Op, bool) {
	switch op {
	case "create-replacement", "delete-replaced", "replace", "read-replacement", "import-replacement":
		return OpReplace, true
	case "discard", "discard-replaced", "remove-pending-replace":
		return "", false
	}
	return Op(op), op != ""
}

// isHalf tells of a step of a replacement, of which there are several without any refresh.
func isHalf(op string) bool { return strings.Contains(op, "replace") }

func hasLater(steps []digestStep, i int) bool {
	return slices.ContainsFunc(steps[i+1:], func(s digestStep) bool { return s.URN == steps[i].URN })
}

// isOnlyRefresh holds where the stack itself, which every program registers, is refreshed and not registered.
func isOnlyRefresh(steps []digestStep) bool {
	isRefreshed, isRegistered := false, false
	for _, s := range steps {
		isRefreshed = isRefreshed || s.Op == string(opRefresh)
		isRegistered = isRegistered || s.Op != string(opRefresh) && ResourceOf(s.URN).Type == StackType
	}
	return isRefreshed && !isRegistered
}

// StackType is the type of the stack itself.
const StackType = "pulumi:pulumi:Stack"

// longestName is what Pulumi allows of the name of a project, and of a stack. What is longer would fill a comment by itself.
const longestName = 100

func (p *Preview) identify(urn string) {
	parts := strings.Split(urn, "::")
	if p.Stack != "" || len(parts) < 4 {
		return
	}
	stack := strings.TrimPrefix(parts[0], "urn:pulumi:")
	if len(stack) <= longestName && len(parts[1]) <= longestName {
		p.Stack, p.Project = stack, parts[1]
	}
}

// colour is how programs write for a terminal, even into a file.
var colour = regexp.MustCompile(`\x1b\[[0-9;]*[A-Za-z]`)

func (p *Preview) addDiagnostic(d Diagnostic) {
	d.Message = colour.ReplaceAllString(d.Message, "")
	d.Message = strings.TrimSpace(strings.TrimPrefix(d.Message, d.Severity+": "))
	if d.Severity == "error" {
		p.HasFailed = true
	}
	if d.Message != "" && d.Severity != "debug" && !slices.Contains(p.Diagnostics, d) {
		p.Diagnostics = append(p.Diagnostics, d)
	}
}

// None is a preview that has written nothing: it has failed before it came to a plan.
func None() *Preview {
	p := &Preview{Refreshed: map[string]*State{}, Drifted: map[string][]Path{}, HasFailed: true}
	p.addDiagnostic(Diagnostic{Severity: "error", Message: "pulumi preview has written no plan; the log of the run tells why"})
	return p
}
