package component

import (
	"fmt"

	"github.com/pulumi/pulumi-go-provider/infer"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/policy"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// QuotasArgs limit how much is transferred to and from sessions. They need Redis 7.0 or later, with scripting.
type QuotasArgs struct {
	// Name begins the name of the ConfigMap with the policy; a hash of the policy ends it.
	Name pulumi.StringPtrInput `pulumi:"name,optional"`
	// Buckets are what is counted, by the name under which the proxy counts it. Example: {"user_id": {"quotas": {"720h": "1TB"},
	// "header": "X-Connect-Sub"}}.
	Buckets map[string]BucketArgs `pulumi:"buckets,optional"`
	// TrustedProxyCIDRs are the addresses of what stands between clients and the proxy: what those say of a client's address is
	// believed, and so they need to be as few as possible. Example: ["10.0.0.0/16"].
	TrustedProxyCIDRs pulumi.StringArrayInput `pulumi:"trustedProxyCidrs,optional"`
	// TelemetryFlushInterval is how often the proxy writes to Redis what it has counted.
	TelemetryFlushInterval pulumi.StringPtrInput `pulumi:"telemetryFlushInterval,optional"`
	// TelemetryTTL is how long the totals of a bucket stay in Redis.
	TelemetryTTL pulumi.StringPtrInput `pulumi:"telemetryTtl,optional"`
	// TelemetryStreamEmitInterval is how often WebSockets and SSH connections are counted while they last.
	TelemetryStreamEmitInterval pulumi.StringPtrInput `pulumi:"telemetryStreamEmitInterval,optional"`
}

// Annotate describes the arguments in the schema.
func (a *QuotasArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *QuotasArgs) rows() []row {
	const quotas = "0.12.0"
	return []row{
		constant(&a.Name, "connect-policy", rules.NameBeforeHash),
		groups(&a.Buckets, none, policy.BucketName, (*BucketArgs).rows).since("26.1", quotas),
		derived(&a.TrustedProxyCIDRs, "the proxy's own, 127.0.0.1/32", rules.Each(rules.CIDR)).since("", quotas),
		derived(&a.TelemetryFlushInterval, "the proxy's own, 30s", rules.Duration).since("", quotas),
		derived(&a.TelemetryTTL, "the proxy's own, 168h", rules.Duration).since("", quotas),
		derived(&a.TelemetryStreamEmitInterval, "the proxy's own, 1s", rules.Duration).since("", quotas),
	}
}

// BucketArgs describe whose transfers are counted together, and how much they may be. Users are told apart by header or jwt over
// HTTP, by permissions over SSH, or by clientIp over both; one of them is needed.
type BucketArgs struct {
	// Quotas are how many bytes may be transferred, by the window of time that begins with the first of them. KB, MB, GB and TB
	// are powers of 1024. Example: {"1h": "3GB", "24h": "50GB"}.
	Quotas pulumi.StringMapInput `pulumi:"quotas"`
	// Header tells HTTP requests apart by one of their headers. Only X-Connect-Sub, the user, is the proxy's own; others are what
	// the client says.
	Header pulumi.StringPtrInput `pulumi:"header,optional"`
	// JWT tells HTTP requests apart by a claim of a JSON Web Token.
	JWT *JWTArgs `pulumi:"jwt,optional"`
	// Permissions tells SSH connections apart by a field of what is known since they have been let in. Example: "userId".
	Permissions pulumi.StringPtrInput `pulumi:"permissions,optional"`
	// ClientIP tells HTTP requests and SSH connections apart by the client's address.
	ClientIP pulumi.BoolPtrInput `pulumi:"clientIp,optional"`
}

// Annotate describes the arguments in the schema.
func (a *BucketArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *BucketArgs) rows() []row {
	return []row{
		required(&a.Quotas, policy.Quotas),
		derived(&a.Header, none, policy.Header),
		optionalGroup(&a.JWT, none, (*JWTArgs).rows).excluding(&a.Header),
		derived(&a.Permissions, none, rules.NotEmpty),
		flag(&a.ClientIP, false),
	}
}

// JWTArgs name a claim of a JSON Web Token.
type JWTArgs struct {
	// Token is the token.
	Token pulumi.StringInput `pulumi:"token"`
	// Claim of the token.
	Claim pulumi.StringInput `pulumi:"claim"`
}

// Annotate describes the arguments in the schema.
func (a *JWTArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *JWTArgs) rows() []row {
	return []row{required(&a.Token, rules.NotEmpty), required(&a.Claim, rules.NotEmpty)}
}

// bucketsAreWhole refuses what keeps the proxy from starting, and what would count all users as one.
func (a *StudiosArgs) bucketsAreWhole(c *completion) {
	var byAddress []string
	for _, name := range rules.Sorted(a.Quotas.Buckets) {
		args := a.Quotas.Buckets[name]
		parts := awaitInput[[]any](c.ctx, pulumi.All(args.parts()...))
		if !parts.Known {
			continue
		}
		bucket := bucketOf(name, parts.Value)
		c.problems = append(c.problems, policy.Extractors(c.paths[&a.Quotas.Buckets].Key(name), bucket)...)
		if bucket.ClientIP {
			byAddress = append(byAddress, name)
		}
	}
	if len(byAddress) > 0 && a.Quotas.TrustedProxyCIDRs == nil {
		c.problems = append(c.problems, field.Required(c.paths[&a.Quotas.TrustedProxyCIDRs], fmt.Sprintf(
			"bucket %q counts by the client's address, and without these all clients behind a load balancer are one; "+
				`give its addresses and those of the nodes, such as ["10.0.0.0/16"]`, byAddress[0])))
	}
	if len(a.Quotas.Buckets) == 0 {
		return
	}
	for i, v := range awaitInput[[]corev1.EnvVar](c.ctx, a.Proxy.Pod.ExtraEnv).Value {
		if v.Name == policyVariable {
			c.problems = append(c.problems, field.Forbidden(c.paths[&a.Proxy.Pod.ExtraEnv].Index(i).Child("name"),
				"excludes quotas.buckets: with two policies the proxy does not start"))
		}
	}
}

// policyText is the policy, of which each part stays as unknown or secret as its argument.
func (a *StudiosArgs) policyText() pulumi.StringOutput {
	names := rules.Sorted(a.Quotas.Buckets)
	var all []any
	for _, name := range names {
		args := a.Quotas.Buckets[name]
		all = append(all, pulumi.All(args.parts()...))
	}
	return pulumi.All(all...).ApplyT(func(given []any) string {
		buckets := make([]policy.Bucket, len(names))
		for i, name := range names {
			buckets[i] = bucketOf(name, given[i].([]any))
		}
		return policy.Document(buckets)
	}).(pulumi.StringOutput)
}

// parts are what bucketOf makes a bucket of, in this order.
func (a *BucketArgs) parts() []any {
	orNone := func(in pulumi.StringPtrInput) any { return orElse[pulumi.StringPtrInput](in, constantText("")) }
	token, claim := any(constantText("")), any(constantText(""))
	if a.JWT != nil {
		token, claim = a.JWT.Token, a.JWT.Claim
	}
	return []any{a.Quotas, orNone(a.Header), token, claim, orNone(a.Permissions), a.ClientIP}
}

func bucketOf(name string, parts []any) policy.Bucket {
	of := func(i int) string { text, _ := parts[i].(string); return text }
	quotas, _ := parts[0].(map[string]string)
	byAddress, _ := parts[5].(bool)
	return policy.Bucket{
		Name: name, Quotas: quotas, Header: of(1), Token: of(2), Claim: of(3), Permissions: of(4), ClientIP: byAddress,
	}
}
