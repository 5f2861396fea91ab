package component_test

import (
	"slices"
	"strings"
	"testing"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

func TestRunningIsCheckedTogether(t *testing.T) {
	for want, change := range map[string]func(a *component.StudiosArgs){
		`proxy.autoscaling.maxReplicas: Invalid value: 1: must not be below proxy.replicas, which is 2`: func(a *component.StudiosArgs) {
			a.Proxy = &component.ProxyArgs{Autoscaling: &component.AutoscalingArgs{MaxReplicas: pulumi.Int(1)}}
		},
		`proxy.autoscaling.maxReplicas: Invalid value: 4: must not be below proxy.autoscaling.minReplicas, which is 5`: func(a *component.StudiosArgs) {
			a.Proxy = &component.ProxyArgs{Autoscaling: &component.AutoscalingArgs{MinReplicas: pulumi.Int(5), MaxReplicas: pulumi.Int(4)}}
		},
		`proxy.autoscaling.maxReplicas: Invalid value: "[secret]": does not go together with proxy.autoscaling.minReplicas`: func(a *component.StudiosArgs) {
			a.Proxy = &component.ProxyArgs{Autoscaling: &component.AutoscalingArgs{MinReplicas: pulumi.ToSecret(5).(pulumi.IntOutput).ToIntPtrOutput(), MaxReplicas: pulumi.Int(4)}}
		},
		`proxy.autoscaling.maxReplicas: Required value: or proxy.autoscaling.minReplicas means nothing`: func(a *component.StudiosArgs) {
			a.Proxy = &component.ProxyArgs{Autoscaling: &component.AutoscalingArgs{MinReplicas: pulumi.Int(2)}}
		},
		`proxy.resources.requests[cpu]: Required value: or an autoscaler cannot tell`: func(a *component.StudiosArgs) {
			a.Proxy = &component.ProxyArgs{Autoscaling: &component.AutoscalingArgs{MaxReplicas: pulumi.Int(4)},
				Resources: &component.ResourcesArgs{Requests: pulumi.StringMap{"memory": pulumi.String("1Gi")}}}
		},
		`proxy.disruptionBudget.minAvailable: Invalid value: "2": must leave one of 2 pods to be drained`: func(a *component.StudiosArgs) {
			a.Proxy = &component.ProxyArgs{DisruptionBudget: &component.DisruptionBudgetArgs{MinAvailable: pulumi.String("2")}}
		},
		`server.disruptionBudget.minAvailable: Invalid value: "51%": must leave one of 2 pods to be drained`: func(a *component.StudiosArgs) {
			a.Server = &component.ServerArgs{DisruptionBudget: &component.DisruptionBudgetArgs{MinAvailable: pulumi.String("51%")}}
		},
		`proxy.rollingUpdate.maxSurge: Invalid value: "0%": must be above zero where proxy.rollingUpdate.maxUnavailable is zero`: func(a *component.StudiosArgs) {
			a.Proxy = &component.ProxyArgs{RollingUpdate: &component.RollingUpdateArgs{MaxUnavailable: pulumi.String("0"), MaxSurge: pulumi.String("0%")}}
		},
		`metrics.port: Invalid value: 7777: must be another than server.listenerPort`: func(a *component.StudiosArgs) {
			a.Metrics = &component.MetricsArgs{Port: pulumi.Int(7777)}
		},
		`metrics.port: Invalid value: 7070: must be another than server.tunnelPort`: func(a *component.StudiosArgs) {
			a.Metrics = &component.MetricsArgs{Port: pulumi.Int(7070)}
		},
		`metrics.port: Invalid value: 8081: must be another than proxy.port`: func(a *component.StudiosArgs) {
			a.Metrics = &component.MetricsArgs{Port: pulumi.Int(8081)}
		},
		`metrics.port: Required value: or metrics.path means nothing`: func(a *component.StudiosArgs) {
			a.Metrics = &component.MetricsArgs{Path: pulumi.String("/metrics")}
		},
		`serviceAccount.name: Required value: or serviceAccount.annotations means nothing`: func(a *component.StudiosArgs) {
			a.ServiceAccount = &component.ServiceAccountArgs{Annotations: pulumi.StringMap{"a": pulumi.String("b")}}
		},
	} {
		refusedWith(t, change, want)
	}
}

// refusedWith holds where one problem is found, and that.
func refusedWith(t *testing.T, change func(a *component.StudiosArgs), want string) {
	t.Helper()
	args := minimal()
	change(args)
	_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		_, err := component.NewStudios(ctx, "studios", args)
		return err
	})
	if err == nil || !strings.Contains(err.Error(), want) || strings.Count(err.Error(), "\n  ") != 1 {
		t.Errorf("not %s\nbut %v", want, err)
	}
}

