package platform

import (
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Given is what the user says of the Platform. What is left out is found.
type Given struct {
	Release       string // of Helm
	Version       string // of the Platform
	ConfigMap     string
	TowerYml      Document
	Backend, Cron Workload
}

// Workload names a Deployment and the container in it that runs the Platform.
type Workload struct{ Deployment, Container string }

// Document is where tower.yml stands.
type Document struct{ ConfigMap, Key string }

// Found is the Platform.
type Found struct {
	Backend, Cron Workload
	ConfigMap     string // that both read
	TowerYml      Document
	Version       string  // the minor one
	Exact         string  // as far as it is told
	Release       Release // the row of the table that is taken for the version
	// NoTowerYml is why there is no document to edit, where there is none.
	NoTowerYml *field.Error
}

// Roles of the Platform's two Deployments, which Seqera's manifests call by them.
const (
	Backend = "backend"
	Cron    = "cron"
)

const (
	// TowerYmlPath is where the Platform looks for tower.yml.
	TowerYmlPath = "/tower.yml"

	environments = "MICRONAUT_ENVIRONMENTS"
	serverURL    = "TOWER_SERVER_URL"
)

// Told are the variables of the Platform, besides those that Studios sets, whose values a decision needs.
var Told = []string{environments, serverURL, tunnelURL}

// search looks for one Platform.
type search struct {
	*Facts
	given    Given
	problems field.ErrorList
}

// Find finds the Platform, or says all that stands in the way.
func (f *Facts) Find(given Given) (*Found, field.ErrorList) {
	s := &search{Facts: f, given: given}
	if len(f.Deployments) == 0 {
		s.problem(field.ErrorTypeForbidden, "namespace", nil, "has no Deployments: must be the namespace in which Seqera Platform runs")
		return nil, s.problems
	}
	backend, inBackend := s.workload(Backend, given.Backend)
	cron, inCron := s.workload(Cron, given.Cron)
	if inBackend == nil || inCron == nil {
		return nil, s.problems
	}
	if backend == cron {
		s.problem(field.ErrorTypeInvalid, "platform.cron.deployment", cron.Name,
			"must be another than platform.backend.deployment: each is restarted by itself")
	}
	found := &Found{
		Backend:   Workload{backend.Name, inBackend.Name},
		Cron:      Workload{cron.Name, inCron.Name},
		ConfigMap: s.configMap(inBackend, inCron),
	}
	found.TowerYml, found.NoTowerYml = s.towerYml(backend, cron, inBackend, inCron)
	found.Version, found.Release = s.release(inBackend)
	found.Exact = strings.TrimPrefix(s.exact(inBackend), "v")
	return found, s.problems
}

func (s *search) problem(kind field.ErrorType, path string, value any, detail string, args ...any) {
	s.problems = append(s.problems, problem(kind, path, value, detail, args...))
}

func problem(kind field.ErrorType, path string, value any, detail string, args ...any) *field.Error {
	return &field.Error{Type: kind, Field: path, BadValue: value, Detail: fmt.Sprintf(detail, args...)}
}

func (s *search) workload(role string, given Workload) (*Deployment, *Container) {
	deployment := s.deployment(role, given.Deployment)
	if deployment == nil {
		return nil, nil
	}
	return deployment, s.container(role, deployment, given.Container)
}

// deployment is the one given, the only one that runs the role, or the one that is called like it.
func (s *search) deployment(role, given string) *Deployment {
	path := "platform." + role + ".deployment"
	if given != "" {
		deployment := s.Deployment(given)
		if deployment == nil {
			s.problem(field.ErrorTypeNotFound, path, given, "must be a Deployment of the Platform; there are: %s", names(s.Deployments))
		}
		return deployment
	}
	candidates := s.candidates(role)
	if len(candidates) > 1 && slices.Contains(candidates, role) {
		candidates = []string{role}
	}
	switch {
	case len(candidates) == 1:
		return s.Deployment(candidates[0])
	case len(candidates) > 1:
		s.problem(field.ErrorTypeRequired, path, nil, "several Deployments run the Platform's %s; give one of them:%s",
			role, lines(path, candidates))
	case s.given.Release != "":
		s.problem(field.ErrorTypeNotFound, "platform.release", s.given.Release,
			"has no Deployment that runs the Platform's %s; releases with Deployments here: %s", role, s.releases())
	case s.Deployment(role) != nil:
		return s.Deployment(role)
	default:
		s.problem(field.ErrorTypeRequired, path, nil, "no Deployment runs the Platform's %s, by an image called backend or a mount at %s; "+
			"if it is one of these, give it:%s", role, TowerYmlPath, lines(path, sorted(s.Deployments)))
	}
	return nil
}

// candidates are the Deployments that run a role: both run the same image, and cron is told so by an environment. Others may
// have an image called backend too, but no tower.yml.
func (s *search) candidates(role string) []string {
	var sure, likely []string
	for i := range s.Deployments {
		d := &s.Deployments[i]
		c := d.platform()
		switch {
		case s.given.Release != "" && d.Release != s.given.Release, c == nil, s.role(d, c) != role:
		case c.towerYml() != nil:
			sure = append(sure, d.Name)
		default:
			likely = append(likely, d.Name)
		}
	}
	if len(sure) == 0 {
		sure = likely
	}
	slices.Sort(sure)
	return sure
}

func (s *search) role(d *Deployment, c *Container) string {
	active := s.Effective(c, environments)
	if slices.Contains(strings.Split(active.Value, ","), Cron) || active.Value == "" && strings.HasSuffix(d.Name, Cron) {
		return Cron
	}
	return Backend
}

// platform is the container that runs the Platform, if there is one such.
func (d *Deployment) platform() (found *Container) {
	for i := range d.Containers {
		if c := &d.Containers[i]; c.towerYml() != nil || Repository(c.Image) == Backend {
			if found != nil {
				return nil
			}
			found = c
		}
	}
	return found
}

func (c *Container) towerYml() *Mount {
	return one(c.Mounts, func(m Mount) bool { return m.Path == TowerYmlPath })
}

func (s *search) container(role string, d *Deployment, given string) *Container {
	path, found := "platform."+role+".container", d.platform()
	switch {
	case given != "":
		if found = d.Container(given); found == nil {
			s.problem(field.ErrorTypeNotFound, path, given, "must be a container of Deployment %q; it has: %s", d.Name, names(d.Containers))
		}
	case len(d.Containers) == 1:
		return &d.Containers[0]
	case found == nil:
		s.problem(field.ErrorTypeRequired, path, nil, "Deployment %q has several containers; give the one that runs the Platform:%s",
			d.Name, lines(path, sorted(d.Containers)))
	}
	return found
}

// Workload is the one of a role.
func (f *Found) Workload(role string) Workload {
	if role == Cron {
		return f.Cron
	}
	return f.Backend
}
