//go:build testbed

package stories

import "testing"

// Arguments of Kubernetes' own types from a stack: they arrive, a change restarts only their workload, and what the API
// server would refuse, or what would take the place of ours, is refused in the preview.
func TestPodsInKubernetesTerms(t *testing.T) {
	s := begin(t)
	const term = "nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]"
	for _, role := range []string{"proxy", "server"} {
		s.setAll(map[string]string{
			role + ".pod.affinity." + term + ".key":                      "pool",
			role + ".pod.affinity." + term + ".operator":                 "NotIn",
			role + ".pod.affinity." + term + ".values[0]":                "not-for-" + role,
			role + ".pod.tolerations[0].key":                             role,
			role + ".pod.tolerations[0].operator":                        "Exists",
			role + ".pod.topologySpreadConstraints[0].maxSkew":           "1",
			role + ".pod.topologySpreadConstraints[0].topologyKey":       "kubernetes.io/hostname",
			role + ".pod.topologySpreadConstraints[0].whenUnsatisfiable": "ScheduleAnyway",
			role + ".pod.podSecurityContext.fsGroup":                     "2000",
			role + ".pod.securityContext.runAsUser":                      "2000",
			role + ".pod.extraEnv[0].name":                               "PROXY_SECRET",
			role + ".pod.extraVolumes[0].name":                           "extra",
			role + ".pod.extraVolumes[0].emptyDir.sizeLimit":             "1Mi",
			role + ".pod.extraVolumeMounts[0].name":                      "extra",
			role + ".pod.extraVolumeMounts[0].mountPath":                 "/extra",
			role + ".pod.priorityClassName":                              "system-cluster-critical",
			role + ".pod.terminationGracePeriodSeconds":                  "40",
		})
		s.set(role+".pod.extraEnv[0].value", "canary-"+role, "--secret")
	}
	outputs := s.pulumi("preview", "--diff") + s.up()
	s.nochange()
	s.lacks(outputs+s.pulumi("stack", "export"), "canary-proxy", "canary-server")
	for role, workload := range map[string]string{"proxy": "deployment/connect-proxy", "server": "statefulset/connect-server"} {
		for path, want := range map[string]string{
			".affinity." + term + ".values[0]":           "not-for-" + role,
			".tolerations[0].key":                        role,
			".topologySpreadConstraints[0].topologyKey":  "kubernetes.io/hostname",
			".securityContext.fsGroup":                   "2000",
			".containers[0].securityContext":             `{"runAsUser":2000}`,
			".priorityClassName":                         "system-cluster-critical",
			".terminationGracePeriodSeconds":             "40",
			`.volumes[?(@.name=="extra")].emptyDir`:      `{"sizeLimit":"1Mi"}`,
			`.containers[0].volumeMounts[-1:].mountPath`: "/extra",
			`.containers[0].env[-1:]`:                    `{"name":"PROXY_SECRET","value":"canary-` + role + `"}`,
		} {
			s.equal(role+path, s.get(workload, ".spec.template.spec"+path), want)
		}
	}

	before := s.pods()
	s.set("server.pod.tolerations[0].key", "other")
	s.contains(s.pulumi("preview", "--diff"), "tolerations") // and not which, for something in this group is secret
	s.up()
	s.equal("another toleration of the server restarts", s.restarted(before), "server")

	s.set("proxy.pod.extraEnv[0].name", "LOCAL_CACHE_TTL")
	s.set("server.pod.extraVolumeMounts[0].name", "missing")
	s.contains(s.fails("preview"),
		`proxy.pod.extraEnv[0].name: Invalid value: "[secret]": is set by the argument proxy.localCacheTtl`,
		`server.pod.extraVolumeMounts[0].name: Invalid value: "[secret]": must be the name of a volume of the pod`)
}