// A namespace that enforces the standard would let Deployments in and their pods not, so it is asked before.
func TestNamespaceThatEnforcesRestricted(t *testing.T) {
	recorder.Alter = func(facts map[string]any) { facts["podSecurity"] = "restricted" }
	defer func() { recorder.Alter = nil }()
	refusedWith(t, func(*component.StudiosArgs) {},
		`podSecurity: Forbidden: the namespace enforces the Pod Security Standard "restricted", and would refuse our pods: `+
			`allowPrivilegeEscalation != false (container "proxy" must set securityContext.allowPrivilegeEscalation=false), `+
			`seccompProfile (container "proxy" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"), `+
			`allowPrivilegeEscalation != false (container "server" must set securityContext.allowPrivilegeEscalation=false), `)
	refusedWith(t, func(a *component.StudiosArgs) {
		a.PodSecurity = pulumi.String("restricted")
		a.Proxy = &component.ProxyArgs{Pod: &component.PodArgs{SecurityContext: &corev1.SecurityContextArgs{
			AllowPrivilegeEscalation: pulumi.Bool(false), RunAsUser: pulumi.Int(0), Privileged: pulumi.Bool(true),
			Capabilities: &corev1.CapabilitiesArgs{Add: pulumi.ToStringArray([]string{"NET_ADMIN"})},
		}}}
	}, `would refuse our pods: privileged (container "proxy" must set securityContext.privileged=false), `+
		`unrestricted capabilities (container "proxy" must set securityContext.capabilities.drop=["ALL"]), `+
		`unrestricted capabilities NET_ADMIN (container "proxy" must set no other than NET_BIND_SERVICE in securityContext.capabilities.add), `+
		`runAsNonRoot != true (container "proxy" must set securityContext.runAsNonRoot=true), `+
		`runAsUser=0 (container "proxy" must set no securityContext.runAsUser=0), `+
		`seccompProfile (container "proxy" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"); set podSecurity`)
	refusedWith(t, func(a *component.StudiosArgs) {
		a.PodSecurity = pulumi.String("restricted")
		a.Server = &component.ServerArgs{Pod: &component.PodArgs{ExtraVolumes: append(inMemory("memory"), &corev1.VolumeArgs{
			Name: pulumi.String("node"), HostPath: &corev1.HostPathVolumeSourceArgs{Path: pulumi.String("/")}})}}
	}, `would refuse our pods: restricted volume types (volume "node" of the server); set podSecurity`)
	args := minimal()
	args.PodSecurity = pulumi.String("restricted")
	record(t, args)
}

// While an autoscaler is there, the replicas are its own; what is sent is ignored, but for the first time.
func TestAutoscalerOwnsTheReplicas(t *testing.T) {
	args := minimal()
	_, without := find(t, record(t, args), "studios-proxy kubernetes:apps/v1:Deployment")
	args.Proxy = &component.ProxyArgs{Autoscaling: &component.AutoscalingArgs{MaxReplicas: pulumi.Int(5)}}
	graph := record(t, args)
	_, with := find(t, graph, "studios-proxy kubernetes:apps/v1:Deployment")
	if !slices.Equal(with.IgnoreChanges, []string{"spec.replicas"}) || slices.Contains(without.IgnoreChanges, "spec.replicas") {
		t.Errorf("ignored with one %v, without %v", with.IgnoreChanges, without.IgnoreChanges)
	}
	_, scaler := find(t, graph, "studios-proxy-autoscaler")
	if spec := scaler.Inputs["spec"].(map[string]any); spec["minReplicas"] != "2" || spec["maxReplicas"] != "5" {
		t.Errorf("the autoscaler has %v", spec)
	}
}
