package component

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-go-provider/infer"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// ServiceAccountArgs describe the ServiceAccount of proxy and server. Neither talks to the Kubernetes API, so no token of it is
// mounted. Where no name is given they run as before, under the namespace's default one.
type ServiceAccountArgs struct {
	// Name of the ServiceAccount.
	Name pulumi.StringPtrInput `pulumi:"name,optional"`
	// Create makes it. Otherwise it is one that exists.
	Create pulumi.BoolPtrInput `pulumi:"create,optional"`
	// Annotations of the ServiceAccount, such as those that give its pods a role of a cloud.
	Annotations pulumi.StringMapInput `pulumi:"annotations,optional"`
}

// Annotate describes the arguments in the schema.
func (a *ServiceAccountArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *ServiceAccountArgs) rows() []row {
	return []row{
		derived(&a.Name, "the namespace's default ServiceAccount", rules.ObjectName),
		flag(&a.Create, true),
		derived(&a.Annotations, none, rules.Annotations),
	}
}

// podSecurities are what a namespace may demand of its pods beyond what Seqera's manifests have.
var podSecurities = enum{"PodSecurity", []string{restricted}}

const restricted = "restricted"

func (g *graph) makesAccount() bool {
	return g.ServiceAccount.Name != nil && awaitInput[bool](g.ctx, g.ServiceAccount.Create).Value
}

// newServiceAccount is nil where none is to be made.
func (g *graph) newServiceAccount() (pulumi.Resource, error) {
	if !g.makesAccount() {
		return nil, nil
	}
	return corev1.NewServiceAccount(g.ctx, g.logical("account"), &corev1.ServiceAccountArgs{
		Metadata:                     g.meta(g.ServiceAccount.Name, "", g.ServiceAccount.Annotations),
		AutomountServiceAccountToken: pulumi.Bool(false),
	}, g.under(nil)...)
}

// withAccount lets pods run under the ServiceAccount. The field has an older name, which the API server fills in and which nobody
// would own: it would keep the account in the pods when the newer one is withdrawn.
func (g *graph) withAccount(spec *corev1.PodSpecArgs) {
	if g.ServiceAccount.Name != nil {
		spec.ServiceAccountName = g.ServiceAccount.Name
		spec.ServiceAccount = g.ServiceAccount.Name
		spec.AutomountServiceAccountToken = pulumi.Bool(false)
	}
}

func (g *graph) isOpenShift() bool { return awaitInput[bool](g.ctx, g.OpenShift).Value }

// podContext gives the volumes to the group that Seqera's images are built for. OpenShift chooses one itself.
func (g *graph) podContext() corev1.PodSecurityContextPtrInput {
	if g.isOpenShift() {
		return nil
	}
	return &corev1.PodSecurityContextArgs{FsGroup: pulumi.Int(nonRoot)}
}

func (g *graph) containerContext() corev1.SecurityContextPtrInput {
	context := &corev1.SecurityContextArgs{
		RunAsNonRoot: pulumi.Bool(true),
		RunAsUser:    pulumi.Int(nonRoot),
		RunAsGroup:   pulumi.Int(nonRoot),
		Capabilities: &corev1.CapabilitiesArgs{
			Add:  pulumi.ToStringArray([]string{"NET_BIND_SERVICE"}),
			Drop: pulumi.ToStringArray([]string{"ALL"}),
		},
		ReadOnlyRootFilesystem: pulumi.Bool(false),
	}
	if g.isOpenShift() {
		context.RunAsUser, context.RunAsGroup = nil, nil
	}
	if g.known(g.PodSecurity) == restricted {
		context.AllowPrivilegeEscalation = pulumi.Bool(false)
		context.SeccompProfile = &corev1.SeccompProfileArgs{Type: pulumi.String("RuntimeDefault")}
	}
	return context
}

// homes are where Caddy keeps what it writes. A user that the image does not know has no home, and may write below /data only.
func homes() []variable {
	return []variable{
		env("XDG_CONFIG_HOME", "openshift", constantText("/data/config")),
		env("XDG_DATA_HOME", "openshift", constantText("/data/share")),
	}
}

