package component

import (
	"fmt"
	"slices"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// sourcesAreOne demands of each entry of an envFrom that it is either a ConfigMap or a Secret, and which.
func (p pods) sourcesAreOne(c *completion) {
	for i, source := range awaitInput[[]corev1.EnvFromSource](c.ctx, p.pod.ExtraEnvFrom).Value {
		configMap, secret := namesOf(source)
		if (configMap == "") == (secret == "") {
			path := c.paths[&p.pod.ExtraEnvFrom].Index(i)
			c.problems = append(c.problems, field.Required(path, "must have either a configMapRef or a secretRef, with its name"))
		}
	}
}

func namesOf(source corev1.EnvFromSource) (configMap, secret string) {
	if source.ConfigMapRef != nil {
		configMap = textOf(source.ConfigMapRef.Name)
	}
	if source.SecretRef != nil {
		secret = textOf(source.SecretRef.Name)
	}
	return configMap, secret
}

// source is an entry of an envFrom, with the variables that come from it as far as it is there.
type source struct {
	argument, kind, name string
	isOptional, isThere  bool
	variables            []string
	of                   pods
}

// sources are those of proxy and server.
func (g *graph) sources() (all []source) {
	for _, p := range []pods{g.proxyPods(g.ctx), g.serverPods(g.ctx)} {
		for i, from := range awaitInput[[]corev1.EnvFromSource](g.ctx, p.pod.ExtraEnvFrom).Value {
			configMap, secret := namesOf(from)
			s := source{argument: fmt.Sprintf("%s.pod.extraEnvFrom[%d]", p.group, i), kind: "ConfigMap", name: configMap, of: p}
			if secret != "" {
				s.kind, s.name = "Secret", secret
				s.isOptional = from.SecretRef.Optional != nil && *from.SecretRef.Optional
			} else {
				s.isOptional = from.ConfigMapRef != nil && from.ConfigMapRef.Optional != nil && *from.ConfigMapRef.Optional
			}
			keys, isThere := g.keysOf(s.kind, s.name)
			s.isThere = isThere
			for _, key := range keys {
				s.variables = append(s.variables, textOf(from.Prefix)+key)
			}
			all = append(all, s)
		}
	}
	return all
}

// keysOf are those of a ConfigMap or Secret that is there, as far as Secrets are looked at.
func (g *graph) keysOf(kind, name string) (keys []string, isThere bool) {
	if g.facts == nil {
		return nil, true
	}
	if configMap := g.facts.ConfigMap(name); kind == "ConfigMap" {
		if configMap == nil {
			return nil, false
		}
		return configMap.Keys, true
	}
	if secret := g.facts.Secret(name); secret != nil {
		return secret.Keys, true
	}
	return nil, g.facts.SecretsUnseen
}

// twoPolicies is what keeps the proxy from starting.
func (g *graph) twoPolicies() (problems field.ErrorList) {
	for _, s := range g.sources() {
		if len(g.Quotas.Buckets) > 0 && s.of.group == "proxy" && slices.Contains(s.variables, policyVariable) {
			problems = append(problems, field.Forbidden(field.NewPath("proxy", "pod", "extraEnvFrom"), fmt.Sprintf(
				"%s %q has %s, which excludes quotas.buckets: with two policies the proxy does not start", s.kind, s.name, policyVariable)))
		}
	}
	return problems
}

// policyVariable is another way to give the proxy its quotas.
const policyVariable = "CONNECT_POLICY_B64"

// sourceWarnings tell of what is missing, and of variables that arguments set: those win.
func (g *graph) sourceWarnings() (all []string) {
	for _, s := range g.sources() {
		if !s.isThere && !s.isOptional && s.kind == "ConfigMap" { // Secrets that are missing are told anyway
			all = append(all, fmt.Sprintf("%s: there is no ConfigMap %q in the namespace; make it, or the pods cannot start", s.argument, s.name))
		}
		for _, v := range s.of.variables {
			if slices.Contains(s.variables, v.name) {
				all = append(all, fmt.Sprintf("%s: %s of %s %q does nothing, for the argument %s sets it", s.argument, v.name, s.kind, s.name, v.argument))
			}
		}
	}
	return all
}
