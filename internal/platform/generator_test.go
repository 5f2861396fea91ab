package platform

import (
	"slices"
	"strconv"
)

// dice draws from the bytes of a fuzz target; when they are used up, everything is the first of its kind.
type dice []byte

func (d *dice) roll(sides int) int {
	if len(*d) == 0 {
		return 0
	}
	first := (*d)[0]
	*d = (*d)[1:]
	return int(first) % sides
}

func (d *dice) one(of ...string) string { return of[d.roll(len(of))] }

func (d *dice) isOdd() bool { return d.roll(4) == 3 }

// The words meet each other often enough for names to match, and not always.
var (
	deployments = []string{"backend", "cron", "tower-backend", "tower-cron", "web", "ünï", ""}
	containers  = []string{"backend", "cron", "web", "sidecar"}
	configMaps  = []string{"tower-backend-cfg", "tower-yml", "environment", "other", ""}
	keys        = []string{"tower.yml", "document.yml", serverURL, environments, Token, PemPath, AllowList, Authority, "oidc.pem"}
	values      = []string{"", "prod,redis,ha", "prod,redis,cron", "https://platform.example.com", "http://[::1", "/data/certs/oidc.pem", "$(HOME)", "\x00", "[1]"}
	images      = []string{
		"cr.seqera.io/enterprise/platform/backend:v25.3.6", "registry.example.com/backend@sha256:00", "backend", "backend:v26.1.3", "backend:v999999999999999999999.1",
		"cr.seqera.io/enterprise/platform/frontend:v25.3.6", "", ":", "@", "backend:latest", "backend:v1", "/",
	}
	paths = []string{TowerYmlPath, "/data/certs", "/", "", "/etc/tower.yml", "/data/certs/oidc.pem"}
)

// drawnFrom is a Platform, what a user says of it and what Studios wants of it. The shape is what it begins with, so that bytes need
// not happen to make a whole one.
func drawnFrom(drawn []byte, shape uint8) (*Facts, Given, Wanted) {
	d, f := dice(drawn), &Facts{}
	switch shape % 4 {
	case 1, 2:
		f = stock()
	case 3:
		f = chart()
	}
	for range d.roll(4) {
		f.Deployments = append(f.Deployments, d.deployment())
	}
	for range d.roll(4) {
		name := d.one(configMaps...)
		f.ConfigMaps = append(f.ConfigMaps, ConfigMap{Name: name, Version: "1", Immutable: d.isOdd(), Keys: d.some(keys), Values: d.valuesByKey(), Managers: []Manager{
			{Name: d.one(FieldManager, "helm", "argocd"), Operation: d.one("Apply", "Update", ""), Data: d.some(keys)},
		}})
	}
	for range d.roll(3) {
		f.Secrets = append(f.Secrets, Secret{Name: d.one(configMaps...), Keys: d.some(keys), Hashes: d.valuesByKey()})
		f.Services = append(f.Services, Service{Name: d.one(deployments...), Selector: d.valuesByKey(), Owner: d.one("", "p/s/studios")})
		f.Ingresses = append(f.Ingresses, Ingress{Name: d.one(deployments...), Class: d.one("", "alb"), Hosts: d.some(values), Services: d.some(deployments)})
		f.Objects = append(f.Objects, Object{Kind: d.one("Deployment", "ConfigMap", ""), Name: d.one(deployments...), Owner: d.one("", "p/s/studios"), Images: d.some(images)})
	}
	d.bend(f)
	distinct(f)
	return f, d.given(), d.wanted()
}

// bend changes something of a Platform that was whole.
func (d *dice) bend(f *Facts) {
	for range d.roll(4) {
		if len(f.Deployments) == 0 {
			return
		}
		of := &f.Deployments[d.roll(len(f.Deployments))]
		switch d.roll(5) {
		case 0:
			*of = d.deployment()
		case 1:
			of.Containers = append(of.Containers, d.container())
		case 2:
			of.Containers, of.Volumes = nil, d.volumes()
		case 3:
			of.Paused, of.Release = true, d.one("", "seqera", "other")
		case 4:
			f.Deployments = slices.Clone(f.Deployments[1:])
		}
	}
}

