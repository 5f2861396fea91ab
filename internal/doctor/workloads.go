package doctor

import (
	"fmt"
	"strings"
)

// symptom is what a message of the kubelet's or of the API server's tells. Messages of programs are searched, and never shown: they
// may hold whatever a program prints.
var symptoms = []struct {
	row   int
	words []string
	is    string
	do    string
}{
	{15, []string{"security context constraint"}, "OpenShift refuses the user that its pods ask for",
		"leave runAsUser, runAsGroup and fsGroup out, and set XDG_CONFIG_HOME and XDG_DATA_HOME below /data"},
	{19, []string{"exec format error", "no match for platform", "no matching manifest for"},
		"its image is for another architecture than the node", "set nodeSelector kubernetes.io/arch: amd64"},
	{16, []string{"/data: permission denied", "/data: read-only", "permission denied: /data"}, "it cannot write to /data",
		"mount an emptyDir there, and set fsGroup"},
	{18, []string{"unauthorized", "authentication required", "forbidden", "denied", "no basic auth"},
		"the registry refuses the credentials for its image",
		"renew the pull Secret; images of 26.1 and later need new ones of Seqera"},
	{17, []string{"manifest unknown", "not found", "does not exist"}, "the registry has no such image", "take a tag that there is"},
	{31, []string{"traffic policy", "quota policy"}, "it does not start with its policy of quotas", "mend the policy"},
}

// workloads go by what controllers count. Where new pods do not come up, the old ones serve, and are ready.
func workloads(i *installation) (all []Finding) {
	for _, u := range i.units() {
		switch status := u.workload.Status; {
		case u.replicas() == 0:
			all = append(all, problem(0, fmt.Sprintf("%s is scaled to no pod at all", u), "scale it up"))
		case status.ReadyReplicas < u.replicas(), status.UpdatedReplicas < u.replicas():
			all = append(all, i.why(u))
		}
	}
	return all
}

func (i *installation) why(u *unit) Finding {
	seen := fmt.Sprintf("%s has %d of %d pods ready", u, u.workload.Status.ReadyReplicas, u.replicas())
	if isRolling := u.workload.Status.ReadyReplicas >= u.replicas(); isRolling {
		seen = fmt.Sprintf("%s has %d of %d pods as it should be by now, and serves with the ones before", u,
			u.workload.Status.UpdatedReplicas, u.replicas())
	}
	for _, c := range u.workload.Status.Conditions {
		if c.Type == "ReplicaFailure" && c.Status == "True" {
			return explained(seen, c.Message, true)
		}
	}
	if right := i.lacks("pods", "list", ""); right != nil {
		return problem(0, seen+"; why is not known: cannot "+words(*right), "run it as somebody who may")
	}
	for _, p := range i.podsOf(u) {
		for _, s := range p.Status.ContainerStatuses {
			switch {
			case s.State.Waiting == nil:
			case s.LastState.Terminated != nil:
				return explained(fmt.Sprintf("%s; %s, exit code %d", seen, s.State.Waiting.Reason, s.LastState.Terminated.ExitCode),
					s.LastState.Terminated.Message, false)
			default:
				return explained(seen+"; "+s.State.Waiting.Reason, s.State.Waiting.Message, true)
			}
		}
	}
	return problem(0, seen, "see kubectl describe pods and their logs")
}

// explained shows a message that no symptom explains only where no program has written it.
func explained(seen, message string, isShown bool) Finding {
	for _, s := range symptoms {
		for _, word := range s.words {
			if strings.Contains(strings.ToLower(message), word) {
				return problem(s.row, seen+": "+s.is, s.do)
			}
		}
	}
	if isShown && message != "" {
		seen += ": " + message
	}
	return problem(0, seen, "see kubectl describe pods and their logs")
}
