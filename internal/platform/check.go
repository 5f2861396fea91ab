package platform

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// check holds what Studios is going to do against the Platform that was found.
type check struct {
	*search
	found *Found
	want  Wanted
}

// Check tells all that stands in the way of Studios.
func (f *Facts) Check(found *Found, want Wanted) field.ErrorList {
	c := &check{&search{Facts: f}, found, want}
	c.canBeSet()
	c.serverURL()
	c.signingKey()
	c.token()
	c.authority()
	c.allowList()
	for _, role := range []string{Cron, Backend} {
		c.variablesOf(role)
	}
	c.appliedByOthers()
	c.keysAreThere()
	c.servicesSelectNone()
	c.namesAreFree()
	c.ingress()
	return c.problems
}

func (c *check) workload(role string) (*Deployment, *Container) {
	of := c.found.Backend
	if role == Cron {
		of = c.found.Cron
	}
	deployment := c.Deployment(of.Deployment)
	return deployment, deployment.Container(of.Container)
}

// canBeSet finds what takes no settings, or never hands them on.
func (c *check) canBeSet() {
	if c.ConfigMap(c.found.ConfigMap).Immutable {
		c.problem(field.ErrorTypeInvalid, "platform.configMap", c.found.ConfigMap, immutable)
	}
	if c.found.ConfigMap == c.found.TowerYml.ConfigMap {
		c.problem(field.ErrorTypeInvalid, "platform.towerYmlConfigMap", c.found.TowerYml.ConfigMap, "must be another than platform.configMap: each is patched by itself")
	}
	for _, role := range []string{Cron, Backend} {
		deployment, container := c.workload(role)
		if deployment.Paused {
			c.problem(field.ErrorTypeInvalid, "platform."+role+".deployment", deployment.Name,
				"is paused, so its pods would never read the settings; run: kubectl rollout resume deployment/%s", deployment.Name)
		}
		if !container.reads(c.found.ConfigMap) {
			c.problem(field.ErrorTypeInvalid, "platform.configMap", c.found.ConfigMap,
				"must be read through envFrom by container %q of Deployment %q, or the Studios settings never reach it; it reads: %s",
				container.Name, deployment.Name, list(container.configMaps()))
		}
	}
}

func (c *check) serverURL() {
	_, backend := c.workload(Backend)
	is := c.Effective(backend, serverURL)
	if c.want.PlatformURL == "" || is.Where != "" && !is.IsKnown {
		return
	}
	if plain := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(is.Value), "/"), ":443"); plain != strings.ToLower(c.want.PlatformURL) {
		c.problem(field.ErrorTypeInvalid, "platformUrl", c.want.PlatformURL, "must equal the Platform's own TOWER_SERVER_URL, which is %q", is.Value)
	}
}

// allowList finds a list of workspaces that would beat ours.
func (c *check) allowList() {
	if c.want.AllowedIn == InEnvironment && c.want.AllowsAll && !c.found.Release.AllowListInEnvironment {
		c.problem(field.ErrorTypeInvalid, "allowedWorkspacesIn", InEnvironment, "cannot allow all workspaces before Platform 26.1: give their IDs, or:%s",
			lines("allowedWorkspacesIn", []string{InTowerYml}))
	}
	if _, isSet := c.want.Variables[AllowList]; isSet || c.want.AllowedIn == InPlatform {
		return
	}
	for _, role := range []string{Cron, Backend} {
		deployment, container := c.workload(role)
		is := c.Effective(container, AllowList)
		if is.Where == "" || is.ConfigMap == c.found.ConfigMap && c.ConfigMap(is.ConfigMap).Holds(FieldManager, AllowList) {
			continue
		}
		c.problem(field.ErrorTypeForbidden, "allowedWorkspaces", nil, "container %q of Deployment %q has %s from %s, which beats what is wanted here: "+
			"take it out there, or leave the list to it:%s", container.Name, deployment.Name, AllowList, is.Where,
			lines("allowedWorkspacesIn", []string{InPlatform}))
	}
}

// variablesOf finds what a container would get instead of Studios' settings.
func (c *check) variablesOf(role string) {
	deployment, container := c.workload(role)
	for _, name := range slices.Sorted(maps.Keys(c.want.Variables)) {
		by, isBeaten := c.beaten(container, name, c.found.ConfigMap)
		want := c.want.Variables[name]
		isTold := role == Backend && name == Token && by.Secret != "" // by token
		if !isBeaten || isTold || want.Known && by.IsKnown && by.Value == want.Text {
			continue
		}
		c.problem(field.ErrorTypeForbidden, "platform."+role, nil, "container %q of Deployment %q has %s from %s, which beats ConfigMap %q: take it out there",
			container.Name, deployment.Name, name, by.Where, c.found.ConfigMap)
	}
}

