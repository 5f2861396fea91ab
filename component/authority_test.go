package component

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// What is said of an authority: what sessions would refuse of it, and what keeps it from acting.
func TestAuthorityIsHeldAgainstThePlatform(t *testing.T) {
	given := func(of CertificateAuthorityArgs) func(a *StudiosArgs) {
		return func(a *StudiosArgs) { a.CertificateAuthority = &of }
	}
	configMap := func(f *platform.Facts, text string) {
		f.ConfigMaps = append(f.ConfigMaps, platform.ConfigMap{
			Name: "authority", Version: "21", Keys: []string{"ca.crt"}, Values: map[string]string{"ca.crt": text},
		})
	}
	inConfigMap := CertificateAuthorityArgs{ConfigMapName: pulumi.String("authority")}
	for name, c := range map[string]struct {
		version string
		facts   func(f *platform.Facts)
		change  func(a *StudiosArgs)
		want    string // empty: nothing is said
	}{
		"a root":      {"26.2.1", nil, given(CertificateAuthorityArgs{PEM: pulumi.String(recorder.Root)}), ""},
		"nowhere":     {"26.2.1", nil, given(CertificateAuthorityArgs{Key: pulumi.String("a")}), "certificateAuthority: does nothing without pem, configMapName or secretName"},
		"before 26.2": {"26.1.4", nil, given(CertificateAuthorityArgs{PEM: pulumi.String(recorder.Root)}), "certificateAuthority.pem: Forbidden: needs Platform 26.2 or later, and this is 26.1.4"},
		"a key beside the certificate itself": {
			"26.2.1", nil, given(CertificateAuthorityArgs{PEM: pulumi.String(recorder.Root), Key: pulumi.String("a")}), "certificateAuthority.key: does nothing beside pem",
		},
		"a ConfigMap":              {"26.2.1", func(f *platform.Facts) { configMap(f, recorder.Root) }, given(inConfigMap), ""},
		"one that is missing":      {"26.2.1", nil, given(inConfigMap), `certificateAuthority.configMapName: there is no ConfigMap "authority"`},
		"one with two":             {"26.2.1", func(f *platform.Facts) { configMap(f, recorder.Root+recorder.Root) }, given(inConfigMap), `certificateAuthority.configMapName: Invalid value: "authority": must be one root certificate`},
		"one without the key":      {"26.2.1", func(f *platform.Facts) { configMap(f, recorder.Root) }, given(CertificateAuthorityArgs{ConfigMapName: pulumi.String("authority"), Key: pulumi.String("root")}), `certificateAuthority.configMapName: Not found: "root": must be a key of ConfigMap "authority", as text; it has: ca.crt`},
		"a Secret without the key": {"26.2.1", func(f *platform.Facts) { f.Secrets = []platform.Secret{{Name: "authority", Keys: []string{"tls.crt"}}} }, given(CertificateAuthorityArgs{SecretName: pulumi.String("authority")}), `certificateAuthority.secretName: Not found: "ca.crt": must be a key of Secret "authority"; it has: tls.crt`},
		"one of the Platform's own": {"26.2.1", func(f *platform.Facts) {
			f.Deployments[1].Containers[0].Env = append(f.Deployments[1].Containers[0].Env, platform.Variable{Name: platform.Authority, Value: "/ca.pem"})
		}, given(CertificateAuthorityArgs{PEM: pulumi.String(recorder.Root)}), `certificateAuthority: Forbidden: container "backend" of Deployment "cron" has TOWER_SSL_CUSTOM_CA_CERT_FILE from its own env already`},
		"the same, as we have set it": {"26.2.1", func(f *platform.Facts) {
			f.Deployments[1].Containers[0].Env = append(f.Deployments[1].Containers[0].Env, platform.Variable{Name: platform.Authority, Value: "/etc/seqera-studios-ca/ca.pem"})
		}, given(CertificateAuthorityArgs{PEM: pulumi.String(recorder.Root)}), ""},
		"clients that know of none": {"26.2.1", nil, func(a *StudiosArgs) {
			a.CertificateAuthority = &CertificateAuthorityArgs{PEM: pulumi.String(recorder.Root)}
			a.Templates = map[string]TemplateArgs{
				"OLD": {Repository: pulumi.String("registry.example.com/lab:1-0.12.2"), Tool: pulumi.String("jupyter")},
				"NEW": {Repository: pulumi.String("registry.example.com/lab:1-0.13"), Tool: pulumi.String("jupyter")},
				"OWN": {Repository: pulumi.String("registry.example.com/lab:latest"), Tool: pulumi.String("jupyter")},
			}
		}, "certificateAuthority: the session clients of these templates are older than 0.13.0 and know of no authority, so their sessions may not reach proxy and Platform: OLD"},
	} {
		t.Run(name, func(t *testing.T) {
			facts := namespaceWith(c.version, nil)
			if c.facts != nil {
				c.facts(facts)
			}
			if got := told(t, facts, c.change); !strings.Contains(got, c.want) || (got == "") != (c.want == "") {
				t.Errorf("told is %q, not %q", got, c.want)
			}
		})
	}
}
