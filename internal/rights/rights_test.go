package rights_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// A Role that names other objects than those of the component allows nothing of use.
func TestUsualNamesAreTheDefaults(t *testing.T) {
	ssh, gateway := rights.Settings{"ssh.enabled": "true"}, rights.Settings{"gateway.name": "public"}
	for path, besides := range map[string]rights.Settings{
		"oidc.secretName": {}, "oidc.tokenSecretName": {}, "proxy.name": {}, "server.name": {}, "ingress.name": {},
		"ssh.secretName": ssh, "ssh.service.name": ssh, "gateway.routeName": gateway,
	} {
		i := slices.IndexFunc(component.Arguments(), func(a component.Argument) bool { return a.Path == path })
		if i < 0 || !isNamed(besides, fmt.Sprint(component.Arguments()[i].Default)) {
			t.Errorf("the default of %s is not known here", path)
		}
		settings := maps.Clone(besides)
		settings[path] = "another"
		if !isNamed(settings, "another") {
			t.Errorf("another %s is not heeded", path)
		}
	}
}

func isNamed(settings rights.Settings, name string) bool {
	return slices.ContainsFunc(rights.Deploy.Rules(settings), func(r rights.Rule) bool { return slices.Contains(r.Names, name) })
}

// What a Role must not give, whatever else is in it.
func TestRolesAreNarrow(t *testing.T) {
	for _, role := range rights.Roles {
		for _, rule := range role.Rules(nil) {
			isWrite := slices.ContainsFunc(rule.Verbs, func(v string) bool { return !slices.Contains([]string{"get", "list", "watch"}, v) })
			switch {
			case rule.Resource == "namespaces" || rule.Resource == "*" || slices.Contains(rule.Verbs, "*"):
				t.Errorf("%s: %v is more than is needed", role.Name, rule)
			case rule.Resource == "secrets" && len(rule.Names) == 0 && !slices.Equal(rule.Verbs, []string{"create"}):
				t.Errorf("%s: %v is about the Platform's own Secrets too", role.Name, rule)
			case slices.Contains(rule.Verbs, "delete") && len(rule.Names) == 0:
				t.Errorf("%s: %v may delete what is the Platform's", role.Name, rule)
			case role.Name == "preview" && (isWrite || rule.Resource == "secrets"):
				t.Errorf("%s: %v", role.Name, rule)
			}
		}
	}
}

// The manifest is what Kubernetes makes of it, not how it is written.
func TestManifestHasTheRules(t *testing.T) {
	for _, role := range rights.Roles {
		var manifest struct {
			Kind  string
			Rules []struct {
				APIGroups     []string `yaml:"apiGroups"`
				Resources     []string
				ResourceNames []string `yaml:"resourceNames"`
				Verbs         []string
			}
		}
		documents := strings.Split(role.Manifest(), "\n---\n")
		if err := yaml.Unmarshal([]byte(documents[2]), &manifest); err != nil || manifest.Kind != "Role" {
			t.Fatalf("%s: %q, %v", role.Name, manifest.Kind, err)
		}
		for i, rule := range role.Rules(nil) {
			got := manifest.Rules[i]
			if !slices.Equal(got.APIGroups, []string{rule.Group}) || !slices.Equal(got.Resources, []string{rule.Resource}) ||
				!slices.Equal(got.ResourceNames, rule.Names) || !slices.Equal(got.Verbs, rule.Verbs) {
				t.Errorf("%s: %v, not %v", role.Name, got, rule)
			}
		}
	}
}

// What settings name and somebody else has made is looked at, and nothing else of the Platform's.
func TestRolesReadWhatIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		settings rights.Settings
		want     []string
	}{
		"nothing":            {rights.Settings{"imagePullSecrets[0]": "pull"}, nil},
		"of the Platform":    {rights.Settings{"oidc.existingKeySecret": "key", "oidc.existingTokenSecret.name": "token"}, []string{"key", "token"}},
		"of Redis":           {rights.Settings{"redis.existingPasswordSecret.name": "password", "redis.clientCertificate.secretName": "client"}, []string{"client", "password"}},
		"certificates":       {rights.Settings{"certificate.secretName": "c", "ingress.tlsSecretName": "b", "ingress.tlsSecretNames[1]": "a"}, []string{"a", "b", "c"}},
		"of SSH":             {rights.Settings{"ssh.enabled": "true", "ssh.existingKeySecret.name": "host"}, []string{"host"}},
		"of SSH that is off": {rights.Settings{"ssh.existingKeySecret.name": "host"}, nil},
	} {
		var got []string
		for _, rule := range rights.Deploy.Rules(c.settings) {
			if rule.Resource == "secrets" && slices.Equal(rule.Verbs, []string{"get"}) {
				got = append(got, rule.Names...)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}

func TestMissing(t *testing.T) {
	rules := []rights.Rule{
		{Resource: "pods", Verbs: []string{"list", "watch"}},
		{Resource: "secrets", Names: []string{"a", "b", "c"}, Verbs: []string{"get", "patch"}},
		{Group: "apps", Resource: "deployments", Verbs: []string{"get"}},
	}
	lacks := []rights.Right{
		{"", "pods", "watch", ""}, {"", "secrets", "patch", "a"}, {"", "secrets", "patch", "c"}, {"", "secrets", "get", "b"},
	}
	missing, err := rights.Missing(rules, func(r rights.Right) (bool, error) { return !slices.Contains(lacks, r), nil })
	want := "rules:\n" +
		"  # \n  - apiGroups: [\"\"]\n    resources: [pods]\n    verbs: [watch]\n" +
		"  # \n  - apiGroups: [\"\"]\n    resources: [secrets]\n    resourceNames: [a, c]\n    verbs: [patch]\n" +
		"  # \n  - apiGroups: [\"\"]\n    resources: [secrets]\n    resourceNames: [b]\n    verbs: [get]\n"
	if got := rights.YAML(missing); err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
	if _, err := rights.Missing(rules, func(rights.Right) (bool, error) { return true, errors.New("no answer") }); err == nil {
		t.Error("no answer is taken for one")
	}
}