// appliedByOthers finds what a manager that applies holds with another value. It is told of every conflict, or takes its value
// back at every sync, so force would only begin a fight.
func (c *check) appliedByOthers() {
	configMap := c.ConfigMap(c.found.ConfigMap)
	for _, manager := range configMap.Managers {
		if manager.Operation != applies || isOurs(manager.Name) {
			continue
		}
		var write []string
		for _, name := range manager.Data {
			want, isOurs := c.want.Variables[name]
			is := configMap.Values[name]
			if !isOurs || want.Known && (is == want.Text || name == Token && is == Hash(want.Text)) {
				continue
			}
			line := fmt.Sprintf("\n      %s: %q", name, want.Text)
			if name == Token || !want.Known {
				line = fmt.Sprintf("\n      %s (take it out)", name)
			}
			write = append(write, line)
		}
		slices.Sort(write)
		if len(write) > 0 {
			c.problem(field.ErrorTypeForbidden, "platform.configMap", nil, "%q applies ConfigMap %q with other values than Studios needs, and would put them back; "+
				"take these out of its manifests, or write there:%s", manager.Name, configMap.Name, strings.Join(write, ""))
		}
	}
}

// keysAreThere finds Secrets and ConfigMaps without a key that pods would look for. One that is missing whole may still be made
// by the same program, and is warned of.
func (c *check) keysAreThere() {
	for _, argument := range slices.Sorted(maps.Keys(c.want.Existing)) {
		want := c.want.Existing[argument]
		if secret := c.Secret(want.Name); secret != nil && want.Key != "" && !slices.Contains(secret.Keys, want.Key) {
			c.problem(field.ErrorTypeNotFound, argument, want.Key, "must be a key of Secret %q; it has: %s", want.Name, list(secret.Keys))
		}
	}
	for _, argument := range slices.Sorted(maps.Keys(c.want.Mounted)) {
		want := c.want.Mounted[argument]
		if configMap := c.ConfigMap(want.Name); configMap != nil && want.Key != "" && !slices.Contains(configMap.Keys, want.Key) {
			c.problem(field.ErrorTypeNotFound, argument, want.Key, "must be a key of ConfigMap %q, as text; it has: %s", want.Name, list(configMap.Keys))
		}
	}
}

// servicesSelectNone keeps the Platform's traffic from Studios' pods. A Service that asks for them by their own name means it.
func (c *check) servicesSelectNone() {
	for _, service := range c.Services {
		for _, group := range slices.Sorted(maps.Keys(c.want.Pods)) {
			labels := c.want.Pods[group]
			selects := len(service.Selector) > 0 && !slices.Contains(c.want.Owners, service.Owner) && !service.isForStudios()
			for key, value := range service.Selector {
				selects = selects && labels[key] == value
			}
			if selects {
				c.problem(field.ErrorTypeForbidden, group+".podLabels", nil, "Service %q selects pods with these labels, and would send its traffic to them: "+
					"take one of %s out", service.Name, list(slices.Sorted(maps.Keys(service.Selector))))
			}
		}
	}
}

// namesAreFree finds objects that Studios would overwrite.
func (c *check) namesAreFree() {
	for _, planned := range c.want.Objects {
		live := one(c.Objects, func(o Object) bool { return o.Kind == planned.Kind && o.Name == planned.Name })
		switch {
		case live == nil || slices.Contains(c.want.Owners, live.Owner):
		case live.Owner == "":
			c.problem(field.ErrorTypeDuplicate, planned.Argument, planned.Name, "a %s of that name exists already and was not created by this program; "+
				"delete it or choose another name", planned.Kind)
		default:
			c.problem(field.ErrorTypeDuplicate, planned.Argument, planned.Name, "a %s of that name exists already and belongs to the Studios of %q "+
				"(give this one an alias if it is the same); delete it or choose another name", planned.Kind, live.Owner)
		}
	}
}

// ingress is there where it is named, and is no matter of choice where it is not.
func (c *check) ingress() {
	const path = "ingress.copyFrom"
	if name := c.want.CopyFrom; name != "" && c.Ingress(name) == nil {
		c.problem(field.ErrorTypeNotFound, path, name, "must be an Ingress in the namespace of the Platform; there are: %s", names(c.Ingresses))
	}
	if len(c.want.Ingresses) > 1 {
		c.problem(field.ErrorTypeRequired, path, nil, "several Ingresses serve the Platform, and they differ; give the one to copy from, or ingress.className:%s",
			lines(path, c.want.Ingresses))
	}
}