// distinct leaves one object of each name, as a cluster does.
func distinct(f *Facts) {
	f.Deployments = byName(f.Deployments, func(d Deployment) string { return d.Name })
	f.ConfigMaps = byName(f.ConfigMaps, func(c ConfigMap) string { return c.Name })
	f.Secrets = byName(f.Secrets, func(s Secret) string { return s.Name })
	f.Services = byName(f.Services, func(s Service) string { return s.Name })
	f.Ingresses = byName(f.Ingresses, func(i Ingress) string { return i.Name })
	f.Objects = byName(f.Objects, func(o Object) string { return o.Kind + "/" + o.Name })
	for i := range f.Deployments {
		f.Deployments[i].Containers = byName(f.Deployments[i].Containers, func(c Container) string { return c.Name })
	}
}

func byName[T any](all []T, name func(T) string) (left []T) {
	seen := map[string]bool{}
	for _, each := range all {
		if !seen[name(each)] {
			seen[name(each)] = true
			left = append(left, each)
		}
	}
	return left
}

func (d *dice) some(of []string) (all []string) {
	for range d.roll(4) {
		all = append(all, d.one(of...))
	}
	return all
}

func (d *dice) valuesByKey() map[string]string {
	all := map[string]string{}
	for _, key := range d.some(keys) {
		all[key] = d.one(values...)
	}
	return all
}

func (d *dice) deployment() Deployment {
	of := Deployment{Name: d.one(deployments...), Version: strconv.Itoa(d.roll(9)), Release: d.one("", "seqera", "other"), Paused: d.isOdd(), Volumes: d.volumes()}
	for range d.roll(4) {
		of.Containers = append(of.Containers, d.container())
	}
	return of
}

func (d *dice) volumes() (all []Volume) {
	for range d.roll(3) {
		volume := Volume{Name: d.one("config-volume", "other", ""), ConfigMap: d.one(configMaps...), Secret: d.one("", "", "other")}
		for range d.roll(2) {
			volume.Items = append(volume.Items, Item{Key: d.one(keys...), Path: d.one("tower.yml", "x", "")})
		}
		all = append(all, volume)
	}
	return all
}

func (d *dice) container() Container {
	of := Container{Name: d.one(containers...), Image: d.one(images...)}
	for range d.roll(4) {
		of.Env = append(of.Env, Variable{Name: d.one(keys...), Value: d.one(values...), IsReference: d.isOdd(), Secret: d.one("", "", "other"), Key: d.one("", "x")})
	}
	for range d.roll(3) {
		of.EnvFrom = append(of.EnvFrom, Source{Prefix: d.one("", "", "TOWER_"), ConfigMap: d.one(configMaps...), Secret: d.one("", "", "other")})
		of.Mounts = append(of.Mounts, Mount{Volume: d.one("config-volume", "other", ""), Path: d.one(paths...), SubPath: d.one("", "tower.yml", "..")})
	}
	return of
}

// given says nothing of most.
func (d *dice) given() (g Given) {
	for range d.roll(4) {
		switch d.roll(6) {
		case 0:
			g.Release = d.one("seqera", "other")
		case 1:
			g.Version = d.one("25.3", "26.1.3", "v1", "x")
		case 2:
			g.ConfigMap = d.one(configMaps...)
		case 3:
			g.TowerYml = Document{d.one(configMaps...), d.one("", "tower.yml", "document.yml")}
		case 4:
			g.Backend = Workload{d.one(deployments...), d.one("", "backend", "web")}
		case 5:
			g.Cron = Workload{d.one(deployments...), d.one("", "backend", "cron")}
		}
	}
	return g
}

func (d *dice) wanted() Wanted {
	w := wanted()
	w.Variables = map[string]Value{}
	for _, key := range d.some(keys) {
		w.Variables[key] = Value{d.one(values...), !d.isOdd()}
	}
	w.AllowedIn, w.AllowsAll = d.one(InTowerYml, InEnvironment, InPlatform), d.isOdd()
	w.CopyFrom, w.Ingresses = d.one("", "front-ingress", "other"), d.some(deployments)
	w.Owners = []string{"p/s/studios"}
	w.KeySecret, w.TokenSecret = d.one("", "other", "tower-yml"), SecretKey{d.one("", "other"), d.one("", "x")}
	w.AuthorityFile = d.one("", "/data/ca/ca.crt")
	return w
}
