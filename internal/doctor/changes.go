package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// always are the variables that this component sets in every installation. One that it no longer holds, somebody else has set since: the
// API server takes a field from whoever has applied it as soon as another gives it another value.
var always = []string{connectURL, dataExplorer, platform.Token}

func changes(i *installation) (all []Finding) {
	name := i.found.ConfigMap
	c := i.told.ConfigMap(name)
	if c == nil {
		return nil // all stands in a Secret, of which somebody else has to know
	}
	isOurs := slices.ContainsFunc(c.Managers, func(m platform.Manager) bool { return m.Name == platform.FieldManager })
	for _, variable := range always {
		if i.told.Effective(i.backend.as, variable).ConfigMap != name || !isOurs || c.Holds(platform.FieldManager, variable) {
			continue
		}
		all = append(all, warning(0, fmt.Sprintf("%s in ConfigMap %q is no longer what Studios has set%s", variable, name,
			i.configMap(name).Metadata.by(variable)), "run pulumi preview to see what becomes of it"))
	}
	if len(all) == 0 {
		return []Finding{{Verdict: Fine, Message: "last set: " + strings.Join(i.history(), "; ")}}
	}
	return all
}

// history is by whom, and when, the documents of the Platform were set last.
func (i *installation) history() (all []string) {
	for _, name := range []string{i.found.ConfigMap, i.found.TowerYml.ConfigMap} {
		c := i.configMap(name)
		if c == nil {
			continue
		}
		text := quoted("ConfigMap", name) + " by nobody known"
		if last := c.Metadata.changed(""); last != nil {
			text = fmt.Sprintf("%s by %s, %s", quoted("ConfigMap", name), last.Manager, stamp(last.Time))
		}
		all = append(all, text)
	}
	return all
}

// missingRights are all at once, as lines for a Role.
func missingRights(i *installation) []Finding {
	if len(i.Denied) == 0 {
		return nil
	}
	var all []rights.Rule
	for _, r := range i.Denied {
		at := slices.IndexFunc(all, func(rule rights.Rule) bool {
			return rule.Group == r.Group && rule.Resource == r.Resource && rule.Verbs[0] == r.Verb
		})
		if at < 0 {
			all, at = append(all, rights.Rule{Group: r.Group, Resource: r.Resource, Verbs: []string{r.Verb},
				For: "Look at what Studios reads."}), len(all)
		}
		if r.Name != "" {
			all[at].Names = append(all[at].Names, r.Name)
		}
	}
	return []Finding{{Verdict: Unknown, Message: fmt.Sprintf("%d rights are missing, and what they show was not looked at",
		len(i.Denied)),
		Do: "to have it looked at, add to a Role in the namespace:\n" + strings.TrimSpace(rights.YAML(all))}}
}
