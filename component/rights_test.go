package component_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// Whatever arguments declare, the Roles for the same settings allow: of a kind that they do not know, an update would stop half-way.
func TestRolesAllowWhatIsDeclared(t *testing.T) {
	for name, change := range cases {
		args := minimal()
		change(args)
		graph, settings := record(t, args), rights.Settings{}
		settings.Add("", graph["studios seqera-studios:index:Studios"].Revealed)
		deploy, preview := rights.Deploy.Rules(settings), rights.Preview.Rules(settings)
		for _, secret := range lookedAt(graph) {
			// The Secrets of images are not looked at where the Platform's own pods name them.
			isOfImages := secret == "cr.seqera.io" || slices.ContainsFunc(slices.Collect(maps.Keys(settings)), func(path string) bool {
				return strings.HasPrefix(path, "imagePullSecrets") && settings[path] == secret
			})
			if !isOfImages && !isAllowed(deploy, "", "secrets", secret, "get") {
				t.Errorf("%s: the Role deploy has no right to get Secret %s", name, secret)
			}
		}
		for key, declared := range graph {
			group, resource, isObject := objectOf(key)
			if !isObject {
				continue
			}
			metadata, _ := declared.Revealed["metadata"].(map[string]any)
			object, isNamed := metadata["name"].(string)
			if !isNamed {
				continue // the record, which the preflight's chart names
			}
			for _, verb := range []string{"get", "patch", "delete"} {
				if !isAllowed(deploy, group, resource, object, verb) {
					t.Errorf("%s: the Role deploy has no right to %s %s %s", name, verb, resource, object)
				}
			}
			if !isAllowed(deploy, group, resource, "", "create") {
				t.Errorf("%s: the Role deploy has no right to create %s", name, resource)
			}
			if resource != "secrets" && !isAllowed(preview, group, resource, object, "get") && !isAllowed(preview, group, resource, "", "list") {
				t.Errorf("%s: the Role preview has no right to look at %s %s", name, resource, object)
			}
		}
	}
}

// lookedAt are the Secrets that the preflight asks for.
func lookedAt(graph recorder.Graph) (all []string) {
	for _, declared := range graph {
		values, isChart := declared.Revealed["values"].(map[string]any)
		if !isChart {
			continue
		}
		secrets, _ := values["secrets"].([]any)
		for _, secret := range secrets {
			all = append(all, secret.(string))
		}
	}
	return all
}

// objectOf is what a resource of the graph is to the API server, if it is an object of Studios' own.
func objectOf(key string) (group, resource string, isObject bool) {
	_, token, _ := strings.Cut(key, " ")
	parts := strings.Split(token, ":")
	if parts[0] != "kubernetes" || strings.HasSuffix(token, "Patch") || strings.HasSuffix(token, "Chart") {
		return "", "", false
	}
	version, err := schema.ParseGroupVersion(strings.TrimPrefix(parts[1], "core/"))
	if err != nil {
		return "", "", false
	}
	plural, _ := meta.UnsafeGuessKindToResource(version.WithKind(parts[2]))
	return plural.Group, plural.Resource, true
}

func isAllowed(rules []rights.Rule, group, resource, name, verb string) bool {
	return slices.ContainsFunc(rules, func(r rights.Rule) bool {
		return r.Group == group && r.Resource == resource && slices.Contains(r.Verbs, verb) && (len(r.Names) == 0 || slices.Contains(r.Names, name))
	})
}
