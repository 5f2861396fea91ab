package review

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

const (
	prefix = "urn:pulumi:dev::shop::"
	parent = prefix + studiosType + "::studios"
)

// workload is a step of one, with the inputs before and after as JSON, "" where there are none.
func workload(op plan.Op, kind, name, before, after string, needs ...string) plan.Step {
	urn := prefix + "kubernetes:apps/v1:" + kind + "::" + name
	state := func(text string) *plan.State {
		if text == "" {
			return nil
		}
		s := &plan.State{URN: urn, Custom: true, Inputs: map[string]any{}}
		exact := json.NewDecoder(strings.NewReader(text))
		exact.UseNumber()
		if err := exact.Decode(&s.Inputs); err != nil {
			panic(err)
		}
		s.Inputs["metadata"] = map[string]any{"name": name, "namespace": "default"}
		for _, need := range needs {
			s.Dependencies = append(s.Dependencies, prefix+need)
		}
		return s
	}
	return plan.Step{Resource: plan.ResourceOf(urn), Op: op, Old: state(before), New: state(after)}
}

// ours makes it a child of our component.
func ours(s plan.Step) plan.Step {
	for _, state := range []*plan.State{s.Old, s.New} {
		if state != nil {
			state.Parent = parent
		}
	}
	return s
}

func of(steps ...plan.Step) *Review {
	return Of(&plan.Preview{Project: "shop", Stack: "dev", Steps: steps, Refreshed: map[string]*plan.State{}})
}

const (
	one     = `{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"a:1"}]}}}}`
	two     = `{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"a:2"}]}}}}`
	oneBy3  = `{"spec":{"replicas":3,"template":{"spec":{"containers":[{"name":"c","image":"a:1"}]}}}}`
	twoBy3  = `{"spec":{"replicas":3,"template":{"spec":{"containers":[{"name":"c","image":"a:2"}]}}}}`
	proxyBy = `{"spec":{"replicas":%d,"template":{"metadata":{"labels":{"app.kubernetes.io/component":"proxy"}},"spec":{"containers":[{"name":"c","image":"a:%d"}]}}}}`
)

func proxy(replicas, version int) string { return fmt.Sprintf(proxyBy, replicas, version) }

// The first line stays one that is read, however many workloads restart and whatever they are called.
func TestVerdictIsShort(t *testing.T) {
	var steps []plan.Step
	for i := range 30 {
		steps = append(steps, workload(plan.OpUpdate, "Deployment", fmt.Sprintf("%s-%d", strings.Repeat("#", 300), i), one, two))
	}
	verdict := of(steps...).Verdict
	if len(verdict) > 1000 || !strings.HasPrefix(verdict, "30 to update. ") || !strings.Contains(verdict, " and 24 more restart.") {
		t.Errorf("%d bytes: %s", len(verdict), verdict)
	}
}

