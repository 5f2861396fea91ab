package component

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// relation checks more than one argument, when each is known and right by itself.
type relation func(*completion)

// relations are those of all arguments, complete.
func (a *StudiosArgs) relations(ctx *pulumi.Context) []relation {
	all := []relation{
		between(&a.ConnectURL, &a.PlatformURL, rules.SameRootDomain),
		a.hostCovers,
		between(&a.Ingress.PathType, &a.Ingress.Path, rules.PathFits),
		a.hasOneClass,
		distinct(&a.Platform.TowerYmlConfigMap, &a.Platform.ConfigMap, "each is patched by itself"),
		distinct(&a.Platform.Cron.Deployment, &a.Platform.Backend.Deployment, "each is restarted by itself"),
		distinct(&a.Oidc.TokenSecretName, &a.Oidc.SecretName, "the Platform reads one and the proxy the other"),
		distinct(&a.Server.Name, &a.Proxy.Name, "each has a Service of its name"),
		distinct(&a.SSH.Service.Name, &a.Proxy.Name, "each is a Service of its own"),
		distinct(&a.SSH.Service.Name, &a.Server.Name, "each is a Service of its own"),
		distinct(&a.Server.ListenerPort, &a.Server.TunnelPort, "both are in one pod"),
		a.listenerPortIsFree,
		a.Redis.clusterHasOneDatabase,
		a.removedAreOfTheDefault,
		a.bucketsAreWhole,
		limitsAreEnough(a.Proxy.Resources),
		limitsAreEnough(a.Server.Resources),
	}
	all = append(all, a.rotations()...)
	all = append(all, a.running()...)
	all = append(all, a.SSH.relations(a)...)
	all = append(all, a.servicePorts(ctx)...)
	all = append(all, a.Ingress.relations(a, ctx)...)
	all = append(all, a.proxyPods(ctx).extras()...)
	return append(all, a.serverPods(ctx).extras()...)
}

// hostCovers demands a wildcard, unless all sessions are below the connect host itself.
func (a *StudiosArgs) hostCovers(c *completion) {
	byPath, host := awaitInput[bool](c.ctx, a.Sessions.PathRouting), awaitInput[string](c.ctx, a.Ingress.Host)
	isOpen := a.Sessions.PathRouting != nil && !byPath.Known
	if url := awaitInput[string](c.ctx, a.ConnectURL); isOpen || byPath.Value && url.Known && rules.IsHostOf(host.Value, url.Value) {
		return
	}
	between(&a.Ingress.Host, &a.ConnectURL, rules.HostCovers)(c)
}

// between is a rule over two texts. What is left out is not checked.
func between[L, R pulumi.Input](
	left *L, right *R, rule func(path *field.Path, left, right string) field.ErrorList,
) relation {
	return func(c *completion) {
		l, r := awaitInput[string](c.ctx, *left), awaitInput[string](c.ctx, *right)
		if l.Known && r.Known {
			problems := rule(c.paths[left], l.Value, r.Value)
			if l.Secret || r.Secret {
				concealBeside(problems, c.paths[right])
			}
			c.problems = append(c.problems, problems...)
		}
	}
}

// concealBeside leaves out what a problem tells of two values, of which one is secret.
func concealBeside(problems field.ErrorList, other *field.Path) {
	hide(problems)
	for _, problem := range problems {
		problem.Detail = fmt.Sprintf("does not go together with %s; one of them is secret, so no more is told", other)
	}
}

// distinct demands another value, and says why.
func distinct[I pulumi.Input](at, other *I, why string) relation {
	return func(c *completion) {
		value, otherValue := awaitInput[any](c.ctx, *at), awaitInput[any](c.ctx, *other)
		if value.Known && otherValue.Known && value.Value == otherValue.Value {
			problem := field.Invalid(c.paths[at], value.Value, fmt.Sprintf("must be another than %s: %s", c.paths[other], why))
			if value.Secret || otherValue.Secret {
				problem.BadValue = "[secret]"
			}
			c.problems = append(c.problems, problem)
		}
	}
}

// listenerPortIsFree keeps the Service of the server from having one port twice.
func (a *StudiosArgs) listenerPortIsFree(c *completion) {
	if port := awaitInput[int](c.ctx, a.Server.ListenerPort); port.Known && port.Value == serverPort {
		c.problems = append(c.problems, field.Invalid(c.paths[&a.Server.ListenerPort], port.Value,
			"must be another than that of the server's Service, such as 7777"))
	}
}

// limitsAreEnough holds a limit against its request, which may be the default.
func limitsAreEnough(a *ResourcesArgs) relation {
	return func(c *completion) {
		requests, limits := awaitInput[map[string]string](c.ctx, a.Requests), awaitInput[map[string]string](c.ctx, a.Limits)
		if !requests.Known || a.Limits != nil && !limits.Known {
			return
		}
		problems := rules.LimitsCover(c.paths[&a.Limits], limits.Value, requests.Value)
		if requests.Secret || limits.Secret {
			concealBeside(problems, c.paths[&a.Requests])
		}
		c.problems = append(c.problems, problems...)
	}
}

// awaitInput is for an argument whose failure, if any, has been noticed already. It is not known where there is none.
func awaitInput[T any](ctx *pulumi.Context, in pulumi.Input) await.Result[T] {
	if in == nil {
		return await.Result[T]{}
	}
	result, _ := await.Value[T](ctx, pulumi.ToOutputWithContext(ctx.Context(), in))
	return result
}
