package doctor

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// changes finds what somebody else has set last of what this component applies. Who has set what is told of other installations too.
func changes(i *installation) []Finding {
	if i.configMap(platform.Record) == nil {
		return []Finding{{Verdict: Fine, Message: "last set: " + strings.Join(i.history(), "; ")}}
	}
	c := i.configMap(i.found.ConfigMap)
	by := map[string][]string{}
	for _, m := range c.Metadata.ManagedFields {
		data, _ := m.FieldsV1["f:data"].(map[string]any)
		for field := range data {
			name := strings.TrimPrefix(field, "f:")
			last := c.Metadata.holder(name)
			if m.Manager == platform.FieldManager && m.Operation == "Apply" && last.Manager != m.Manager {
				who := fmt.Sprintf("%s, %s", last.Manager, stamp(last.Time))
				by[who] = append(by[who], name)
			}
		}
	}
	var all []Finding
	for _, who := range slices.Sorted(maps.Keys(by)) {
		slices.Sort(by[who])
		all = append(all, warning(0, fmt.Sprintf("%s in ConfigMap %q was set by %s, after Studios", strings.Join(by[who], ", "),
			c.Metadata.Name, who), "run pulumi up --refresh to see what becomes of it"))
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
