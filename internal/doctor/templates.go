package doctor

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// oldestShipped is the session client of the templates in Seqera's manifests from 25.1 to 26.1: however far behind the proxy, what
// they ship is no fault of whoever follows them.
const oldestShipped = "0.8"

var statuses = []string{platform.Recommended, platform.Deprecated, platform.Experimental}

// templatesOf are the parts of each template, as the backend gets them.
func (i *installation) templatesOf() map[string]map[string]value {
	all := map[string]map[string]value{}
	add := func(name string) {
		if key, part := platform.TemplateOf(name); key != "" {
			if all[key] == nil {
				all[key] = map[string]value{}
			}
			all[key][part] = i.value(i.backend, name)
		}
	}
	for _, v := range i.backend.as.Env {
		add(v.Name)
	}
	for _, s := range i.backend.as.EnvFrom {
		if c := i.configMap(s.ConfigMap); c != nil {
			for name := range c.Data {
				add(s.Prefix + name)
			}
		}
	}
	return all
}

func templates(i *installation) (all []Finding) {
	server := platform.Tag(i.proxy.container.Image)
	parts := i.templatesOf()
	for _, key := range slices.Sorted(maps.Keys(parts)) {
		tool, status, image := parts[key]["TOOL"], parts[key]["STATUS"], parts[key]["REPOSITORY"]
		client := platform.Client(image.text)
		name := platform.TemplatePrefix + key
		switch {
		case len(rules.TemplateKey.Check(nil, key)) > 0:
			all = append(all, problem(26, fmt.Sprintf("template %s has a key that the Platform does not take", key),
				"let it be "+rules.TemplateKey.Needs))
		case image.isUnseen():
		case image.text == "":
			all = append(all, problem(26, fmt.Sprintf("template %s has no image", key), "set "+name+"_REPOSITORY"))
		case tool.text == "" && !tool.isUnseen():
			all = append(all, problem(26, fmt.Sprintf("template %s has no tool, so the Platform takes it for a custom image", key),
				"set "+name+"_TOOL to jupyter, vscode, ride or xpra"))
		case status.isSet && status.isKnown && !slices.Contains(statuses, status.text):
			all = append(all, warning(26, fmt.Sprintf("template %s has the status %q, and is shown as unsupported", key, status.text),
				"set "+name+"_STATUS to recommended, deprecated or experimental"))
		case status.text == platform.Recommended && platform.IsTooFarBehind(client, server) && platform.IsOlder(client, oldestShipped):
			all = append(all, warning(26, fmt.Sprintf("template %s has the session client %s, which is too old for proxy and server %s",
				key, client, server), "take a newer image"))
		}
	}
	return all
}

// routing is of Jupyter, VS Code and R-IDE only.
func routing(i *installation) (all []Finding) {
	if !i.isPathRouted() {
		return nil
	}
	parts := i.templatesOf()
	for _, key := range slices.Sorted(maps.Keys(parts)) {
		if tool := parts[key]["TOOL"].text; !slices.Contains([]string{"jupyter", "vscode", "ride", "rstudio", ""}, tool) {
			all = append(all, warning(33, fmt.Sprintf("template %s is %s, which path routing does not lead to", key, tool),
				"take it out, or switch path routing off"))
		}
	}
	return all
}
