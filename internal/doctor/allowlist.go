package doctor

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/toweryml"
)

const setList = "set tower.data-studio.allowed-workspaces in tower.yml to null for all workspaces, or to a list of IDs, " +
	"and restart backend and cron"

// allowList is the one that the Platform goes by: the variable beats tower.yml, and before 26.1 nobody may where neither says so.
func allowList(i *installation) []Finding {
	document := i.towerYml()
	read, err := toweryml.Read(document.text)
	switch {
	case errors.Is(err, toweryml.ErrTwice):
		return []Finding{problem(23, fmt.Sprintf("%v, in %s: the Platform reads only the last", err, document.where),
			"join the two, and restart backend and cron")}
	case err != nil:
		return []Finding{{Verdict: Unknown, Message: err.Error()}}
	}
	if v := i.value(i.backend, platform.AllowList); v.isSet {
		if v.isKnown && (strings.TrimSpace(v.text) == "" || !isList(v.text)) {
			return []Finding{nobody(v.text, platform.AllowList+" in "+v.where,
				"take it out for all workspaces, or let it be a list of IDs, and restart backend and cron")}
		}
		return nil
	}
	switch {
	case read.IsSet && !read.IsAll && (len(read.Workspaces) == 0 || !isList(strings.Join(read.Workspaces, ","))):
		return []Finding{nobody(strings.Join(read.Workspaces, ","), document.where, setList)}
	case !read.IsSet && platform.IsOlder(i.found.Version, allowedByDefault):
		return []Finding{problem(24,
			fmt.Sprintf("no workspace may use Studios: before Platform %s it is off unless tower.yml says otherwise, and it says nothing",
				allowedByDefault), setList)}
	}
	return nil
}

func isList(text string) bool {
	ids := rules.WithoutSpace(text)
	return ids != rules.AllWorkspaces && ids != rules.NoWorkspaces && len(rules.Workspaces.Check(nil, ids)) == 0
}

// off is what Seqera's installer for Terraform writes for no workspace.
const off = "-1"

func nobody(list, where, do string) Finding {
	if list = strings.TrimSpace(list); list == "" || list == off {
		return problem(25, fmt.Sprintf("no workspace may use Studios: the list in %s names none", where), do)
	}
	return problem(25, fmt.Sprintf("the list of workspaces in %s is %q, and has to be of IDs, which are numbers", where, list), do)
}

// towerYml is the document, empty where there is none.
func (i *installation) towerYml() value {
	from := i.configMap(i.found.TowerYml.ConfigMap)
	if from == nil {
		return value{}
	}
	key := i.found.TowerYml.Key
	return value{text: from.Data[key], where: quoted("ConfigMap", from.Metadata.Name) + from.Metadata.by(key)}
}
