package rights

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// optional are objects of a kind that only a setting asks for.
type optional struct {
	setting, group, resource string
	names                    []string
}

func (s Settings) optional() (all []optional) {
	add := func(isWanted bool, setting, group, resource string, names ...string) {
		if isWanted {
			all = append(all, optional{setting, group, resource, names})
		}
	}
	const gatewayAPI = "gateway.networking.k8s.io"
	account, route := s["serviceAccount.name"], s.or("gateway.routeName", "connect")
	hasGateway := s["gateway.name"] != ""
	hasIngress := s.is("ingress.enabled") || s["ingress.enabled"] == "" && !hasGateway
	isGKE := s["ingress.controller"] == "gke" && hasIngress
	add(s["proxy.autoscaling.maxReplicas"] != "", "proxy.autoscaling", "autoscaling", "horizontalpodautoscalers", s.proxy())
	add(s.is("networkPolicy.enabled"), "networkPolicy", networking, "networkpolicies", s.proxy(), s.server())
	add(account != "" && s["serviceAccount.create"] != "false", "serviceAccount", "", "serviceaccounts", account)
	add(hasGateway, "gateway", gatewayAPI, "httproutes", route)
	add(hasGateway && s.is("ssh.enabled") && s["gateway.sshSectionName"] != "", "gateway.sshSectionName", gatewayAPI, "tcproutes", route)
	if group, resource := kindOf(s["gateway.policy"]); hasGateway && resource != "" {
		add(true, "gateway.policy", group, resource, route)
	}
	add(isGKE, "ingress.controller", "cloud.google.com", "backendconfigs", s.proxy())
	add(isGKE, "ingress.controller", "networking.gke.io", "frontendconfigs", s.proxy())
	return all
}

// kindOf is the kind of an object in YAML, as the API server calls it by convention.
func kindOf(object string) (group, resource string) {
	var of struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string
	}
	if err := yaml.Unmarshal([]byte(object), &of); err != nil || of.Kind == "" {
		return "", ""
	}
	resource = strings.ToLower(of.Kind)
	if stem, isY := strings.CutSuffix(resource, "y"); isY {
		return Kind{APIVersion: of.APIVersion}.Group(), stem + "ies"
	}
	return Kind{APIVersion: of.APIVersion}.Group(), resource + "s"
}

// looks are to see whether the objects are there.
func (o optional) looks() Rule {
	return Rule{Group: o.group, Resource: o.resource, Names: o.names, Verbs: []string{"get"}, For: o.why()}
}

// makes are for the whole life of the objects.
func (o optional) makes() []Rule {
	return []Rule{
		{Group: o.group, Resource: o.resource, Verbs: []string{"list", "watch", "create"}, For: o.why()},
		{Group: o.group, Resource: o.resource, Names: o.names, Verbs: []string{"get", "patch", "delete"}, For: o.why()},
	}
}

func (o optional) why() string { return "Studios' own, by the setting " + o.setting + "." }

// deployOptional is what updates need for settings that not every installation has.
func (s Settings) deployOptional() (rules []Rule) {
	for _, o := range s.optional() {
		rules = append(rules, o.makes()...)
	}
	if len(s.list("quotas.buckets")) > 0 || s["certificateAuthority.pem"] != "" {
		rules = append(rules, Rule{Resource: "configmaps", Verbs: []string{"delete"},
			For: "Studios' own, by the settings quotas and certificateAuthority. Its name ends in a hash of what is in it, so no name can limit this."})
	}
	if names := s.readSecrets(); len(names) > 0 {
		rules = append(rules, Rule{Resource: "secrets", Names: names, Verbs: []string{"get"}, For: "Look at Secrets that settings name."})
	}
	return append(rules, s.namespace()...)
}

// previewOptional is what previews need for the same.
func (s Settings) previewOptional() (rules []Rule) {
	for _, o := range s.optional() {
		rules = append(rules, o.looks())
	}
	return append(rules, s.namespace()...)
}

func (s Settings) namespace() []Rule {
	if !s.is("checkPodSecurity") {
		return nil
	}
	return []Rule{{Resource: "namespaces", Names: []string{s["namespace"]}, Verbs: []string{"get"}, For: "See what it demands of pods, by the setting checkPodSecurity."}}
}
