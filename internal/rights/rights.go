// Package rights holds what Studios asks of the API server, and so what whoever previews or installs it has to be allowed. The
// Roles in deploy/rbac are written from it, and cmd/rights tells by it what somebody lacks.
package rights

import "slices"

// Rule allows verbs on one resource in the namespace of the Platform, on the objects named or on all.
type Rule struct {
	Group, Resource string
	Names           []string
	Verbs           []string
	// For tells what it is for.
	For string
}

// Role is somebody who runs Pulumi.
type Role struct {
	Name, Does string
	Rules      func(Settings) []Rule
}

// Preview looks at no Secret: it is for a run with SEQERA_STUDIOS_BLIND_PREVIEW. Deploy is for everything else.
var (
	Preview = Role{"preview", "Previews, as in pull requests, with SEQERA_STUDIOS_BLIND_PREVIEW=true. Nothing is written, and no Secret is read.", preview}
	Deploy  = Role{"deploy", "Previews, updates and the end of Studios.", deploy}
)

// Roles are all.
var Roles = []Role{Preview, Deploy}

const (
	apps       = "apps"
	networking = "networking.k8s.io"
	policy     = "policy"

	find   = "Find the Platform, and what stands in the way."
	create = "Make Studios' own, which no name can limit."
	own    = "Studios' own."
	await  = "See rollouts come to an end, and objects go."
)

func preview(s Settings) []Rule {
	return append([]Rule{
		{Resource: "configmaps", Verbs: []string{"get", "list"}, For: find + " What a ConfigMap holds can be read: see docs/least-privilege.md."},
		{Resource: "services", Verbs: []string{"list"}, For: find},
		{Group: apps, Resource: "deployments", Verbs: []string{"list"}, For: find},
		{Group: apps, Resource: "statefulsets", Verbs: []string{"get"}, For: find},
		{Group: networking, Resource: "ingresses", Verbs: []string{"list"}, For: find},
		{Group: policy, Resource: "poddisruptionbudgets", Verbs: []string{"get"}, For: find},
	}, s.previewOptional()...)
}

// record is platform.Record of the component.
const record = "seqera-studios"

func deploy(s Settings) []Rule {
	watched, written := []string{"get", "list", "watch"}, []string{"patch", "delete"}
	rules := []Rule{
		{Resource: "configmaps", Verbs: append(slices.Clone(watched), "patch"), For: find + " Set the Platform's variables and tower.yml."},
		{Resource: "services", Verbs: watched, For: find},
		{Group: apps, Resource: "deployments", Verbs: append(slices.Clone(watched), "patch"), For: find + " Give backend and cron the key, and restart them."},
		{Group: apps, Resource: "statefulsets", Verbs: watched, For: find},
		{Group: networking, Resource: "ingresses", Verbs: watched, For: find},
		{Group: policy, Resource: "poddisruptionbudgets", Verbs: watched, For: await},
	}
	for _, kind := range Awaited {
		if kind.Resource != "statefulsets" {
			rules = append(rules, Rule{Group: kind.Group(), Resource: kind.Resource, Verbs: []string{"list", "watch"}, For: await})
		}
	}
	for _, group := range []struct {
		group     string
		resources []string
	}{{"", []string{"configmaps", "services", "secrets"}}, {apps, []string{"deployments", "statefulsets"}}, {networking, []string{"ingresses"}}, {policy, []string{"poddisruptionbudgets"}}} {
		for _, resource := range group.resources {
			rules = append(rules, Rule{Group: group.group, Resource: resource, Verbs: []string{"create"}, For: create})
		}
	}
	rules = append(rules,
		Rule{Resource: "configmaps", Names: []string{record}, Verbs: []string{"delete"}, For: own},
		Rule{Resource: "services", Names: s.ownServices(), Verbs: written, For: own},
		Rule{Resource: "secrets", Names: s.OwnSecrets(), Verbs: append([]string{"get"}, written...),
			For: own + " For others than the default names: the settings oidc.secretName and oidc.tokenSecretName."},
		Rule{Group: apps, Resource: "deployments", Names: []string{s.proxy()}, Verbs: []string{"delete"}, For: own},
		Rule{Group: apps, Resource: "statefulsets", Names: []string{s.server()}, Verbs: written, For: own},
		Rule{Group: networking, Resource: "ingresses", Names: []string{s.ingress()}, Verbs: written, For: own},
		Rule{Group: policy, Resource: "poddisruptionbudgets", Names: []string{s.proxy(), s.server()}, Verbs: written, For: own},
	)
	return append(rules, s.deployOptional()...)
}

// Right is one of a rule's.
type Right struct{ Group, Resource, Verb, Name string }

// Missing is what of the rules is not allowed.
func Missing(rules []Rule, isAllowed func(Right) (bool, error)) ([]Rule, error) {
	var missing []Rule
	for _, rule := range rules {
		lacks := map[string][]string{} // verbs by name
		for _, name := range rule.names() {
			for _, verb := range rule.Verbs {
				allowed, err := isAllowed(Right{rule.Group, rule.Resource, verb, name})
				if err != nil {
					return nil, err
				}
				if !allowed {
					lacks[name] = append(lacks[name], verb)
				}
			}
		}
		missing = append(missing, rule.only(lacks)...)
	}
	return missing, nil
}

// names are one empty name for all objects.
func (r Rule) names() []string {
	if len(r.Names) == 0 {
		return []string{""}
	}
	return r.Names
}

// only has a rule for all names that lack the same verbs.
func (r Rule) only(lacks map[string][]string) (rules []Rule) {
	for _, name := range r.names() {
		verbs := lacks[name]
		if len(verbs) == 0 {
			continue
		}
		i := slices.IndexFunc(rules, func(other Rule) bool { return slices.Equal(other.Verbs, verbs) })
		if i < 0 {
			rules, i = append(rules, Rule{Group: r.Group, Resource: r.Resource, Verbs: verbs, For: r.For}), len(rules)
		}
		if name != "" {
			rules[i].Names = append(rules[i].Names, name)
		}
	}
	return rules
}
