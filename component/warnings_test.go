package component

import (
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// namespaceWith is a Platform of a version in the shape of Seqera's manifests, with the variables that are told of it.
func namespaceWith(version string, values map[string]string) *platform.Facts {
	deployment := func(name, role string) platform.Deployment {
		return platform.Deployment{
			Name: name, Version: "5", Volumes: []platform.Volume{{Name: "config", ConfigMap: "tower-yml"}},
			Containers: []platform.Container{{
				Name: "backend", Image: "registry.example.com/backend:v" + version,
				Env:     []platform.Variable{{Name: "MICRONAUT_ENVIRONMENTS", Value: "prod,redis," + role}},
				EnvFrom: []platform.Source{{ConfigMap: "tower-backend-cfg"}},
				Mounts:  []platform.Mount{{Volume: "config", Path: platform.TowerYmlPath, SubPath: "tower.yml"}},
			}},
		}
	}
	environment := platform.ConfigMap{Name: "tower-backend-cfg", Version: "11", Values: map[string]string{
		"TOWER_SERVER_URL": "https://platform.example.com",
	}}
	for name, value := range values {
		environment.Values[name] = value
	}
	for name := range environment.Values {
		environment.Keys = append(environment.Keys, name)
	}
	slices.Sort(environment.Keys)
	return &platform.Facts{
		Deployments: []platform.Deployment{deployment("backend", "ha"), deployment("cron", "cron")},
		ConfigMaps:  []platform.ConfigMap{environment, {Name: "tower-yml", Version: "13", Keys: []string{"tower.yml"}}},
	}
}

// told is what Studios says of its arguments beside a Platform: what refuses them, or else its warnings.
func told(t *testing.T, facts *platform.Facts, change func(a *StudiosArgs)) string {
	t.Helper()
	var warnings []string
	if err := said(t, facts, change, func(g *graph) { warnings = g.warnings() }); err != nil {
		return err.Error()
	}
	return strings.Join(warnings, "\n")
}

// said asks a graph that has found a Platform.
func said(t *testing.T, facts *platform.Facts, change func(a *StudiosArgs), ask func(g *graph)) error {
	t.Helper()
	args := &StudiosArgs{
		Namespace: pulumi.String("seqera"), PlatformURL: pulumi.String("https://platform.example.com"),
		ConnectURL: pulumi.String("https://connect.example.com"), Redis: RedisArgs{Address: pulumi.String("redis.example.com")},
	}
	change(args)
	_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		learnt := newCompletion(ctx)
		complete, err := learnt.completed("studios", args)
		if err != nil {
			return err
		}
		g := &graph{StudiosArgs: complete, ctx: ctx, name: "studios", owners: []string{"p/s/studios"}, facts: facts, minimums: learnt.minimums, plain: learnt.plain}
		if err := g.discover(); err != nil {
			return err
		}
		ask(g)
		return nil
	})
	return err
}

