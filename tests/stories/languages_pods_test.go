//go:build testbed

package stories

// podArguments are put into the examples, before the texts named: an object and a list of Kubernetes' own types, as each
// language writes them.
var podArguments = map[string][][2]string{
	"typescript": {{"    ingress: {", `    proxy: { pod: {
        affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [
            { matchExpressions: [{ key: "pool", operator: "NotIn", values: ["spot"] }] },
        ] } } },
        tolerations: [{ key: "studios", operator: "Exists" }],
    } },
`}},
	"python": {
		{"import seqeralabs", "import pulumi_kubernetes as kubernetes\n"},
		{"    ingress=", `    proxy=seqera.ProxyArgs(pod=seqera.PodArgs(
        affinity=kubernetes.core.v1.AffinityArgs(node_affinity=kubernetes.core.v1.NodeAffinityArgs(
            required_during_scheduling_ignored_during_execution=kubernetes.core.v1.NodeSelectorArgs(node_selector_terms=[
                kubernetes.core.v1.NodeSelectorTermArgs(match_expressions=[
                    kubernetes.core.v1.NodeSelectorRequirementArgs(key="pool", operator="NotIn", values=["spot"]),
                ]),
            ]),
        )),
        tolerations=[kubernetes.core.v1.TolerationArgs(key="studios", operator="Exists")],
    )),
`},
	},
	"go":           {goImport, {"			Ingress: &seqerastudios", "			Proxy: &seqerastudios.ProxyArgs{Pod: &seqerastudios.PodArgs{" + goPod + "}},\n"}},
	"go-component": {goImport, {"			Ingress: &component", "			Proxy: &component.ProxyArgs{Pod: &component.PodArgs{" + goPod + "}},\n"}},
	"java": {
		{"import com.seqeralabs.seqerastudios.inputs.RedisArgs;", `import com.pulumi.kubernetes.core.v1.inputs.*;
import com.seqeralabs.seqerastudios.inputs.PodArgs;
import com.seqeralabs.seqerastudios.inputs.ProxyArgs;
`},
		{"                .ingress(", `                .proxy(ProxyArgs.builder().pod(PodArgs.builder()
                    .affinity(AffinityArgs.builder().nodeAffinity(NodeAffinityArgs.builder()
                        .requiredDuringSchedulingIgnoredDuringExecution(NodeSelectorArgs.builder()
                            .nodeSelectorTerms(NodeSelectorTermArgs.builder()
                                .matchExpressions(NodeSelectorRequirementArgs.builder()
                                    .key("pool").operator("NotIn").values("spot").build())
                                .build())
                            .build())
                        .build()).build())
                    .tolerations(TolerationArgs.builder().key("studios").operator("Exists").build())
                    .build()).build())
`},
	},
	"yaml": {{"      ingress:\n", `      proxy:
        pod:
          affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                  - matchExpressions: [{key: pool, operator: NotIn, values: [spot]}]
          tolerations: [{key: studios, operator: Exists}]
`}},
}

var goImport = [2]string{
	"	\"github.com/pulumi/pulumi/sdk/v3/go/pulumi\"\n",
	"	corev1 \"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1\"\n",
}

const goPod = `
	Affinity: &corev1.AffinityArgs{NodeAffinity: &corev1.NodeAffinityArgs{
		RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelectorArgs{NodeSelectorTerms: corev1.NodeSelectorTermArray{
			&corev1.NodeSelectorTermArgs{MatchExpressions: corev1.NodeSelectorRequirementArray{
				&corev1.NodeSelectorRequirementArgs{
					Key: pulumi.String("pool"), Operator: pulumi.String("NotIn"), Values: pulumi.ToStringArray([]string{"spot"}),
				},
			}},
		}},
	}},
	Tolerations: corev1.TolerationArray{
		&corev1.TolerationArgs{Key: pulumi.String("studios"), Operator: pulumi.String("Exists")},
	},
`
