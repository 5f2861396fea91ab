package rules

import (
	"strings"
	"testing"
)

// Kubernetes words these rules, and each names a good value. Only what we chose is checked here: which rule it is.
func TestNames(t *testing.T) {
	const yes, no = true, false
	for _, c := range []struct {
		value                                 string
		object, label, service, key, quantity bool
	}{
		{"connect-proxy", yes, yes, yes, yes, no},
		{"tower.yml", yes, no, no, yes, no},
		{"0-proxy", yes, yes, no, yes, no},
		{"Connect", no, no, no, yes, no},
		{"tower_yml", no, no, no, yes, no},
		{"with space", no, no, no, no, no},
		{"", no, no, no, no, no},
		{strings.Repeat("a", 64), yes, no, no, yes, no},
		{"64Mi", no, no, no, yes, yes},
		{"250m", yes, yes, no, yes, yes},
		{"0", yes, yes, no, yes, no},
		{"-1", no, no, no, yes, no},
		{"64 Mi", no, no, no, no, no},
	} {
		for name, r := range map[string]struct {
			rule Rule[string]
			good bool
		}{
			"object":        {ObjectName, c.object},
			"label":         {LabelName, c.label},
			"Service":       {ServiceName, c.service},
			"ConfigMap key": {ConfigMapKey, c.key},
			"quantity":      {Quantity, c.quantity},
		} {
			if got := found(r.rule.Check(at, c.value)); (got == "") != r.good {
				t.Errorf("%q as %s: want good %t, got %q", c.value, name, r.good, got)
			}
		}
	}
}

func TestMaps(t *testing.T) {
	const name = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
		"alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
		"'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
	const label = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must " +
		"start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for " +
		"validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
	const quantity = `must be a Kubernetes quantity above zero, such as "250m" or "64Mi"`
	for sentence, c := range map[string]struct {
		rule   Rule[map[string]string]
		values map[string]string
		want   []string
	}{
		"good labels": {Labels, map[string]string{"example.com/team": "genomics", "tier": ""}, nil},
		"bad labels, always in the same order": {
			Labels, map[string]string{"c d": "1", "a b": "1", "team": "x y"},
			[]string{
				`argument: Invalid value: "a b": ` + name,
				`argument: Invalid value: "c d": ` + name,
				`argument[team]: Invalid value: "x y": ` + label,
			},
		},
		"annotations with any value and capitals": {
			Annotations, map[string]string{"alb.ingress.kubernetes.io/actions.Redirect": `{"Type": "redirect"}`, "Example.com/a": " "}, nil,
		},
		"an annotation with a bad key": {
			Annotations, map[string]string{"a b": "1"}, []string{`argument: Invalid value: "a b": ` + name},
		},
		"good resources": {
			ResourceList, map[string]string{"cpu": "30m", "memory": "64Mi", "nvidia.com/gpu": "1", "hugepages-2Mi": "4Mi"}, nil,
		},
		"bad resources": {
			ResourceList, map[string]string{"cpu": "much", "memroy": "64Mi", "nvidia.com/gpu": "0"},
			[]string{
				`argument[cpu]: Invalid value: "much": ` + quantity,
				`argument: Invalid value: "memroy": must be "cpu", "memory", "ephemeral-storage", "hugepages-<size>" or have a ` +
					`domain, such as "nvidia.com/gpu"`,
				`argument[nvidia.com/gpu]: Invalid value: "0": ` + quantity,
			},
		},
	} {
		t.Run(sentence, func(t *testing.T) {
			if got, want := found(c.rule.Check(at, c.values)), strings.Join(c.want, "\n"); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}