// What is allowed and may not be meant is said, and what is as it should be is not.
func TestWarnings(t *testing.T) {
	for name, c := range map[string]struct {
		facts  *platform.Facts
		change func(a *StudiosArgs)
		want   []string // how each warning begins
	}{
		"a Redis of the Platform's, in another database": {
			namespaceWith("26.2.1", map[string]string{platform.RedisURL: platform.Hash("redis.example.com:6379/0")}),
			func(*StudiosArgs) {}, nil,
		},
		"the Platform's database": {
			namespaceWith("26.2.1", map[string]string{platform.RedisURL: platform.Hash("redis.example.com:6379/0")}),
			func(a *StudiosArgs) {
				a.Redis.Address, a.Redis.Database = pulumi.String("Redis.example.com:6379"), pulumi.Int(0)
			},
			[]string{"redis.database: the Platform has its own keys in database 0"},
		},
		"TLS that is not verified": {
			namespaceWith("26.2.1", nil),
			func(a *StudiosArgs) { a.Redis.TLS, a.Redis.TLSSkipVerify = pulumi.Bool(true), pulumi.Bool(true) },
			[]string{"redis.tlsSkipVerify: nobody checks"},
		},
		"TLS that is verified": {
			namespaceWith("26.2.1", nil),
			func(a *StudiosArgs) { a.Redis.TLS, a.Redis.TLSSkipVerify = pulumi.Bool(true), pulumi.Bool(false) }, nil,
		},
		"settings of TLS without it": {
			namespaceWith("26.2.1", nil),
			func(a *StudiosArgs) {
				a.Redis.TLSSkipVerify = pulumi.Bool(true)
				a.Redis.ClientCertificate = &ClientCertificateArgs{SecretName: pulumi.String("redis-certificate")}
			},
			[]string{"redis.clientCertificate: is not shown", "redis.tlsSkipVerify: means nothing"},
		},
		"a client that is too far behind": {
			namespaceWith("26.2.1", nil),
			func(a *StudiosArgs) {
				a.AdditionalTemplates = map[string]TemplateArgs{
					"FAR":  {Repository: pulumi.String("registry.example.com/lab:1-0.11"), Tool: pulumi.String("jupyter")},
					"NEAR": {Repository: pulumi.String("registry.example.com/lab:1-u2-0.12.3"), Tool: pulumi.String("jupyter")},
					"OWN":  {Repository: pulumi.String("registry.example.com/lab:latest"), Tool: pulumi.String("jupyter")},
				}
			},
			[]string{"templates: FAR has a session client of 0.11, and proxy and server 0.14.1 go with 2 earlier"},
		},
		"sets that there are": {
			namespaceWith("26.1.4", nil),
			func(a *StudiosArgs) {
				a.TemplateSets = pulumi.ToStringArray([]string{platform.Recommended, platform.Deprecated})
			}, nil,
		},
		"sets that are empty": {
			namespaceWith("25.3.6", nil),
			func(a *StudiosArgs) {
				a.TemplateSets = pulumi.ToStringArray([]string{platform.Recommended, platform.Deprecated, platform.Experimental})
			},
			[]string{"templateSets: there are no deprecated templates for Platform 25.3", "templateSets: there are no experimental"},
		},
		"sets beside templates": {
			namespaceWith("26.2.1", nil),
			func(a *StudiosArgs) {
				a.Templates, a.TemplateSets = map[string]TemplateArgs{}, pulumi.ToStringArray([]string{platform.Recommended, platform.Experimental})
			},
			[]string{"templateSets: experimental means nothing beside templates"},
		},
		"placeholders of the owner's": {
			namespaceWith("26.2.1", map[string]string{
				"TOWER_DATA_STUDIO_TEMPLATES_JUPYTERGA_TOOL": "jupyter", "TOWER_DATA_STUDIO_TEMPLATES_VSCODEOLD_TOOL": "vscode",
				"TOWER_DATA_STUDIO_TEMPLATES_VSCODEOLD_REPOSITORY": "x", "TOWER_DATA_STUDIO_TEMPLATES_A-OLD_PORT": "1",
			}),
			func(*StudiosArgs) {},
			[]string{`templates: ConfigMap "tower-backend-cfg" has others, which are not Studios' to take away, and which the Platform offers too: A-OLD, VSCODEOLD.`},
		},
		"a repository for Wave without a registry": {
			namespaceWith("25.2.1", nil),
			func(a *StudiosArgs) { a.Wave = &WaveArgs{CustomImageRepository: pulumi.String("studios/built")} },
			[]string{"wave.customImageRepository: the Platform does not look at it"},
		},
		"paths to Xpra and to old clients": {
			namespaceWith("26.2.1", nil),
			func(a *StudiosArgs) {
				a.Sessions = &SessionArgs{PathRouting: pulumi.Bool(true)}
				a.Templates = map[string]TemplateArgs{
					"A": {Repository: pulumi.String("registry.example.com/xpra:1-0.14"), Tool: pulumi.String("xpra")},
					"B": {Repository: pulumi.String("registry.example.com/lab:1-0.12"), Tool: pulumi.String("jupyter")},
				}
			},
			[]string{"sessions.pathRouting: template A is Xpra", "      removedTemplates: [A]"},
		},
		"paths and a client of before": {
			namespaceWith("25.2.1", nil),
			func(a *StudiosArgs) {
				a.Sessions = &SessionArgs{PathRouting: pulumi.Bool(true)}
				a.Templates = map[string]TemplateArgs{"B": {Repository: pulumi.String("registry.example.com/lab:1-0.8.3"), Tool: pulumi.String("jupyter")}}
			},
			[]string{"sessions.pathRouting: template B has a session client of 0.8.3"},
		},
		"no paths": {
			namespaceWith("26.2.1", nil), func(a *StudiosArgs) { a.Sessions = &SessionArgs{PathRouting: pulumi.Bool(false)} }, nil,
		},
		"metrics that are not kept": {
			namespaceWith("26.2.1", nil), func(a *StudiosArgs) { a.Sessions = &SessionArgs{MetricsRetentionDays: pulumi.Int(7)} },
			[]string{"sessions.metricsRetentionDays: there are no metrics to keep"},
		},
		"metrics of no workspace": {
			namespaceWith("26.2.1", map[string]string{metricsWorkspaces: ""}), func(a *StudiosArgs) {
				a.Sessions, a.Workspaces = &SessionArgs{MetricsRetentionDays: pulumi.Int(7)}, &WorkspacesArgs{Metrics: pulumi.String("none")}
			},
			[]string{"sessions.metricsRetentionDays: there are no metrics to keep"},
		},
		"metrics that the owner keeps": {
			namespaceWith("26.2.1", map[string]string{metricsWorkspaces: ""}),
			func(a *StudiosArgs) { a.Sessions = &SessionArgs{MetricsRetentionDays: pulumi.Int(7)} }, nil,
		},
		"addresses that nothing is counted by": {
			namespaceWith("26.2.1", nil),
			func(a *StudiosArgs) {
				a.Quotas = &QuotasArgs{TrustedProxyCIDRs: pulumi.ToStringArray([]string{"0.0.0.0/0"}), TelemetryTTL: pulumi.String("1h")}
			},
			[]string{"quotas.trustedProxyCidrs: nothing is counted", "quotas.trustedProxyCidrs: 0.0.0.0/0 is everybody", "quotas: the proxy counts nothing"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			lines := strings.FieldsFunc(told(t, c.facts, c.change), func(r rune) bool { return r == '\n' })
			if len(lines) != len(c.want) {
				t.Fatalf("told is %q, not %q", lines, c.want)
			}
			for i, want := range c.want {
				if !strings.HasPrefix(lines[i], want) {
					t.Errorf("told is %q, not %q", lines[i], want)
				}
			}
		})
	}
}

