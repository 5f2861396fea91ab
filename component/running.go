package component

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// running are the rules over several arguments of what keeps Studios running well.
func (a *StudiosArgs) running() []relation {
	const inOnePod = "both are in one pod"
	return []relation{
		distinct(&a.Metrics.Port, &a.Proxy.Port, inOnePod),
		distinct(&a.Metrics.Port, &a.Server.TunnelPort, inOnePod),
		distinct(&a.Metrics.Port, &a.Server.ListenerPort, inOnePod),
		needs(&a.Proxy.Autoscaling.MaxReplicas, &a.Proxy.Autoscaling.MinReplicas, &a.Proxy.Autoscaling.CPUUtilization,
			&a.Proxy.Autoscaling.MemoryUtilization),
		needs(&a.ServiceAccount.Name, &a.ServiceAccount.Annotations),
		needs(&a.Metrics.Port, &a.Metrics.Path, &a.Metrics.AuthKeySecret),
		drains(a.Proxy.DisruptionBudget, a.Proxy.minReplicas()),
		drains(a.Server.DisruptionBudget, a.Server.Replicas),
		a.Proxy.scales,
		a.Proxy.measures,
		a.Proxy.RollingUpdate.moves,
	}
}

// needs refuses arguments that mean nothing without another.
func needs(other any, ats ...any) relation {
	return func(c *completion) {
		for _, at := range ats {
			if isGiven(at) && !isGiven(other) {
				c.problems = append(c.problems, field.Required(c.paths[other], fmt.Sprintf("or %s means nothing", c.paths[at])))
			}
		}
	}
}

func drains(a *DisruptionBudgetArgs, replicas pulumi.IntPtrInput) relation {
	return func(c *completion) {
		least, count := awaitInput[string](c.ctx, a.MinAvailable), awaitInput[int](c.ctx, replicas)
		if least.Known && count.Known {
			problems := rules.CanDrain(c.paths[&a.MinAvailable], least.Value, count.Value)
			if least.Secret || count.Secret {
				hide(problems)
			}
			c.problems = append(c.problems, problems...)
		}
	}
}

// scales demands room between the numbers of pods.
func (a *ProxyArgs) scales(c *completion) {
	least, most := awaitInput[int](c.ctx, a.minReplicas()), awaitInput[int](c.ctx, a.Autoscaling.MaxReplicas)
	if least.Known && most.Known && least.Value > most.Value {
		lower := c.paths[&a.Replicas]
		if a.Autoscaling.MinReplicas != nil {
			lower = c.paths[&a.Autoscaling.MinReplicas]
		}
		problem := field.Invalid(c.paths[&a.Autoscaling.MaxReplicas], most.Value, fmt.Sprintf("must not be below %s, which is %d", lower, least.Value))
		if least.Secret || most.Secret {
			concealBeside(field.ErrorList{problem}, lower)
		}
		c.problems = append(c.problems, problem)
	}
}

// measures demands that the pods ask for what an autoscaler compares their use with: of what they do not, it knows nothing.
func (a *ProxyArgs) measures(c *completion) {
	requests, limits := awaitInput[map[string]string](c.ctx, a.Resources.Requests), awaitInput[map[string]string](c.ctx, a.Resources.Limits)
	if !a.Autoscaling.isOn() || !requests.Known || a.Resources.Limits != nil && !limits.Known {
		return
	}
	compared := map[string]bool{"cpu": a.Autoscaling.CPUUtilization != nil || a.Autoscaling.MemoryUtilization == nil, "memory": a.Autoscaling.MemoryUtilization != nil}
	for _, resource := range rules.Sorted(compared) {
		// Kubernetes takes a limit for the request where there is none.
		if compared[resource] && requests.Value[resource] == "" && limits.Value[resource] == "" {
			c.problems = append(c.problems, field.Required(c.paths[&a.Resources.Requests].Key(resource),
				"or an autoscaler cannot tell how much of it the pods use; the default has it"))
		}
	}
}

func (a *RollingUpdateArgs) moves(c *completion) {
	missing, more := awaitInput[string](c.ctx, a.MaxUnavailable), awaitInput[string](c.ctx, a.MaxSurge)
	if missing.Known && more.Known && rules.IsNone(missing.Value) && rules.IsNone(more.Value) {
		c.problems = append(c.problems, field.Invalid(c.paths[&a.MaxSurge], more.Value,
			fmt.Sprintf("must be above zero where %s is zero, or no pod could ever be replaced", c.paths[&a.MaxUnavailable])))
	}
}

// refusedByNamespace is what would keep every pod of ours from being made.
func (g *graph) refusedByNamespace() field.ErrorList {
	violations := g.unrestricted()
	if g.facts.PodSecurity != restricted || len(violations) == 0 {
		return nil
	}
	return field.ErrorList{field.Forbidden(field.NewPath("podSecurity"), fmt.Sprintf(
		"the namespace enforces the Pod Security Standard %q, and would refuse our pods: %s; set podSecurity: %q, and in security contexts of your own what is missing",
		restricted, strings.Join(violations, ", "), restricted))}
}

// idle are settings that cannot act.
func (g *graph) idle() (all []string) {
	say := func(isIdle bool, argument, why string) {
		if isIdle {
			all = append(all, argument+": "+why)
		}
	}
	policy, account := g.NetworkPolicy, g.ServiceAccount
	const noPolicy = "does nothing without networkPolicy.enabled"
	say(policy.IngressNamespace != nil && !g.hasNetworkPolicies(), "networkPolicy.ingressNamespace", noPolicy)
	say(policy.MetricsNamespace != nil && !g.hasNetworkPolicies(), "networkPolicy.metricsNamespace", noPolicy)
	say(policy.MetricsNamespace != nil && !g.Metrics.isOn(), "networkPolicy.metricsNamespace", "does nothing without metrics.port")
	say(g.Metrics.isOn() && g.hasNetworkPolicies() && policy.MetricsNamespace == nil, "metrics.port",
		"nobody reaches it, for networkPolicy.metricsNamespace is not given")
	say(account.Annotations != nil && account.Name != nil && !g.makesAccount(), "serviceAccount.annotations",
		"does nothing with serviceAccount.create: false; set them where the ServiceAccount is made")
	const noBudget = "does nothing, for there is no PodDisruptionBudget; set enabled: true"
	say(g.Proxy.DisruptionBudget.isGiven() && !g.hasBudget(g.Proxy.DisruptionBudget, g.Proxy.minReplicas()), "proxy.disruptionBudget", noBudget)
	say(g.Server.DisruptionBudget.isGiven() && !g.hasBudget(g.Server.DisruptionBudget, g.Server.Replicas), "server.disruptionBudget", noBudget)
	if violations := g.unrestricted(); g.known(g.PodSecurity) == restricted && g.facts.PodSecurity != restricted && len(violations) > 0 {
		all = append(all, fmt.Sprintf("podSecurity: security contexts that are given replace the default whole, and a namespace that enforces %q would refuse: %s",
			restricted, strings.Join(violations, ", ")))
	}
	return append(all, g.SSH.idle(g)...)
}