// unrestricted tells, in the words of Kubernetes' own admission, for what a namespace that enforces the standard would refuse our
// pods: their Deployment would be accepted, and its rollout never end.
func (g *graph) unrestricted() (all []string) {
	for _, p := range []pods{g.proxyPods(g.ctx), g.serverPods(g.ctx)} {
		container := plainOf[corev1.SecurityContext](g.ctx, orElse(p.pod.SecurityContext, g.containerContext()))
		pod := plainOf[corev1.PodSecurityContext](g.ctx, orElse(p.pod.PodSecurityContext, g.podContext()))
		all = append(all, violations(p.group, container, pod)...)
		for _, before := range plainOf[[]corev1.Container](g.ctx, p.pod.InitContainers) {
			own := corev1.SecurityContext{}
			if before.SecurityContext != nil {
				own = *before.SecurityContext
			}
			all = append(all, violations(before.Name, own, pod)...)
		}
		for _, volume := range plainOf[[]corev1.Volume](g.ctx, p.pod.ExtraVolumes) {
			if !isRestricted(volume) {
				all = append(all, fmt.Sprintf("restricted volume types (volume %q of the %s)", volume.Name, p.group))
			}
		}
	}
	return all
}

// isRestricted knows the kinds of volumes that the standard leaves; one of no kind is an emptyDir.
func isRestricted(v corev1.Volume) bool {
	kind := v
	kind.Name, kind.ConfigMap, kind.Csi, kind.DownwardAPI, kind.EmptyDir, kind.Ephemeral = "", nil, nil, nil, nil, nil
	kind.PersistentVolumeClaim, kind.Projected, kind.Secret = nil, nil, nil
	return kind == corev1.Volume{}
}

// plainOf is the value of an input of a type of Kubernetes' own; its zero value where there is none or it is not known.
func plainOf[T any](ctx *pulumi.Context, in pulumi.Input) T {
	value, _ := plain[T](awaitInput[any](ctx, in).Value)
	return value
}

// violations are those of the Pod Security Standard "restricted" that security contexts can have.
func violations(container string, c corev1.SecurityContext, p corev1.PodSecurityContext) (all []string) {
	says := func(is bool, what, must string) {
		if is {
			all = append(all, fmt.Sprintf("%s (container %q must set %s)", what, container, must))
		}
	}
	var drops, adds []string
	if c.Capabilities != nil {
		drops, adds = c.Capabilities.Drop, c.Capabilities.Add
	}
	unusual := slices.DeleteFunc(slices.Clone(adds), func(name string) bool { return name == "NET_BIND_SERVICE" })
	seccomp := ""
	for _, profile := range []*corev1.SeccompProfile{p.SeccompProfile, c.SeccompProfile} {
		if profile != nil {
			seccomp = profile.Type
		}
	}
	isTrue := func(flag *bool) bool { return flag != nil && *flag }
	isRoot := func(user *int) bool { return user != nil && *user == 0 }
	says(isTrue(c.Privileged), "privileged", "securityContext.privileged=false")
	says(c.AllowPrivilegeEscalation == nil || *c.AllowPrivilegeEscalation, "allowPrivilegeEscalation != false", "securityContext.allowPrivilegeEscalation=false")
	says(!slices.Contains(drops, "ALL"), "unrestricted capabilities", `securityContext.capabilities.drop=["ALL"]`)
	says(len(unusual) > 0, "unrestricted capabilities "+strings.Join(unusual, ", "), "no other than NET_BIND_SERVICE in securityContext.capabilities.add")
	says(!(isTrue(c.RunAsNonRoot) || c.RunAsNonRoot == nil && isTrue(p.RunAsNonRoot)), "runAsNonRoot != true", "securityContext.runAsNonRoot=true")
	says(isRoot(c.RunAsUser) || c.RunAsUser == nil && isRoot(p.RunAsUser), "runAsUser=0", "no securityContext.runAsUser=0")
	says(seccomp != "RuntimeDefault" && seccomp != "Localhost", "seccompProfile", `securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`)
	return all
}
