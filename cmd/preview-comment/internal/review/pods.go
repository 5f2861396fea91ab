package review

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/md"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

// Pods is what happens to the pods of one workload.
type Pods struct {
	// Order is 1 for those that come first. Those of one order go side by side.
	Order int
	// Name is short: the role within Studios or the Platform, or else the name of the object.
	Name, Object string
	Effect       Effect
	// Before and After are numbers of pods, -1 where the preview does not tell.
	Before, After int
	// Why are reasons, in Markdown.
	Why      []string
	Sessions Sessions

	urns []string
}

// Effect is what happens to pods.
type Effect string

// What can happen to pods.
const (
	Restart Effect = "restart"
	Start   Effect = "start"
	Stop    Effect = "stop"
	Scale   Effect = "scale"
	Renew   Effect = "renew" // under another name, or deleted first
)

// Sessions is what users who have a session open notice.
type Sessions string

// What users can notice.
const (
	GoOn   Sessions = ""
	Rolled Sessions = "rolled" // connections through one pod after another are cut
	Cut    Sessions = "cut"    // all connections at once
)

// The values by which our own pods are told from others.
const (
	roleLabel  = "app.kubernetes.io/component"
	proxyRole  = "proxy"
	serverRole = "server"
)

var roles = []string{proxyRole, serverRole}

// pods are all workloads whose pods are others afterwards, in the order in which that happens. It goes by pod templates: an
// update of a workload that leaves its template as it was restarts nothing.
func (a *analysis) pods() (all []Pods, hasSessions bool) {
	if a.OnlyRefresh {
		return nil, false
	}
	byObject := map[string]int{}
	for _, s := range a.steps {
		one, happens := a.podsOf(s)
		if !happens {
			continue
		}
		hasSessions = hasSessions || s.isOurs
		key := one.Object
		if objectName(s.state()) == "" {
			key = s.URN
		}
		if i, isKnown := byObject[key]; isKnown {
			all[i].join(one)
			continue
		}
		byObject[key] = len(all)
		all = append(all, one)
	}
	a.order(all)
	slices.SortStableFunc(all, func(x, y Pods) int {
		return cmp.Or(cmp.Compare(x.Order, y.Order), cmp.Compare(x.Name, y.Name), cmp.Compare(x.Object, y.Object))
	})
	return all, hasSessions
}

// join adds what another patch does to the same pods: they restart once or twice, which is the same to their users.
func (p *Pods) join(other Pods) {
	p.urns = append(p.urns, other.urns...)
	for _, why := range other.Why {
		if !slices.Contains(p.Why, why) {
			p.Why = append(p.Why, why)
		}
	}
	if p.Effect == Scale || p.Effect == Stop && other.Effect == Restart {
		p.Effect = other.Effect
	}
}

// podsOf is what one step does to pods.
func (a *analysis) podsOf(s *step) (Pods, bool) {
	kind, isPatch := strings.CutSuffix(s.Kind(), "Patch")
	if !strings.HasPrefix(s.Type, "kubernetes:apps/") || kind != "Deployment" && kind != "StatefulSet" && kind != "DaemonSet" {
		return Pods{}, false
	}
	one := Pods{Name: podsName(s), Object: kind + " " + objectName(s.state()), urns: []string{s.URN}}
	one.Before, one.After = replicas(s.Old, kind), replicas(s.New, kind)
	if isPatch {
		one.Before, one.After = -1, -1
	}
	one.Effect, one.Why = a.effect(s, isPatch)
	one.Sessions = sessions(s, one)
	return one, one.Effect != ""
}

