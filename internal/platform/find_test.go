package platform

import (
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	again := func(f *Facts) { // the Platform of a second release beside the first
		for _, d := range chart().Deployments {
			d.Name, d.Release = strings.Replace(d.Name, "seqera", "test", 1), "test"
			f.Deployments = append(f.Deployments, d)
		}
	}
	for name, c := range map[string]struct {
		facts *Facts
		given Given
		want  string
	}{
		"stock manifests": {stock(), Given{},
			"Platform 25.3 found: Deployments backend, cron; ConfigMap tower-backend-cfg; tower.yml in tower-yml/tower.yml"},
		"the chart": {chart(), Given{},
			"Platform 26.1 found: Deployments seqera-platform-backend, seqera-platform-cron; ConfigMap seqera-platform-shared-backend-cron; " +
				"tower.yml in seqera-platform-tower-yml/tower.yml"},
		"one release of two": {with(chart(), again), Given{Release: "test"},
			"Platform 26.1 found: Deployments test-platform-backend, test-platform-cron; ConfigMap seqera-platform-shared-backend-cron; " +
				"tower.yml in seqera-platform-tower-yml/tower.yml"},
		"the names of the manifests among others": {with(stock(), again), Given{},
			"Platform 25.3 found: Deployments backend, cron; ConfigMap tower-backend-cfg; tower.yml in tower-yml/tower.yml"},
		"other names": {with(stock(), func(f *Facts) { f.Deployments[0].Name, f.Deployments[1].Name = "api", "jobs" }), Given{},
			"Platform 25.3 found: Deployments api, jobs; ConfigMap tower-backend-cfg; tower.yml in tower-yml/tower.yml"},
		"a sidecar": {with(stock(), func(f *Facts) {
			f.Deployments[0].Containers = append([]Container{{Name: "proxy", Image: "envoy:1"}}, f.Deployments[0].Containers...)
		}), Given{}, "Platform 25.3 found: Deployments backend, cron; ConfigMap tower-backend-cfg; tower.yml in tower-yml/tower.yml"},
		"another application's backend": {with(stock(), func(f *Facts) {
			f.Deployments[0].Name = "tower-backend"
			f.Deployments = append(f.Deployments, Deployment{Name: "backend", Containers: []Container{{Name: "api", Image: "shop/backend:1"}}})
		}), Given{}, "Platform 25.3 found: Deployments tower-backend, cron; ConfigMap tower-backend-cfg; tower.yml in tower-yml/tower.yml"},
		"a ConfigMap that is read twice": {with(stock(), func(f *Facts) {
			f.Deployments[0].Containers[0].EnvFrom = append(f.Deployments[0].Containers[0].EnvFrom, Source{ConfigMap: "tower-backend-cfg"})
		}), Given{}, "Platform 25.3 found: Deployments backend, cron; ConfigMap tower-backend-cfg; tower.yml in tower-yml/tower.yml"},
		"tower.yml in a Secret": {with(stock(), func(f *Facts) {
			f.Deployments[0].Volumes = []Volume{{Name: "config-volume", Secret: "tower-yml"}}
		}), Given{}, "Platform 25.3 found: Deployments backend, cron; ConfigMap tower-backend-cfg; no tower.yml in a ConfigMap"},
		"tower.yml under another key": {with(stock(), func(f *Facts) {
			for i := range 2 {
				f.Deployments[i].Volumes[0].Items = []Item{{"document", "tower.yml"}}
			}
			f.ConfigMaps[1].Keys = []string{"document"}
		}), Given{}, "Platform 25.3 found: Deployments backend, cron; ConfigMap tower-backend-cfg; tower.yml in tower-yml/document"},
		"several ConfigMaps that both read": {with(stock(), func(f *Facts) {
			f.ConfigMaps = append(f.ConfigMaps, ConfigMap{Name: "extra"})
			for i := range 2 {
				f.Deployments[i].Containers[0].EnvFrom = append(f.Deployments[i].Containers[0].EnvFrom, Source{ConfigMap: "extra"})
			}
		}), Given{}, "Platform 25.3 found: Deployments backend, cron; ConfigMap tower-backend-cfg; tower.yml in tower-yml/tower.yml"},
		"a version by digest": {with(stock(), func(f *Facts) {
			f.Deployments[0].Containers[0].Image = "registry.example.com:5000/backend@sha256:0123"
		}), Given{Version: "v25.2.3"},
			"Platform 25.2 found: Deployments backend, cron; ConfigMap tower-backend-cfg; tower.yml in tower-yml/tower.yml"},
		"a version that is newer": {stock(), Given{Version: "27.1"},
			"Platform 27.1 found: Deployments backend, cron; ConfigMap tower-backend-cfg; tower.yml in tower-yml/tower.yml; " +
				"that version is not known here, so what belongs to 26.2 is taken"},
	} {
		t.Run(name, func(t *testing.T) {
			found, problems := c.facts.Find(c.given)
			if len(problems) > 0 {
				t.Fatal(problems.ToAggregate())
			}
			if got := found.String(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestNotFound(t *testing.T) {
	for name, c := range map[string]struct {
		facts *Facts
		given Given
		want  []string
	}{
		"nothing": {&Facts{}, Given{}, []string{"namespace: Forbidden: has no Deployments"}},
		"another application": {with(stock(), func(f *Facts) { f.Deployments = f.Deployments[2:] }), Given{}, []string{
			"platform.backend.deployment: Required value: no Deployment runs the Platform's backend", "\n      platform.backend.deployment: \"frontend\"",
			"platform.cron.deployment: Required value",
		}},
		"two Platforms": {with(chart(), func(f *Facts) {
			for _, d := range chart().Deployments {
				d.Name = "other-" + d.Name
				f.Deployments = append(f.Deployments, d)
			}
		}), Given{}, []string{
			"platform.backend.deployment: Required value: several Deployments run the Platform's backend; give one of them:\n" +
				"      platform.backend.deployment: \"other-seqera-platform-backend\"\n      platform.backend.deployment: \"seqera-platform-backend\"",
		}},
		"another release": {chart(), Given{Release: "test"}, []string{
			`platform.release: Not found: "test": has no Deployment that runs the Platform's backend; releases with Deployments here: seqera`,
		}},
		"one Deployment for both": {stock(), Given{Cron: Workload{Deployment: "backend"}}, []string{
			`platform.cron.deployment: Invalid value: "backend": must be another than platform.backend.deployment`,
		}},
		"a container that is not there": {stock(), Given{Backend: Workload{Container: "api"}}, []string{
			`platform.backend.container: Not found: "api": must be a container of Deployment "backend"; it has: backend`,
		}},
		"no common ConfigMap": {with(stock(), func(f *Facts) { f.Deployments[1].Containers[0].EnvFrom = []Source{{ConfigMap: "other"}} }), Given{}, []string{
			"platform.configMap: Required value: backend and cron must read one ConfigMap both", "backend reads: tower-backend-cfg; cron reads: other",
		}},
		"a prefix": {with(stock(), func(f *Facts) { f.Deployments[1].Containers[0].EnvFrom[0].Prefix = "X_" }), Given{}, []string{
			"platform.configMap: Required value", "cron reads: none",
		}},
		"a ConfigMap that is not there": {stock(), Given{ConfigMap: "other"}, []string{
			`platform.configMap: Not found: "other"`, "they read: tower-backend-cfg; there are: tower-backend-cfg, tower-yml",
		}},
		"no tower.yml": {with(stock(), func(f *Facts) { f.Deployments[0].Containers[0].Mounts = nil }), Given{}, []string{
			`platform.towerYmlConfigMap: Required value: container "backend" of Deployment "backend" mounts no key of a ConfigMap at /tower.yml`,
		}},
		"two documents": {with(stock(), func(f *Facts) { f.Deployments[1].Volumes[0].ConfigMap = "other" }), Given{}, []string{
			"platform.towerYmlConfigMap: Required value: backend has tower-yml/tower.yml at /tower.yml, and cron other/tower.yml",
		}},
		"too old": {stock(), Given{Version: "24.2"}, []string{
			`platform.version: Invalid value: "24.2": is too old: its Studios listens on other ports`, "needs Seqera Platform 25.1 or later",
		}},
		"no version": {with(stock(), func(f *Facts) { f.Deployments[0].Containers[0].Image = "backend:latest" }), Given{}, []string{
			`platform.version: Required value: the backend's image "backend:latest" does not tell`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			found, problems := c.facts.Find(c.given)
			var text strings.Builder
			if found != nil && found.NoTowerYml != nil {
				text.WriteString(found.NoTowerYml.Error())
			}
			for _, problem := range problems {
				text.WriteString(problem.Error() + "\n")
			}
			for _, want := range c.want {
				if !strings.Contains(text.String(), want) {
					t.Errorf("nothing says %s in\n%s", want, text.String())
				}
			}
		})
	}
}
