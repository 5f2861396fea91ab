package component

import (
	"strings"
	"testing"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// What pods get from the ConfigMaps and Secrets of others is said where it does nothing, and refused where it does harm.
func TestSourcesOfOthers(t *testing.T) {
	from := func(quotas bool, sources ...corev1.EnvFromSourceInput) func(a *StudiosArgs) {
		return func(a *StudiosArgs) {
			a.Proxy = &ProxyArgs{Pod: &PodArgs{ExtraEnvFrom: corev1.EnvFromSourceArray(sources)}}
			if quotas {
				a.Quotas = &QuotasArgs{Buckets: map[string]BucketArgs{"user": {Quotas: pulumi.StringMap{"1h": pulumi.String("1GB")}, Header: pulumi.String("X-Connect-Sub")}}}
			}
		}
	}
	configMap := func(name string, optional bool) corev1.EnvFromSourceInput {
		return &corev1.EnvFromSourceArgs{ConfigMapRef: &corev1.ConfigMapEnvSourceArgs{Name: pulumi.String(name), Optional: pulumi.Bool(optional)}}
	}
	secret := &corev1.EnvFromSourceArgs{Prefix: pulumi.String("CONNECT_"), SecretRef: &corev1.SecretEnvSourceArgs{Name: pulumi.String("theirs")}}
	for name, c := range map[string]struct {
		change func(a *StudiosArgs)
		want   string
	}{
		"what nothing else sets":    {from(false, configMap("theirs", false)), ""},
		"what is missing":           {from(false, configMap("missing", false)), `proxy.pod.extraEnvFrom[0]: there is no ConfigMap "missing"`},
		"what need not be there":    {from(false, configMap("missing", true)), ""},
		"what an argument sets":     {from(false, configMap("theirs", false), secret), `proxy.pod.extraEnvFrom[1]: CONNECT_LOG_LEVEL of Secret "theirs" does nothing, for the argument proxy.logLevel sets it`},
		"a policy, and none beside": {from(false, configMap("policy", false)), ""},
		"a policy beside quotas":    {from(true, configMap("policy", false)), `proxy.pod.extraEnvFrom: Forbidden: ConfigMap "policy" has CONNECT_POLICY_B64, which excludes quotas.buckets`},
		"neither":                   {from(false, &corev1.EnvFromSourceArgs{}), "proxy.pod.extraEnvFrom[0]: Required value: must have either"},
	} {
		t.Run(name, func(t *testing.T) {
			facts := namespaceWith("26.2.1", nil)
			facts.ConfigMaps = append(facts.ConfigMaps, platform.ConfigMap{Name: "theirs", Keys: []string{"EXTRA"}}, platform.ConfigMap{Name: "policy", Keys: []string{"CONNECT_POLICY_B64"}})
			facts.Secrets = []platform.Secret{{Name: "theirs", Keys: []string{"LOG_LEVEL", "EXTRA"}}}
			if got := told(t, facts, c.change); !strings.Contains(got, c.want) || (got == "") != (c.want == "") {
				t.Errorf("told is %q, not %q", got, c.want)
			}
		})
	}
}
