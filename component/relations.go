package component

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/rules"
)

// relation checks more than one argument, when each is known and right by itself.
type relation func(*completion)

// relations are those of all arguments, complete.
func (a *StudiosArgs) relations() []relation {
	all := []relation{
		between(&a.ConnectURL, &a.PlatformURL, rules.SameRootDomain),
		between(&a.Ingress.Host, &a.ConnectURL, rules.HostCovers),
		between(&a.Ingress.PathType, &a.Ingress.Path, rules.PathFits),
		distinct(&a.Platform.TowerYmlConfigMap, &a.Platform.ConfigMap, "each is patched by itself"),
		distinct(&a.Platform.Cron.Deployment, &a.Platform.Backend.Deployment, "each is restarted by itself"),
		distinct(&a.Oidc.TokenSecretName, &a.Oidc.SecretName, "the Platform reads one and the proxy the other"),
		distinct(&a.Server.Name, &a.Proxy.Name, "each has a Service of its name"),
		distinct(&a.Server.ListenerPort, &a.Server.TunnelPort, "both are in one pod"),
		a.listenerPortIsFree,
		limitsAreEnough(a.Proxy.Resources),
		limitsAreEnough(a.Server.Resources),
	}
	all = append(all, a.proxyPods().extras()...)
	return append(all, a.serverPods().extras()...)
}

// between is a rule over two texts. What is left out is not checked.
func between[L, R pulumi.Input](
	left *L, right *R, rule func(path *field.Path, left, right string) field.ErrorList,
) relation {
	return func(c *completion) {
		l, leftKnown := awaitInput[string](c.ctx, *left)
		r, rightKnown := awaitInput[string](c.ctx, *right)
		if leftKnown && rightKnown {
			c.problems = append(c.problems, rule(c.paths[left], l, r)...)
		}
	}
}

// distinct demands another value, and says why.
func distinct[I pulumi.Input](at, other *I, why string) relation {
	return func(c *completion) {
		value, known := awaitInput[any](c.ctx, *at)
		if otherValue, otherKnown := awaitInput[any](c.ctx, *other); known && otherKnown && value == otherValue {
			c.problems = append(c.problems, field.Invalid(c.paths[at], value,
				fmt.Sprintf("must be another than %s: %s", c.paths[other], why)))
		}
	}
}

// listenerPortIsFree keeps the Service of the server from having one port twice.
func (a *StudiosArgs) listenerPortIsFree(c *completion) {
	if port, known := awaitInput[int](c.ctx, a.Server.ListenerPort); known && port == serverPort {
		c.problems = append(c.problems, field.Invalid(c.paths[&a.Server.ListenerPort], port,
			"must be another than that of the server's Service, such as 7777"))
	}
}

// limitsAreEnough holds a limit against its request, which may be the default.
func limitsAreEnough(a *ResourcesArgs) relation {
	return func(c *completion) {
		requests, requestsKnown := awaitInput[map[string]string](c.ctx, a.Requests)
		limits, limitsKnown := awaitInput[map[string]string](c.ctx, a.Limits)
		if requestsKnown && limitsKnown {
			c.problems = append(c.problems, rules.LimitsCover(c.paths[&a.Limits], limits, requests)...)
		}
	}
}

// awaitInput is for an argument whose failure, if any, has been noticed already. It is not known where there is none.
func awaitInput[T any](ctx *pulumi.Context, in pulumi.Input) (value T, known bool) {
	if in == nil {
		return value, false
	}
	result, _ := await.Value[T](ctx, pulumi.ToOutputWithContext(ctx.Context(), in))
	return result.Value, result.Known
}
