package component

import (
	"fmt"
	"strings"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	policyMount = "/etc/seqera-studios/policy"
	policyFile  = "policy.json"
)

// policyName is that of the ConfigMap with the policy. The proxy reads the file once, at its start: under a name that changes with
// the content, another policy is another file to the old pods and the new ones, and what restarts the proxy is its own template.
func (a *StudiosArgs) policyName() pulumi.StringOutput {
	return pulumi.All(a.Quotas.Name, a.policyText()).ApplyT(func(of []any) string {
		return of[0].(string) + "-" + shortHash(of[1].(string))
	}).(pulumi.StringOutput)
}

// newPolicy is nil where there are no quotas.
func (g *graph) newPolicy() (pulumi.Resource, error) {
	if len(g.Quotas.Buckets) == 0 {
		return nil, nil
	}
	return corev1.NewConfigMap(g.ctx, g.logical("policy"), &corev1.ConfigMapArgs{
		Metadata:  g.meta(g.policyName(), proxyComponent, nil),
		Immutable: pulumi.Bool(true),
		Data:      pulumi.StringMap{policyFile: g.policyText()},
	}, g.under(nil)...)
}

func (a *StudiosArgs) quotaVariables() (variables []variable) {
	if len(a.Quotas.Buckets) > 0 {
		variables = append(variables, env("CONNECT_POLICY_FILE", "quotas.buckets", constantText(policyMount+"/"+policyFile)))
	}
	for _, v := range []struct {
		name, argument string
		value          pulumi.Input
	}{
		{"CONNECT_TRUSTED_PROXY_CIDRS", "quotas.trustedProxyCidrs", joined(a.Quotas.TrustedProxyCIDRs, " ")},
		{"CONNECT_TELEMETRY_FLUSH_INTERVAL", "quotas.telemetryFlushInterval", a.Quotas.TelemetryFlushInterval},
		{"CONNECT_TELEMETRY_TTL", "quotas.telemetryTtl", a.Quotas.TelemetryTTL},
		{"CONNECT_TELEMETRY_STREAM_EMIT_INTERVAL", "quotas.telemetryStreamEmitInterval", a.Quotas.TelemetryStreamEmitInterval},
	} {
		if v.value != nil {
			variables = append(variables, env(v.name, v.argument, v.value))
		}
	}
	return variables
}

func (a *StudiosArgs) policyVolumes() []volume {
	if len(a.Quotas.Buckets) == 0 {
		return nil
	}
	return []volume{{name: "policy", path: policyMount, source: corev1.VolumeArgs{
		ConfigMap: &corev1.ConfigMapVolumeSourceArgs{Name: a.policyName()},
	}}}
}

// quotaWarnings tell what cannot act, and what a user can turn against another.
func (g *graph) quotaWarnings() (all []string) {
	byAddress := false
	for _, bucket := range g.Quotas.Buckets {
		byAddress = byAddress || awaitInput[bool](g.ctx, bucket.ClientIP).Value
	}
	if g.Quotas.TrustedProxyCIDRs != nil && !byAddress {
		all = append(all, "quotas.trustedProxyCidrs: nothing is counted by the client's address; a bucket with clientIp: true would be")
	}
	for _, cidr := range awaitInput[[]string](g.ctx, g.Quotas.TrustedProxyCIDRs).Value {
		if strings.HasSuffix(cidr, "/0") {
			all = append(all, fmt.Sprintf("quotas.trustedProxyCidrs: %s is everybody, so everybody can have his transfers counted as another's", cidr))
		}
	}
	isTelemetrySet := g.Quotas.TelemetryFlushInterval != nil || g.Quotas.TelemetryTTL != nil || g.Quotas.TelemetryStreamEmitInterval != nil
	if isTelemetrySet && len(g.Quotas.Buckets) == 0 {
		all = append(all, "quotas: the proxy counts nothing without quotas.buckets, so the settings of its telemetry do nothing")
	}
	return all
}