// A preview that cannot see the Platform says nothing of what it would need to know for it.
func TestNoWarningsOfWhatIsNotKnown(t *testing.T) {
	if got := told(t, nil, func(a *StudiosArgs) { a.Redis.Database = pulumi.Int(0) }); got != "" {
		t.Errorf("told is %s", got)
	}
}

// What a version does not know yet is refused beside it, by the name of the argument, with the version that would do.
func TestTooOld(t *testing.T) {
	bucket := map[string]BucketArgs{"user_id": {Quotas: pulumi.StringMap{"24h": pulumi.String("1GB")}, Header: pulumi.String("X-Connect-Sub")}}
	for name, c := range map[string]struct {
		version string
		change  func(a *StudiosArgs)
		want    []string
	}{
		"a setting of a later Platform": {
			"25.3.6", func(a *StudiosArgs) { a.Sessions = &SessionArgs{ListLimit: pulumi.Int(5)} },
			[]string{"sessions.listLimit: Forbidden: needs Platform 26.1 or later, and this is 25.3.6"},
		},
		"one of this": {"26.1.0", func(a *StudiosArgs) { a.Sessions = &SessionArgs{ListLimit: pulumi.Int(5)} }, nil},
		"a patch that is too old": {
			"25.3.2", func(a *StudiosArgs) {
				a.Workspaces, a.Proxy, a.Server = &WorkspacesArgs{SSH: pulumi.String("all")}, &ProxyArgs{ImageTag: pulumi.String("0.12.0")}, &ServerArgs{ImageTag: pulumi.String("v0.12")}
			},
			[]string{"workspaces.ssh: Forbidden: needs Platform 25.3.3 or later, and this is 25.3.2"},
		},
		"a patch that is not told": {
			"25.3.2", func(a *StudiosArgs) {
				a.Workspaces, a.Proxy, a.Server = &WorkspacesArgs{SSH: pulumi.String("all")}, &ProxyArgs{ImageTag: pulumi.String("0.12.0")}, &ServerArgs{ImageTag: pulumi.String("v0.12")}
				a.Platform = &PlatformArgs{Version: pulumi.String("25.3")}
			}, nil,
		},
		"an earlier proxy and server": {
			"26.1.4", func(a *StudiosArgs) { a.Quotas = &QuotasArgs{Buckets: bucket} },
			[]string{
				`quotas.buckets: Forbidden: needs proxy and server 0.12.0 or later, and the proxy is cr.seqera.io/enterprise/studios/proxy:0.11.1: ` +
					`give a later image, in proxy.imageTag or proxy.image`,
				`quotas.buckets: Forbidden: needs proxy and server 0.12.0 or later, and the server is`,
			},
		},
		"a later proxy and an image that tells no version": {
			"26.1.4", func(a *StudiosArgs) {
				a.Quotas, a.Proxy = &QuotasArgs{Buckets: bucket}, &ProxyArgs{Image: pulumi.String("registry.example.com/proxy:0.12.1")}
				a.Server = &ServerArgs{Image: pulumi.String("registry.example.com/server:stable")}
			}, nil,
		},
		"a false is given too": {
			"25.1.0", func(a *StudiosArgs) { a.Sessions = &SessionArgs{PathRouting: pulumi.Bool(false)} },
			[]string{
				"sessions.pathRouting: Forbidden: needs Platform 25.2 or later", "sessions.pathRouting: Forbidden: needs proxy and server 0.8.2 or later, and the proxy is",
				"sessions.pathRouting: Forbidden: needs proxy and server 0.8.2 or later, and the server is",
			},
		},
		"what is left out needs nothing": {
			"25.1.0", func(a *StudiosArgs) {
				a.Wave, a.Quotas = &WaveArgs{DisallowedRegistries: pulumi.StringArray{}}, &QuotasArgs{Buckets: map[string]BucketArgs{}}
			}, nil,
		},
		"a template that there is not": {
			"26.2.1", func(a *StudiosArgs) { a.RemovedTemplates = pulumi.ToStringArray([]string{"XPRA"}) },
			[]string{`removedTemplates[0]: Unsupported value: "XPRA": supported values: "JUPYTERGA", "RIDE", "VSCODEGA", "XPRAGA"`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := told(t, namespaceWith(c.version, nil), c.change)
			if strings.Count(got, "\n  ") != len(c.want) {
				t.Errorf("told is %s", got)
			}
			for _, want := range c.want {
				if !strings.Contains(got, "  "+want) {
					t.Errorf("nothing says %s in %s", want, got)
				}
			}
		})
	}
}