// What restarts pods of any program, and what does not.
func TestPods(t *testing.T) {
	labelled := strings.Replace(one, `{"spec"`, `{"labels":{"a":"b"},"spec"`, 1)
	for name, c := range map[string]struct {
		step plan.Step
		want string // effect, pods before and after, sessions
	}{
		"another template":                      {workload(plan.OpUpdate, "Deployment", "web", one, two), "restart 1 1 "},
		"another label of the object":           {workload(plan.OpUpdate, "Deployment", "web", one, labelled), ""},
		"replicas":                              {workload(plan.OpUpdate, "Deployment", "web", one, oneBy3), "scale 1 3 "},
		"replicas that are one anyway":          {workload(plan.OpUpdate, "Deployment", "web", one, strings.Replace(one, `{"spec":{`, `{"spec":{"replicas":1,`, 1)), ""},
		"both":                                  {workload(plan.OpUpdate, "StatefulSet", "web", one, twoBy3), "restart 1 3 "},
		"a DaemonSet":                           {workload(plan.OpUpdate, "DaemonSet", "web", one, two), "restart -1 -1 "},
		"a new one":                             {workload(plan.OpCreate, "Deployment", "web", "", oneBy3), "start -1 3 "},
		"one less":                              {workload(plan.OpDelete, "Deployment", "web", oneBy3, ""), "stop 3 -1 "},
		"one that is replaced":                  {workload(plan.OpReplace, "Deployment", "web", one, one), "renew 1 1 "},
		"one that is paused":                    {workload(plan.OpUpdate, "Deployment", "web", one, strings.Replace(two, `{"spec":{`, `{"spec":{"paused":true,`, 1)), ""},
		"one that rolls on delete":              {workload(plan.OpUpdate, "StatefulSet", "web", one, strings.Replace(two, `{"spec":{`, `{"spec":{"updateStrategy":{"type":"OnDelete"},`, 1)), ""},
		"a patch of the template":               {workload(plan.OpUpdate, "DeploymentPatch", "web", one, two), "restart -1 -1 "},
		"a patch of something else":             {workload(plan.OpCreate, "DeploymentPatch", "web", "", `{"spec":{"replicas":2}}`), ""},
		"a patch that is taken away":            {workload(plan.OpDelete, "DeploymentPatch", "web", one, ""), "restart -1 -1 "},
		"a patch of something else, taken away": {workload(plan.OpDelete, "DeploymentPatch", "web", `{"spec":{"replicas":2}}`, ""), ""},
		"the proxy with one pod":                {ours(workload(plan.OpUpdate, "Deployment", "p", proxy(1, 1), proxy(1, 2))), "restart 1 1 cut"},
		"the proxy from one pod to two":         {ours(workload(plan.OpUpdate, "Deployment", "p", proxy(1, 1), proxy(2, 2))), "restart 1 2 cut"},
		"the proxy with two":                    {ours(workload(plan.OpUpdate, "Deployment", "p", proxy(2, 1), proxy(2, 2))), "restart 2 2 rolled"},
		"the proxy with more pods":              {ours(workload(plan.OpUpdate, "Deployment", "p", proxy(2, 1), proxy(3, 1))), "scale 2 3 "},
		"the proxy with fewer":                  {ours(workload(plan.OpUpdate, "Deployment", "p", proxy(3, 1), proxy(2, 1))), "scale 3 2 rolled"},
		"the proxy with none":                   {ours(workload(plan.OpUpdate, "Deployment", "p", proxy(3, 1), proxy(0, 1))), "scale 3 0 cut"},
		"a new proxy":                           {ours(workload(plan.OpCreate, "Deployment", "p", "", proxy(2, 1))), "start -1 2 "},
		"the proxy goes":                        {ours(workload(plan.OpDelete, "Deployment", "p", proxy(2, 1), "")), "stop 2 -1 cut"},
		"the proxy's labels on somebody else's": {workload(plan.OpUpdate, "Deployment", "p", proxy(1, 1), proxy(1, 2)), "restart 1 1 "},
		"a pod template of another kind":        {workload(plan.OpUpdate, "ReplicaSet", "web", one, two), ""},
		"kept by retainOnDelete":                {retained(workload(plan.OpDelete, "Deployment", "web", one, "")), ""},
	} {
		got := ""
		for _, p := range of(c.step).Pods {
			got += fmt.Sprintf("%s %d %d %s", p.Effect, p.Before, p.After, p.Sessions)
		}
		if got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func retained(s plan.Step) plan.Step {
	s.Old.RetainOnDelete = true
	return s
}

// What is the same to Kubernetes restarts nothing, though Pulumi and its provider see a difference.
func TestSamePodTemplates(t *testing.T) {
	template := func(pod, container string) string {
		return `{"spec":{"template":{"spec":{"a":1` + pod + `,"containers":[{"name":"c"` + container + `}]}}}}`
	}
	for name, c := range map[string]struct {
		podBefore, containerBefore, podAfter, containerAfter string
		rolls                                                bool
	}{
		"what Kubernetes has by itself":      {"", "", `,"terminationGracePeriodSeconds":30`, "", false},
		"and left out again":                 {`,"terminationGracePeriodSeconds":30`, "", "", "", false},
		"another than that":                  {"", "", `,"terminationGracePeriodSeconds":40`, "", true},
		"another form of a quantity":         {"", `,"resources":{"requests":{"cpu":"50m"}}`, "", `,"resources":{"requests":{"cpu":"0.05"}}`, false},
		"another quantity":                   {"", `,"resources":{"requests":{"cpu":"50m"}}`, "", `,"resources":{"requests":{"cpu":"0.5"}}`, true},
		"the same as a text that is none":    {"", `,"image":"1.0"`, "", `,"image":"1"`, true},
		"a probe's defaults":                 {"", `,"readinessProbe":{"a":1}`, "", `,"readinessProbe":{"a":1,"periodSeconds":10,"timeoutSeconds":1}`, false},
		"a probe's period":                   {"", `,"readinessProbe":{"a":1}`, "", `,"readinessProbe":{"a":1,"periodSeconds":5}`, true},
		"an empty object":                    {"", "", `,"securityContext":{}`, "", false},
		"what is not known yet":              {"", `,"image":"1"`, "", `,"image":"` + plan.Unknown + `"`, true},
		"what stands there since an edit":    {"", `,"image":"1"`, "", `,"image":"live"`, false},
		"a secret that becomes another text": {"", `,"image":"[secret]"`, "", `,"image":"live"`, true},
	} {
		s := workload(plan.OpUpdate, "Deployment", "web", template(c.podBefore, c.containerBefore), template(c.podAfter, c.containerAfter))
		s.Old.Outputs = workload(plan.OpCreate, "Deployment", "web", "", template("", `,"image":"live"`)).New.Inputs
		if got := len(of(s).Pods) > 0; got != c.rolls {
			t.Errorf("%s: restarts: %t", name, got)
		}
	}
}

// What depends on a rollout waits for it; on the way out it is the other way round, after all else.
func TestOrder(t *testing.T) {
	config := plan.Step{Resource: plan.ResourceOf(prefix + "kubernetes:core/v1:ConfigMap::config"), Op: plan.OpUpdate,
		Old: &plan.State{Custom: true}, New: &plan.State{Custom: true, Dependencies: []string{prefix + "kubernetes:apps/v1:Deployment::first"}}}
	r := of(
		workload(plan.OpUpdate, "Deployment", "last", one, two, "kubernetes:apps/v1:StatefulSet::middle"),
		workload(plan.OpUpdate, "StatefulSet", "middle", one, two, "kubernetes:core/v1:ConfigMap::config"),
		config,
		workload(plan.OpUpdate, "Deployment", "first", one, two),
		workload(plan.OpUpdate, "Deployment", "beside", one, two),
		workload(plan.OpDelete, "Deployment", "needed", one, ""),
		workload(plan.OpDelete, "Deployment", "needing", one, "", "kubernetes:apps/v1:Deployment::needed"),
	)
	got := ""
	for _, p := range r.Pods {
		got += fmt.Sprintf("%d %s, ", p.Order, p.Name)
	}
	if want := "1 beside, 1 first, 2 middle, 3 last, 4 needing, 5 needed, "; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

// Two patches of one Deployment are one restart, with the reasons of both.
func TestPatchesOfOneDeployment(t *testing.T) {
	r := of(workload(plan.OpCreate, "DeploymentPatch", "web", "", one), workload(plan.OpUpdate, "DeploymentPatch", "web", one, two))
	if len(r.Pods) != 1 || len(r.Pods[0].Why) != 2 {
		t.Errorf("%+v", r.Pods)
	}
}

// Names that Pulumi makes are others in every preview: they neither stand in a comment nor join what does not belong together.
func TestMadeNames(t *testing.T) {
	made := func(name string) plan.Step {
		s := workload(plan.OpCreate, "Deployment", name, "", one)
		s.New.Inputs["metadata"] = map[string]any{"name": name + "-1a2b3c4d", "annotations": map[string]any{"pulumi.com/autonamed": "true"}}
		return s
	}
	r := of(made("web"), made("api"))
	if len(r.Pods) != 2 || r.Pods[0].Name != "api" || strings.Contains(fmt.Sprint(r), "1a2b3c4d") {
		t.Errorf("%+v", r)
	}
}

// A variable that an argument stands behind says so, and one that happens to have the same value as an argument of the server does
// not claim the proxy's.
func TestArgumentBehindAReason(t *testing.T) {
	variables := func(version string) string {
		return `{"spec":{"template":{"metadata":{"labels":{"app.kubernetes.io/component":"proxy"}},"spec":{"containers":[{"name":"c","env":[{"name":"LEVEL","value":"` + version + `"}]}]}}}}`
	}
	component := plan.Step{Resource: plan.ResourceOf(parent), Op: plan.OpUpdate,
		Old: &plan.State{Inputs: map[string]any{"server": map[string]any{"logLevel": "info"}, "proxy": map[string]any{"logLevel": "info"}}},
		New: &plan.State{Inputs: map[string]any{"server": map[string]any{"logLevel": "debug"}, "proxy": map[string]any{"logLevel": "debug"}}}}
	r := of(component, ours(workload(plan.OpUpdate, "Deployment", "p", variables("info"), variables("debug"))))
	if want := "`LEVEL`: `info` → `debug` (argument `proxy.logLevel`)"; len(r.Pods) != 1 || r.Pods[0].Why[0] != want {
		t.Errorf("%+v, not %s", r.Pods, want)
	}
	if len(r.Arguments) != 2 {
		t.Error(r.Arguments)
	}
}

// What was written anew says so by itself, unless something else has caused it.
func TestWrittenAgain(t *testing.T) {
	marks := func(over, key string) string {
		return `{"spec":{"template":{"metadata":{"annotations":{"seqera-studios/written-over":"` + over + `","seqera-studios/oidc-key":"` + key + `"}}}}}`
	}
	for after, want := range map[string]string{marks("2", "a/1"): "[" + writtenAgain + "]", marks("2", "a/2"): "[the signing key is another]"} {
		r := of(ours(workload(plan.OpUpdate, "DeploymentPatch", "cron", marks("1", "a/1"), after)))
		if len(r.Pods) != 1 || fmt.Sprint(r.Pods[0].Why) != want {
			t.Errorf("%+v, not %s", r.Pods, want)
		}
	}
}

// With a refresh there are three states: what was recorded, what is live, and what is wanted.
func TestDriftIsApartFromIntent(t *testing.T) {
	settings := func(a, b string) *plan.State {
		return &plan.State{Custom: true, Inputs: map[string]any{"data": map[string]any{"a": a, "b": b}}}
	}
	urn := prefix + "kubernetes:core/v1:ConfigMap::settings"
	for name, c := range map[string]struct {
		recorded, live, wanted *plan.State
		drift, updated         string
	}{
		"somebody has changed a":           {settings("1", "1"), settings("2", "1"), settings("1", "1"), "`data.a`: `2` → `1`", ""},
		"we change a":                      {settings("1", "1"), settings("1", "1"), settings("2", "1"), "", "`data.a`: `1` → `2`"},
		"somebody a and we b":              {settings("1", "1"), settings("2", "1"), settings("1", "2"), "`data.a`: `2` → `1`", "`data.b`: `1` → `2`"},
		"somebody has done what we intend": {settings("1", "1"), settings("2", "1"), settings("2", "2"), "", "`data.b`: `1` → `2`"},
		"both change a":                    {settings("1", "1"), settings("2", "1"), settings("3", "1"), "", "`data.a`: `2` → `3`"},
	} {
		r := Of(&plan.Preview{Refreshed: map[string]*plan.State{urn: c.recorded},
			Steps: []plan.Step{{Resource: plan.ResourceOf(urn), Op: plan.OpUpdate, Old: c.live, New: c.wanted}}})
		for what, pair := range map[string][2]string{"drift": {strings.Join(r.Drift, ""), c.drift}, "updated": {strings.Join(r.Updated, ""), c.updated}} {
			if strings.Contains(pair[0], "data.") != (pair[1] != "") || !strings.Contains(pair[0], pair[1]) {
				t.Errorf("%s: %s is %q, not %q", name, what, pair[0], pair[1])
			}
		}
	}
}

// The verdict of any program.
func TestVerdict(t *testing.T) {
	bucket := func(op plan.Op) plan.Step {
		return plan.Step{Resource: plan.ResourceOf(prefix + "aws:s3/bucket:Bucket::data"), Op: op, Old: &plan.State{Custom: true}, New: &plan.State{Custom: true}, Replacing: []string{"name"}}
	}
	for want, r := range map[string]*Review{
		"Nothing changes.": of(),
		"1 to create.":     of(bucket(plan.OpCreate)),
		"1 to replace.":    of(bucket(plan.OpReplace)),
		"1 to delete and 1 to update. `web` restarts.": of(bucket(plan.OpDelete), workload(plan.OpUpdate, "Deployment", "web", one, two)),
	} {
		if r.Verdict != want {
			t.Errorf("%s, not %s", r.Verdict, want)
		}
	}
	if lost := of(bucket(plan.OpReplace)).Losses; len(lost) != 1 || !strings.Contains(lost[0], "`name`. **The data in it is lost.**") {
		t.Error(lost)
	}
	protected := bucket(plan.OpDelete)
	protected.Old.Protect = true
	if lost := of(protected).Losses; len(lost) != 1 || !strings.Contains(lost[0], "the update will refuse") {
		t.Error(lost)
	}
}

func TestPolicies(t *testing.T) {
	p := &plan.Preview{Policies: []plan.Policy{
		{URN: prefix + "a:b:C::d", Pack: "house", Name: "no-public", Level: "mandatory", Message: "is open"},
		{Pack: "house", Name: "tags", Level: "advisory", Message: "has no tag"},
	}, HasFailed: true, Failed: []string{prefix + "a:b:C::e"}}
	r := Of(p)
	if r.Level != Failure || len(r.Errors) != 2 || len(r.Warnings) != 1 || !strings.Contains(r.Errors[0], "`house/no-public`") || !strings.Contains(r.Errors[1], "`e` (`C`) failed") {
		t.Errorf("%+v", r)
	}
}
