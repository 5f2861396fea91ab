package component

import (
	"fmt"
	"strconv"

	"github.com/pulumi/pulumi-go-provider/infer"
	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	autoscalingv2 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/autoscaling/v2"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	policyv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/policy/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// DisruptionBudgetArgs describe how many pods of a workload the drain of nodes may take away at once.
type DisruptionBudgetArgs struct {
	// Enabled creates a PodDisruptionBudget. Without one, draining two nodes at a time cuts every session.
	Enabled pulumi.BoolPtrInput `pulumi:"enabled,optional"`
	// MaxUnavailable is how many pods may be away.
	MaxUnavailable pulumi.StringPtrInput `pulumi:"maxUnavailable,optional"`
	// MinAvailable is how many pods have to stay.
	MinAvailable pulumi.StringPtrInput `pulumi:"minAvailable,optional"`
}

// Annotate describes the arguments in the schema.
func (a *DisruptionBudgetArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *DisruptionBudgetArgs) rows() []row {
	return []row{
		option(&a.Enabled, "true from two replicas on"),
		derived(&a.MaxUnavailable, `"1"`, rules.Amount),
		derived(&a.MinAvailable, none, rules.Amount).excluding(&a.MaxUnavailable),
	}
}

// AutoscalingArgs describe between which numbers of pods a HorizontalPodAutoscaler chooses. It is there where maxReplicas is given.
type AutoscalingArgs struct {
	// MaxReplicas are at most so many pods.
	MaxReplicas pulumi.IntPtrInput `pulumi:"maxReplicas,optional"`
	// MinReplicas are at least so many pods.
	MinReplicas pulumi.IntPtrInput `pulumi:"minReplicas,optional"`
	// CPUUtilization is the share of the requested CPU that the pods shall use on average, in percent.
	CPUUtilization pulumi.IntPtrInput `pulumi:"cpuUtilization,optional"`
	// MemoryUtilization is the share of the requested memory that the pods shall use on average, in percent.
	MemoryUtilization pulumi.IntPtrInput `pulumi:"memoryUtilization,optional"`
}

// Annotate describes the arguments in the schema.
func (a *AutoscalingArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *AutoscalingArgs) rows() []row {
	return []row{
		derived(&a.MaxReplicas, "no autoscaling", rules.AtLeast(1)),
		derived(&a.MinReplicas, "the replicas of the proxy", rules.AtLeast(1)),
		derived(&a.CPUUtilization, "80, unless memoryUtilization is given", rules.AtLeast(1)),
		derived(&a.MemoryUtilization, none, rules.AtLeast(1)),
	}
}

// RollingUpdateArgs describe how a Deployment replaces its pods.
type RollingUpdateArgs struct {
	// MaxUnavailable is how many pods may be missing meanwhile. With "0" each one stays until another is ready.
	MaxUnavailable pulumi.StringPtrInput `pulumi:"maxUnavailable,optional"`
	// MaxSurge is how many pods there may be too many meanwhile.
	MaxSurge pulumi.StringPtrInput `pulumi:"maxSurge,optional"`
}

// Annotate describes the arguments in the schema.
func (a *RollingUpdateArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *RollingUpdateArgs) rows() []row {
	return []row{
		derived(&a.MaxUnavailable, "Kubernetes' own, 25%", rules.AmountOrNone),
		derived(&a.MaxSurge, "Kubernetes' own, 25%", rules.AmountOrNone),
	}
}

// strategy is nil where nothing is given, for Kubernetes to have its own.
func (a *RollingUpdateArgs) strategy() appsv1.DeploymentStrategyPtrInput {
	if a.MaxUnavailable == nil && a.MaxSurge == nil {
		return nil
	}
	return &appsv1.DeploymentStrategyArgs{
		Type:          pulumi.String("RollingUpdate"),
		RollingUpdate: &appsv1.RollingUpdateDeploymentArgs{MaxUnavailable: amount(a.MaxUnavailable), MaxSurge: amount(a.MaxSurge)},
	}
}

// amount is a number as Kubernetes has it, or a percentage as a text; nil where there is none.
func amount(in pulumi.StringPtrInput) pulumi.Input {
	if in == nil {
		return nil
	}
	return text(in).ApplyT(func(text string) any {
		if number, err := strconv.Atoi(text); err == nil {
			return number
		}
		return text
	}).(pulumi.AnyOutput)
}

// hasBudget tells that a workload has a PodDisruptionBudget; a preview that does not know the replicas takes it that there are several.
func (g *graph) hasBudget(a *DisruptionBudgetArgs, replicas pulumi.IntPtrInput) bool {
	if a.Enabled != nil {
		return awaitInput[bool](g.ctx, a.Enabled).Value
	}
	count := awaitInput[int](g.ctx, replicas)
	return !count.Known || count.Value > 1
}

// isGiven tells that a number of pods is.
func (a *DisruptionBudgetArgs) isGiven() bool {
	return a.MaxUnavailable != nil || a.MinAvailable != nil
}

// newBudget lets a pod that cannot become ready be drained too: waiting for it helps nobody.
func (g *graph) newBudget(child, role string, name pulumi.StringPtrInput, a *DisruptionBudgetArgs, of pulumi.Resource) error {
	spec := &policyv1.PodDisruptionBudgetSpecArgs{
		MinAvailable:               amount(a.MinAvailable),
		MaxUnavailable:             amount(a.MaxUnavailable),
		Selector:                   &metav1.LabelSelectorArgs{MatchLabels: g.selector(role)},
		UnhealthyPodEvictionPolicy: pulumi.String("AlwaysAllow"),
	}
	if a.MinAvailable == nil && a.MaxUnavailable == nil {
		spec.MaxUnavailable = pulumi.Int(1)
	}
	_, err := policyv1.NewPodDisruptionBudget(g.ctx, g.logical(child+"-budget"), &policyv1.PodDisruptionBudgetArgs{
		Metadata: g.meta(name, role, nil), Spec: spec,
	}, g.under([]pulumi.Resource{of})...)
	return err
}

// newAvailability is what keeps the proxy at its replicas, and which those are.
func (g *graph) newAvailability(deployment pulumi.Resource) error {
	if g.hasBudget(g.Proxy.DisruptionBudget, g.Proxy.minReplicas()) {
		if err := g.newBudget("proxy", proxyComponent, g.Proxy.Name, g.Proxy.DisruptionBudget, deployment); err != nil {
			return err
		}
	}
	if !g.Proxy.Autoscaling.isOn() {
		return nil
	}
	return g.newAutoscaler(deployment)
}

// isOn tells that the proxy's replicas are the autoscaler's.
func (a *AutoscalingArgs) isOn() bool { return a.MaxReplicas != nil }

func (a *ProxyArgs) minReplicas() pulumi.IntPtrInput {
	return orElse(a.Autoscaling.MinReplicas, a.Replicas)
}

// scaling are the options by which the proxy's Deployment leaves its replicas to an autoscaler. They are ignored rather than left
// out: the provider then sends what is live, or nothing where the autoscaler alone holds it. Left out, they would be one until
// the autoscaler looks. Once it has changed them it holds them, and only force takes them back, which is what the annotation is
// for; it is ignored afterwards, since the update that takes them back has to have it still.
func (a *AutoscalingArgs) scaling() (annotations pulumi.StringMapInput, option pulumi.ResourceOption) {
	if a.isOn() {
		return pulumi.StringMap{forceAnnotation: pulumi.String("true")}, pulumi.IgnoreChanges([]string{"spec.replicas"})
	}
	return nil, pulumi.IgnoreChanges([]string{fmt.Sprintf("metadata.annotations[%q]", forceAnnotation)})
}

func (g *graph) newAutoscaler(of pulumi.Resource) error {
	a := g.Proxy.Autoscaling
	var metrics autoscalingv2.MetricSpecArray
	if a.CPUUtilization != nil || a.MemoryUtilization == nil {
		metrics = append(metrics, utilization("cpu", orElse[pulumi.IntPtrInput](a.CPUUtilization, pulumi.Int(80))))
	}
	if a.MemoryUtilization != nil {
		metrics = append(metrics, utilization("memory", a.MemoryUtilization))
	}
	_, err := autoscalingv2.NewHorizontalPodAutoscaler(g.ctx, g.logical("proxy-autoscaler"), &autoscalingv2.HorizontalPodAutoscalerArgs{
		Metadata: g.meta(g.Proxy.Name, proxyComponent, nil),
		Spec: &autoscalingv2.HorizontalPodAutoscalerSpecArgs{
			ScaleTargetRef: &autoscalingv2.CrossVersionObjectReferenceArgs{
				ApiVersion: pulumi.String("apps/v1"), Kind: pulumi.String("Deployment"), Name: text(g.Proxy.Name),
			},
			MinReplicas: g.Proxy.minReplicas(),
			MaxReplicas: number(a.MaxReplicas),
			Metrics:     metrics,
		},
	}, g.under([]pulumi.Resource{of})...)
	return err
}

func utilization(resource string, percent pulumi.IntPtrInput) *autoscalingv2.MetricSpecArgs {
	return &autoscalingv2.MetricSpecArgs{Type: pulumi.String("Resource"), Resource: &autoscalingv2.ResourceMetricSourceArgs{
		Name:   pulumi.String(resource),
		Target: &autoscalingv2.MetricTargetArgs{Type: pulumi.String("Utilization"), AverageUtilization: percent},
	}}
}
