package platform

import "slices"

// stock is a Platform in the shape of Seqera's manifests: cron's container is called backend too.
func stock() *Facts {
	return &Facts{
		Deployments: []Deployment{
			deployment("backend", Container{
				Name: "backend", Image: "cr.seqera.io/enterprise/platform/backend:v25.3.6", Mounts: towerYmlMount,
				Env: []Variable{{Name: "MICRONAUT_ENVIRONMENTS", Value: "prod,redis,ha"}}, EnvFrom: []Source{{ConfigMap: "tower-backend-cfg"}},
			}),
			deployment("cron", Container{
				Name: "backend", Image: "cr.seqera.io/enterprise/platform/backend:v25.3.5", Mounts: towerYmlMount,
				Env: []Variable{{Name: "MICRONAUT_ENVIRONMENTS", Value: "prod,redis,cron"}}, EnvFrom: []Source{{ConfigMap: "tower-backend-cfg"}},
			}),
			{Name: "frontend", Containers: []Container{{Name: "frontend", Image: "cr.seqera.io/enterprise/platform/frontend:v25.3.6"}}},
		},
		ConfigMaps: []ConfigMap{
			{Name: "tower-backend-cfg", Version: "7", Keys: []string{"TOWER_SERVER_URL"}, Values: map[string]string{"TOWER_SERVER_URL": "https://platform.example.com"}},
			{Name: "tower-yml", Version: "8", Keys: []string{"tower.yml"}},
		},
		Ingresses: []Ingress{{Name: "front-ingress", Hosts: []string{"Platform.example.com"}}},
	}
}

// chart is a Platform in the shape of Seqera's Helm chart, of a release called seqera.
func chart() *Facts {
	const full = "seqera-platform-"
	mounts := append(slices.Clone(towerYmlMount), Mount{Volume: "connect-cert-volume", Path: "/data/certs"})
	backend := deployment(full+"backend", Container{
		Name: "backend", Image: "cr.seqera.io/enterprise/platform/backend:v26.1.3", Mounts: mounts,
		Env:     []Variable{{Name: Token, Secret: full + "backend", Key: "OIDC_CLIENT_REGISTRATION_TOKEN"}},
		EnvFrom: []Source{{ConfigMap: full + "backend"}, {ConfigMap: full + "shared-backend-cron"}},
	})
	cron := deployment(full+"cron", Container{
		Name: "cron", Image: "cr.seqera.io/enterprise/platform/backend:v26.1.3", Mounts: mounts,
		EnvFrom: []Source{{ConfigMap: full + "cron"}, {ConfigMap: full + "shared-backend-cron"}},
	})
	for _, d := range []*Deployment{&backend, &cron} {
		d.Release = "seqera"
		d.Volumes = []Volume{{Name: "config-volume", ConfigMap: full + "tower-yml"}, {Name: "connect-cert-volume", Secret: full + "backend"}}
	}
	return &Facts{
		Deployments: []Deployment{backend, cron},
		ConfigMaps: []ConfigMap{
			{Name: full + "backend", Keys: []string{"MICRONAUT_ENVIRONMENTS", "TOWER_DATA_EXPLORER_ENABLED"},
				Values: map[string]string{"MICRONAUT_ENVIRONMENTS": "prod,redis,ha", "TOWER_DATA_EXPLORER_ENABLED": "false"}},
			{Name: full + "cron", Keys: []string{"MICRONAUT_ENVIRONMENTS"}, Values: map[string]string{"MICRONAUT_ENVIRONMENTS": "prod,redis,cron"}},
			{Name: full + "shared-backend-cron", Keys: []string{"TOWER_OIDC_PEM_PATH", "TOWER_SERVER_URL"},
				Values: map[string]string{"TOWER_OIDC_PEM_PATH": "/data/certs/oidc.pem", "TOWER_SERVER_URL": "https://platform.example.com"}},
			{Name: full + "tower-yml", Keys: []string{"tower.yml"}},
		},
		Secrets: []Secret{{Name: full + "backend", Version: "9", Keys: []string{"oidc.pem", "OIDC_CLIENT_REGISTRATION_TOKEN"}}},
	}
}

var towerYmlMount = []Mount{{Volume: "config-volume", Path: "/tower.yml", SubPath: "tower.yml"}}

func deployment(name string, containers ...Container) Deployment {
	return Deployment{Name: name, Version: "1", Containers: containers, Volumes: []Volume{{Name: "config-volume", ConfigMap: "tower-yml"}}}
}

// with is another Platform for one test.
func with(facts *Facts, change func(f *Facts)) *Facts {
	change(facts)
	return facts
}
