package platform

import (
	"strings"
	"testing"
)

// wanted is what Studios does with a Platform that has nothing of its own.
func wanted() Wanted {
	return Wanted{
		PlatformURL: "https://platform.example.com", AllowedIn: InTowerYml, KeyVolume: "seqera-studios-oidc", KeyFile: "/etc/seqera-studios/oidc.pem", Owners: []string{"p/s/studios"},
		Variables: map[string]Value{
			"TOWER_DATA_EXPLORER_ENABLED": {"true", true}, "TOWER_DATA_STUDIO_CONNECT_URL": {"https://connect.example.com", true}, Token: {},
		},
		Pods: map[string]map[string]string{"proxy": {"app": "proxy"}},
	}
}

func TestCheck(t *testing.T) {
	const connectURL = "TOWER_DATA_STUDIO_CONNECT_URL"
	backend := func(f *Facts) *Container { return &f.Deployments[0].Containers[0] }
	manager := func(name, operation string, keys ...string) func(f *Facts) {
		return func(f *Facts) {
			c := &f.ConfigMaps[0]
			c.Managers = append(c.Managers, Manager{name, operation, keys})
			c.Keys, c.Values[connectURL] = append(c.Keys, keys...), "https://old.example.com"
		}
	}
	own := Wanted{KeySecret: "seqera-platform-backend", TokenSecret: SecretKey{"seqera-platform-backend", "OIDC_CLIENT_REGISTRATION_TOKEN"}}
	for name, c := range map[string]struct {
		facts *Facts
		want  func(w *Wanted)
		says  []string // nothing where all is well
	}{
		"stock": {facts: stock()},
		"the chart, as it is": {facts: chart(), says: []string{
			"oidc.existingKeySecret: Required value: the Platform has a signing key of its own, at /data/certs/oidc.pem; give the Secret it is in:\n" +
				"      oidc.existingKeySecret: \"seqera-platform-backend\"",
			"oidc.existingTokenSecret: Required value", "\n      oidc.existingTokenSecret.key: \"OIDC_CLIENT_REGISTRATION_TOKEN\"",
		}},
		"the chart, with what it asks for": {chart(), func(w *Wanted) {
			w.KeySecret, w.TokenSecret = own.KeySecret, own.TokenSecret
			delete(w.Variables, Token)
		}, nil},
		"a key that the Platform does not have": {stock(), func(w *Wanted) { w.KeySecret = "certs" }, []string{
			`oidc.existingKeySecret: Invalid value: "certs": must be mounted`,
		}},
		"another key than the Platform's": {chart(), func(w *Wanted) { w.KeySecret, w.TokenSecret = "certs", own.TokenSecret }, []string{
			`oidc.existingKeySecret: Invalid value: "certs": is not where the Platform has its key from`,
		}},
		"another token than the Platform's": {chart(), func(w *Wanted) {
			w.KeySecret, w.TokenSecret = own.KeySecret, SecretKey{"other", "token"}
		}, []string{`oidc.existingTokenSecret: Invalid value: "other/token"`}},
		"a key of Studios' own is none of the Platform's": {with(stock(), func(f *Facts) {
			f.Deployments[0].Volumes = append(f.Deployments[0].Volumes, Volume{Name: "seqera-studios-oidc", Secret: "platform-oidc-certs"})
			backend(f).Mounts = append(backend(f).Mounts, Mount{Volume: "seqera-studios-oidc", Path: "/etc/seqera-studios"})
			backend(f).Env = append(backend(f).Env, Variable{Name: PemPath, Value: "/etc/seqera-studios/oidc.pem"})
		}), nil, nil},
		"a path of Studios' own whose mount somebody has taken away": {with(stock(), func(f *Facts) {
			f.Deployments[0].PodAnnotations = map[string]string{"mounted": "1"}
			backend(f).Env = append(backend(f).Env, Variable{Name: PemPath, Value: "/etc/seqera-studios/oidc.pem"})
		}), func(w *Wanted) { w.KeyMark = "mounted" }, nil},
		"a Secret without the key that a pod would look for": {with(stock(), func(f *Facts) {
			f.Secrets = append(f.Secrets, Secret{Name: "redis", Keys: []string{"password"}})
		}), func(w *Wanted) {
			w.Existing = map[string]SecretKey{"redis.existingPasswordSecret": {"redis", "pass"}, "redis.clientCertificate.privateKey": {"missing", "tls.key"}}
		}, []string{`redis.existingPasswordSecret: Not found: "pass": must be a key of Secret "redis"; it has: password`}},
		"another URL": {stock(), func(w *Wanted) { w.PlatformURL = "https://tower.example.com" }, []string{
			`platformUrl: Invalid value: "https://tower.example.com": must equal the Platform's own TOWER_SERVER_URL, which is "https://platform.example.com"`,
		}},
		"the URL of the container's own env": {with(stock(), func(f *Facts) {
			backend(f).Env = append(backend(f).Env, Variable{Name: "TOWER_SERVER_URL", Value: "https://tower.example.com:443/"})
		}), func(w *Wanted) { w.PlatformURL = "https://Tower.example.com" }, nil},
		"a variable in env": {with(stock(), func(f *Facts) {
			backend(f).Env = append(backend(f).Env, Variable{Name: connectURL, Value: "https://other.example.com"})
		}), nil, []string{`platform.backend: Forbidden: container "backend" of Deployment "backend" has ` + connectURL + ` from its own env`}},
		"the same variable in env": {with(stock(), func(f *Facts) {
			backend(f).Env = append(backend(f).Env, Variable{Name: connectURL, Value: "https://connect.example.com"})
		}), nil, nil},
		"a token in the env of cron": {with(stock(), func(f *Facts) {
			f.Deployments[1].Containers[0].Env = append(f.Deployments[1].Containers[0].Env, Variable{Name: Token, Secret: "s", Key: "k"})
		}), nil, []string{"platform.cron: Forbidden: "}},
		"a variable in an earlier ConfigMap": {with(stock(), func(f *Facts) {
			f.ConfigMaps = append(f.ConfigMaps, ConfigMap{Name: "earlier", Keys: []string{connectURL}})
			backend(f).EnvFrom = append([]Source{{ConfigMap: "earlier"}}, backend(f).EnvFrom...)
		}), nil, nil},
		"a variable in a later Secret": {with(stock(), func(f *Facts) {
			f.Secrets = append(f.Secrets, Secret{Name: "later", Keys: []string{"DATA_STUDIO_CONNECT_URL"}})
			backend(f).EnvFrom = append(backend(f).EnvFrom, Source{Secret: "later", Prefix: "TOWER_"})
		}), nil, []string{`has ` + connectURL + ` from Secret "later"`}},
		"an allow-list of the owner's": {with(stock(), manager("kubectl", "Update", AllowList)), nil, []string{
			"allowedWorkspaces: Forbidden: ", `allowedWorkspacesIn: "platform"`,
		}},
		"an allow-list of the owner's, left to him": {with(stock(), manager("kubectl", "Update", AllowList)),
			func(w *Wanted) { w.AllowedIn = InPlatform }, nil},
		"an allow-list of our own, of before": {with(stock(), manager("seqera-studios", "Apply", AllowList)), nil, nil},
		"all workspaces by a variable that cannot say so": {stock(), func(w *Wanted) { w.AllowedIn, w.AllowsAll = InEnvironment, true }, []string{
			`allowedWorkspacesIn: Invalid value: "environment": cannot allow all workspaces before Platform 26.1`,
		}},
		"a value that somebody updates":  {with(stock(), manager("helm", "Update", connectURL)), nil, nil},
		"a value that we apply":          {with(stock(), manager("seqera-studios", "Apply", connectURL)), nil, nil},
		"a value that somebody applies":  {with(stock(), manager("helm", "Apply", connectURL)), nil, []string{`platform.configMap: Forbidden: "helm" applies`, connectURL + `: "https://connect.example.com"`}},
		"a token that somebody applies":  {with(stock(), manager("flux", "Apply", Token)), nil, []string{Token + " (take it out)"}},
		"the same that somebody applies": {with(stock(), manager("helm", "Apply", connectURL)), func(w *Wanted) { w.Variables[connectURL] = Value{"https://old.example.com", true} }, nil},
		"paused and immutable": {with(stock(), func(f *Facts) { f.Deployments[1].Paused, f.ConfigMaps[0].Immutable = true, true }), nil, []string{
			`platform.cron.deployment: Invalid value: "cron": is paused`, `platform.configMap: Invalid value: "tower-backend-cfg": is immutable`,
		}},
		"a key in a volume that is no Secret": {with(stock(), func(f *Facts) {
			backend(f).Mounts = append(backend(f).Mounts, Mount{Volume: "csi", Path: "/data/certs"})
			backend(f).Env = append(backend(f).Env, Variable{Name: PemPath, Value: "/data/certs/oidc.pem"})
		}), nil, []string{"oidc.existingKeySecret: Required value: the Platform has a signing key of its own, at /data/certs/oidc.pem, which is in no Secret"}},
		"a path of the owner's without a mount": {with(stock(), func(f *Facts) {
			backend(f).Env = append(backend(f).Env, Variable{Name: PemPath, Value: "/elsewhere.pem"})
		}), nil, []string{"oidc.existingKeySecret: Required value: ", "or take TOWER_OIDC_PEM_PATH out"}},
		"a path in the ConfigMap without a mount, which ours beats": {with(stock(), func(f *Facts) {
			f.ConfigMaps[0].Keys, f.ConfigMaps[0].Values[PemPath] = append(f.ConfigMaps[0].Keys, PemPath), "/data/certs/oidc.pem"
		}), nil, nil},
		"a key of the owner's where Studios has its own": {with(chart(), func(f *Facts) {
			f.Deployments[0].PodAnnotations = map[string]string{"mounted": "1"}
			backend(f).Env = append(backend(f).Env, Variable{Name: PemPath, Value: "/data/certs/oidc.pem"})
		}), func(w *Wanted) { w.KeyMark, w.KeySecret, w.TokenSecret = "mounted", own.KeySecret, own.TokenSecret }, []string{
			"oidc.existingKeySecret: Forbidden: ", "take it out of the Deployment, give the Secret here, run pulumi up, and put it in again then",
		}},
		"a key that is gone": {with(chart(), func(f *Facts) { f.Secrets = nil }), func(w *Wanted) {
			w.KeySecret, w.TokenSecret = own.KeySecret, own.TokenSecret
		}, []string{`oidc.existingKeySecret: Not found: "seqera-platform-backend"`, `oidc.existingTokenSecret.name: Not found`}},
		"credentials that a preview does not know": {chart(), func(w *Wanted) {
			w.IsOpen = map[string]bool{"oidc.existingKeySecret": true, "oidc.existingTokenSecret": true}
			delete(w.Variables, Token)
		}, nil},
		"a URL by reference": {with(stock(), func(f *Facts) {
			backend(f).Env = append(backend(f).Env, Variable{Name: "TOWER_SERVER_URL", IsReference: true})
		}), nil, nil},
		"a URL that refers to another variable": {with(stock(), func(f *Facts) {
			backend(f).Env = append(backend(f).Env, Variable{Name: "TOWER_SERVER_URL", Value: "https://$(HOST)"})
		}), nil, nil},
		"a URL that a preview does not know": {stock(), func(w *Wanted) { w.PlatformURL = "" }, nil},
		"several Ingresses": {stock(), func(w *Wanted) { w.Ingresses = []string{"a", "b"} }, []string{
			"ingress.copyFrom: Required value: several Ingresses serve the Platform", "\n      ingress.copyFrom: \"a\"\n      ingress.copyFrom: \"b\"",
		}},
		"a variable that we had set in a later ConfigMap": {with(stock(), func(f *Facts) {
			f.ConfigMaps = append(f.ConfigMaps, ConfigMap{Name: "later", Keys: []string{connectURL}, Managers: []Manager{{FieldManager, "Apply", []string{connectURL}}}})
			backend(f).EnvFrom = append(backend(f).EnvFrom, Source{ConfigMap: "later"})
			f.Deployments[1].Containers[0].EnvFrom = append(f.Deployments[1].Containers[0].EnvFrom, Source{ConfigMap: "later"})
		}), nil, nil},
		"a Service that selects our pods": {with(stock(), func(f *Facts) {
			f.Services = []Service{{Name: "mesh", Selector: map[string]string{"app": "proxy"}}, {Name: "headless"}}
		}), nil, []string{`proxy.podLabels: Forbidden: Service "mesh" selects pods with these labels`}},
		"a Service that asks for us": {with(stock(), func(f *Facts) {
			f.Services = []Service{{Name: "mine", Selector: map[string]string{"app.kubernetes.io/name": "seqera-studios"}}}
		}), func(w *Wanted) { w.Pods["proxy"]["app.kubernetes.io/name"] = "seqera-studios" }, nil},
		"a Service of our own": {with(stock(), func(f *Facts) {
			f.Services = []Service{{Name: "connect-proxy", Owner: "p/s/studios", Selector: map[string]string{"app": "proxy"}}}
		}), nil, nil},
		"a name that is taken": {with(stock(), func(f *Facts) { f.Objects = []Object{{Kind: "Secret", Name: "certs"}} }),
			func(w *Wanted) { w.Objects = []Planned{{"oidc.secretName", "Secret", "certs"}} },
			[]string{`oidc.secretName: Duplicate value: "certs": a Secret of that name exists already and was not created by this program`}},
		"a name that another has taken": {with(stock(), func(f *Facts) { f.Objects = []Object{{Kind: "Secret", Name: "certs", Owner: "p/t/studios"}} }),
			func(w *Wanted) { w.Objects = []Planned{{"oidc.secretName", "Secret", "certs"}} },
			[]string{`belongs to the Studios of "p/t/studios"`}},
		"an Ingress that is not there": {stock(), func(w *Wanted) { w.CopyFrom = "ingress" }, []string{
			`ingress.copyFrom: Not found: "ingress": must be an Ingress in the namespace of the Platform; there are: front-ingress`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			found, problems := c.facts.Find(Given{})
			if len(problems) > 0 {
				t.Fatal(problems.ToAggregate())
			}
			want := wanted()
			if c.want != nil {
				c.want(&want)
			}
			var text strings.Builder
			for _, problem := range c.facts.Check(found, want) {
				text.WriteString(problem.Error() + "\n")
			}
			if len(c.says) == 0 && text.Len() > 0 {
				t.Errorf("nothing is wrong, and yet: %s", text.String())
			}
			for _, part := range c.says {
				if !strings.Contains(text.String(), part) {
					t.Errorf("nothing says %s in\n%s", part, text.String())
				}
			}
		})
	}
}

// Of Secrets that were not looked at nothing is said.
func TestUnseenSecretsAreNoProblem(t *testing.T) {
	f := chart()
	want := Wanted{PlatformURL: "https://platform.example.com", KeySecret: "seqera-platform-backend",
		TokenSecret: SecretKey{"seqera-platform-backend", "OIDC_CLIENT_REGISTRATION_TOKEN"}}
	found, problems := f.Find(Given{Release: "seqera"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	f.Secrets = nil
	if problems := f.Check(found, want); len(problems) != 2 {
		t.Errorf("Secrets that are not there: %v", problems)
	}
	f.SecretsUnseen = true
	if problems := f.Check(found, want); len(problems) > 0 {
		t.Errorf("Secrets that were not looked at: %v", problems)
	}
	if got := (&Facts{Deployments: []Deployment{{PodAnnotations: map[string]string{"a": "certs/42"}}}}).MarkedVersion("a", "certs"); got != "42" {
		t.Errorf("pods have read version %q", got)
	}
}
