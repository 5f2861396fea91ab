package component

import (
	"strings"

	"github.com/pulumi/pulumi-go-provider/infer"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// SSHServiceArgs describe the Service for SSH.
type SSHServiceArgs struct {
	// Name of the Service.
	Name pulumi.StringPtrInput `pulumi:"name,optional"`
	// Type of the Service. ClusterIP is for a Gateway with a TCPRoute.
	Type pulumi.StringPtrInput `pulumi:"type,optional"`
	// ClassName is the class of the load balancer. Another one makes the Service anew, at another address. Example: "service.k8s.aws/nlb".
	ClassName pulumi.StringPtrInput `pulumi:"className,optional"`
	// Annotations of the Service.
	Annotations pulumi.StringMapInput `pulumi:"annotations,optional"`
	// SourceRanges are the addresses from which the load balancer is reached.
	SourceRanges pulumi.StringArrayInput `pulumi:"sourceRanges,optional"`
	// ExternalTrafficPolicy is Local for the proxy to see the addresses of clients.
	ExternalTrafficPolicy pulumi.StringPtrInput `pulumi:"externalTrafficPolicy,optional"`
	// NodePort is the port of the nodes.
	NodePort pulumi.IntPtrInput `pulumi:"nodePort,optional"`
}

// Annotate describes the arguments in the schema.
func (a *SSHServiceArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *SSHServiceArgs) rows() []row {
	return []row{
		constant(&a.Name, "connect-ssh", rules.ServiceName),
		serviceTypes.at(&a.Type, loadBalancer),
		derived(&a.ClassName, "the cluster's own", rules.ClassName),
		derived(&a.Annotations, none, rules.Annotations),
		derived(&a.SourceRanges, "everywhere", rules.Each(rules.CIDR)),
		trafficPolicies.derivedAt(&a.ExternalTrafficPolicy, `"Local", but for ClusterIP, which has none`),
		derived(&a.NodePort, "one that the cluster chooses", rules.Port),
	}
}

var trafficPolicies = enum{"ExternalTrafficPolicy", []string{"Cluster", "Local"}}

const (
	clusterIP    = "ClusterIP"
	nodePort     = "NodePort"
	loadBalancer = "LoadBalancer"
)

func (a *SSHServiceArgs) isOf(ctx *pulumi.Context, kind string) bool {
	return awaitInput[string](ctx, a.Type).Value == kind
}

// fits refuses what the type of the Service cannot have.
func (a *SSHServiceArgs) fits(c *completion) {
	kind := awaitInput[string](c.ctx, a.Type).Value
	if kind == "" {
		return
	}
	only := func(at any, kinds ...string) {
		if isGiven(at) && !strings.Contains(strings.Join(kinds, " "), kind) {
			c.problems = append(c.problems, field.Forbidden(c.paths[at], "is of a Service of type "+strings.Join(kinds, " or ")+
				", and "+c.paths[&a.Type].String()+" is "+kind))
		}
	}
	only(&a.ClassName, loadBalancer)
	only(&a.SourceRanges, loadBalancer)
	only(&a.ExternalTrafficPolicy, nodePort, loadBalancer)
	only(&a.NodePort, nodePort, loadBalancer)
	if kind == nodePort && a.NodePort == nil {
		c.problems = append(c.problems, field.Required(c.paths[&a.NodePort], "or nobody could tell users the port; such as 32222"))
	}
}

// newSSHService waits for nothing: its pods are waited for, and a load balancer may take longer than the rest.
func (g *graph) newSSHService() error {
	if !g.SSH.isOn(g.ctx) {
		return nil
	}
	a := g.SSH.Service
	spec := &corev1.ServiceSpecArgs{
		Type:                     a.Type,
		Selector:                 g.selector(proxyComponent),
		LoadBalancerClass:        a.ClassName,
		LoadBalancerSourceRanges: a.SourceRanges,
		ExternalTrafficPolicy:    a.ExternalTrafficPolicy,
		Ports: corev1.ServicePortArray{&corev1.ServicePortArgs{
			Name: pulumi.String("ssh"), Port: number(g.SSH.publicPort(g.ctx)), TargetPort: pulumi.String("ssh"), NodePort: a.NodePort,
		}},
	}
	if a.ExternalTrafficPolicy == nil && !a.isOf(g.ctx, clusterIP) {
		spec.ExternalTrafficPolicy = pulumi.String("Local")
	}
	// Kubernetes refuses another class of a load balancer that is there, and a port of the nodes that the one before has still.
	_, err := corev1.NewService(g.ctx, g.logical("ssh-service"), &corev1.ServiceArgs{
		Metadata: g.meta(a.Name, proxyComponent, combined(a.Annotations, skipAwait)), Spec: spec,
	}, g.under(nil, pulumi.ReplaceOnChanges([]string{"spec.loadBalancerClass"}), pulumi.DeleteBeforeReplace(true))...)
	return err
}

// hostKeyHasGroup keeps the proxy from a host key that it cannot read: the files of a Secret are root's and the pod's group's.
func (a *StudiosArgs) hostKeyHasGroup(c *completion) {
	given := awaitInput[any](c.ctx, a.Proxy.Pod.PodSecurityContext)
	isOpenShift := awaitInput[bool](c.ctx, a.OpenShift).Value // which gives every pod a group
	pod, isGiven := plain[corev1.PodSecurityContext](given.Value)
	container := plainOf[corev1.SecurityContext](c.ctx, a.Proxy.Pod.SecurityContext)
	isRoot := func(id *int) bool { return id != nil && *id == 0 }
	if !a.SSH.isOn(c.ctx) || isOpenShift || !isGiven || pod.FsGroup != nil ||
		isRoot(pod.RunAsUser) || isRoot(pod.RunAsGroup) || isRoot(container.RunAsUser) || isRoot(container.RunAsGroup) {
		return
	}
	c.problems = append(c.problems, field.Required(c.paths[&a.Proxy.Pod.PodSecurityContext].Child("fsGroup"),
		"or the proxy cannot read its SSH host key; such as 65532"))
}