func (a *analysis) effect(s *step, isPatch bool) (Effect, []string) {
	setsTemplate := value(s.state(), "spec", "template") != nil
	switch {
	case s.Op == plan.OpDelete && (s.Old == nil || s.Old.RetainOnDelete), s.Op == plan.OpForget:
		return "", nil
	case isPatch && !setsTemplate && !slices.ContainsFunc(s.changes, inTemplate):
		return "", nil
	case isPatch && s.Op == plan.OpDelete:
		return Restart, []string{"what was set in its pods is taken back"}
	case isPatch && s.Op == plan.OpCreate:
		return Restart, []string{a.firstPatch(s)}
	case s.Op == plan.OpDelete:
		return Stop, nil
	case s.Op == plan.OpCreate && !s.isDrift:
		return Start, nil
	case s.Op == plan.OpCreate:
		return Start, []string{"somebody has deleted it"}
	case s.Op == plan.OpReplace:
		return Renew, append([]string{"replaced, see above"}, a.reasons(s)...)
	case s.Op == plan.OpUpdate:
		return a.rollout(s)
	}
	return "", nil
}

// rollout tells of an update whether it changes the pod template, and whether that takes effect.
func (a *analysis) rollout(s *step) (Effect, []string) {
	changes := slices.Concat(s.changes, s.drifted)
	isScaled := slices.ContainsFunc(changes, func(c plan.Change) bool { return c.Path.HasPrefix("spec", "replicas") })
	isHeld := value(s.New, "spec", "paused") == true || text(s.New, "spec", "updateStrategy", "type") == "OnDelete"
	switch {
	case !isHeld && slices.ContainsFunc(changes, s.rolls):
		return Restart, a.reasons(s)
	case isScaled && (replicas(s.Old, "") != replicas(s.New, "") || replicas(s.New, "") < 0):
		return Scale, []string{a.argued(s, "`replicas`", changes)}
	}
	return "", nil
}

// argued adds the argument of our component that stands behind the replicas.
func (a *analysis) argued(s *step, words string, changes []plan.Change) string {
	for _, c := range changes {
		if c.Path.HasPrefix("spec", "replicas") {
			return words + ": " + fromTo(c) + a.behind(s, c)
		}
	}
	return words
}

func podsName(s *step) string {
	labels, _ := value(s.state(), "spec", "template", "metadata", "labels").(map[string]any)
	if role, isText := labels[roleLabel].(string); isText && s.isOurs && slices.Contains(roles, role) {
		return role
	}
	if name := ownName(s.state()); name != "" {
		return name
	}
	return s.Name
}

// replicas are the pods that a workload asks for. Kubernetes takes one where it is not said.
func replicas(state *plan.State, kind string) int {
	if state == nil || kind == "DaemonSet" {
		return -1
	}
	switch given := value(state, "spec", "replicas").(type) {
	case nil:
		return 1
	case json.Number:
		if n, err := strconv.Atoi(given.String()); err == nil {
			return n
		}
	}
	return -1
}

// sessions go through proxy and server. The Platform's own pods have no part in those that are open.
func sessions(s *step, p Pods) Sessions {
	if isSession := s.isOurs && (p.Name == "proxy" || p.Name == "server"); !isSession {
		return GoOn
	}
	isRecreated := text(s.New, "spec", "strategy", "type") == "Recreate"
	switch {
	case p.Effect == Start, p.Effect == Scale && p.After >= p.Before:
		return GoOn
	case p.Effect == Stop, p.Effect == Renew, p.Before <= 1, isRecreated, p.After == 0:
		return Cut
	}
	return Rolled
}

// SessionsAre is the worst that happens to sessions.
func SessionsAre(all []Pods) Sessions {
	worst := GoOn
	for _, p := range all {
		if p.Sessions == Cut || p.Sessions == Rolled && worst == GoOn {
			worst = p.Sessions
		}
	}
	return worst
}

// longestName is how much of a name stands in a line that is read at a glance. Kubernetes takes up to 253 characters.
const longestName = 100

// Names are those of the workloads with an effect.
func Names(all []Pods, effects ...Effect) (names []string) {
	for _, p := range all {
		if name := md.Code(md.Cut(p.Name, longestName)); slices.Contains(effects, p.Effect) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
