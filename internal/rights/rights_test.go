package rights_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// A Role that names other objects than those of the component allows nothing of use.
func TestUsualNamesAreTheDefaults(t *testing.T) {
	for path, name := range map[string]string{
		"oidc.secretName": rights.Usual.KeySecret, "oidc.tokenSecretName": rights.Usual.TokenSecret,
		"proxy.name": rights.Usual.Proxy, "server.name": rights.Usual.Server, "ingress.name": rights.Usual.Ingress,
	} {
		i := slices.IndexFunc(component.Arguments(), func(a component.Argument) bool { return a.Path == path })
		if i < 0 || component.Arguments()[i].Default != name {
			t.Errorf("%s is %q here", path, name)
		}
	}
}

// What a Role must not give, whatever else is in it.
func TestRolesAreNarrow(t *testing.T) {
	for _, role := range rights.Roles {
		for _, rule := range role.Rules(rights.Usual) {
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
		for i, rule := range role.Rules(rights.Usual) {
			got := manifest.Rules[i]
			if !slices.Equal(got.APIGroups, []string{rule.Group}) || !slices.Equal(got.Resources, []string{rule.Resource}) ||
				!slices.Equal(got.ResourceNames, rule.Names) || !slices.Equal(got.Verbs, rule.Verbs) {
				t.Errorf("%s: %v, not %v", role.Name, got, rule)
			}
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
