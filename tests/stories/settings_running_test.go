//go:build testbed

package stories

import (
	"bufio"
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Every setting of running it well: given, live as wanted, without a change afterwards, and off again as before.
func TestSettingsRunning(t *testing.T) {
	s := begin(t)
	s.set("proxy.replicas", "3")
	s.up()
	before := s.objects()
	s.equal("the budget that is there by default", s.get("pdb/connect-server", ".spec.maxUnavailable"), "1")

	s.setAll(map[string]string{
		"proxy.disruptionBudget.minAvailable": "50%", "server.disruptionBudget.enabled": "false",
		"proxy.rollingUpdate.maxUnavailable": "0", "proxy.rollingUpdate.maxSurge": "1",
		"proxy.pod.spread": "zones", "server.pod.spread": "nodes", "proxy.pod.terminationGracePeriodSeconds": "120",
		"proxy.pod.readinessProbe.httpGet.path": "/ready", "proxy.pod.readinessProbe.httpGet.port": "9090",
		"server.pod.startupProbe.tcpSocket.port": "server", "server.pod.livenessProbe.tcpSocket.port": "server",
		"serviceAccount.name": "studios", `serviceAccount.annotations["example.com/role"]`: "studios",
		"metrics.port": "9090", "metrics.path": "/metrics/all", `commonLabels["example.com/team"]`: "genomics",
		"networkPolicy.enabled": "true", "networkPolicy.ingressNamespace": "ingress-nginx", "networkPolicy.metricsNamespace": "monitoring",
	})
	s.up()
	const pod = ".spec.template.spec"
	for of, want := range map[string]string{
		"pdb/connect-proxy .spec.minAvailable":                                                                               "50%",
		"pdb/connect-proxy .spec.selector.matchLabels.app\\.kubernetes\\.io/component":                                       "proxy",
		"deployment/connect-proxy .spec.strategy.rollingUpdate":                                                              `{"maxSurge":1,"maxUnavailable":0}`,
		"deployment/connect-proxy " + pod + ".topologySpreadConstraints[*].topologyKey":                                      "topology.kubernetes.io/zone kubernetes.io/hostname",
		"statefulset/connect-server " + pod + ".topologySpreadConstraints[*].topologyKey":                                    "kubernetes.io/hostname",
		"deployment/connect-proxy " + pod + ".terminationGracePeriodSeconds":                                                 "120",
		"deployment/connect-proxy " + pod + ".containers[0].readinessProbe.httpGet.path":                                     "/ready",
		"deployment/connect-proxy " + pod + ".containers[0].livenessProbe.tcpSocket.port":                                    "proxy",
		"statefulset/connect-server " + pod + ".containers[0].startupProbe.tcpSocket.port":                                   "server",
		"deployment/connect-proxy " + pod + ".serviceAccountName":                                                            "studios",
		"statefulset/connect-server " + pod + ".automountServiceAccountToken":                                                "false",
		"serviceaccount/studios .automountServiceAccountToken":                                                               "false",
		"serviceaccount/studios .metadata.annotations.example\\.com/role":                                                    "studios",
		"statefulset/connect-server .spec.template.metadata.annotations.prometheus\\.io/port":                                "9090",
		"deployment/connect-proxy .spec.template.metadata.annotations.prometheus\\.io/path":                                  "/metrics/all",
		"deployment/connect-proxy " + pod + `.containers[0].env[?(@.name=="CONNECT_MANAGEMENT_PORT")].value`:                 "9090",
		"deployment/connect-proxy .spec.template.metadata.labels.example\\.com/team":                                         "genomics",
		"service/connect-server .metadata.labels.example\\.com/team":                                                         "genomics",
		"networkpolicy/connect-proxy .spec.ingress[0].ports[0].port":                                                         "8081",
		"networkpolicy/connect-proxy .spec.ingress[0].from[0].namespaceSelector.matchLabels.kubernetes\\.io/metadata\\.name": "ingress-nginx",
		"networkpolicy/connect-proxy .spec.egress[*].ports[*].port":                                                          "53 53 6379 7070 7777 443",
		"networkpolicy/connect-server .spec.egress[*].ports[*].port":                                                         "53 53 6379 7070 7777",
		"networkpolicy/connect-server .spec.ingress[*].ports[*].port":                                                        "7070 7777 9090",
	} {
		object, path, _ := strings.Cut(of, " ")
		s.equal(of, s.get(object, path), want)
	}
	if s.exists("pdb/connect-server") {
		t.Error("the server has a budget, which is switched off")
	}
	s.nochange()

	s.set("networkPolicy.enabled", "false")
	s.set("serviceAccount.create", "false")
	s.contains(s.pulumi("preview"), "networkPolicy.ingressNamespace: does nothing without networkPolicy.enabled",
		"serviceAccount.annotations: does nothing with serviceAccount.create: false")

	for _, key := range []string{"proxy", "server", "serviceAccount", "metrics", "commonLabels", "networkPolicy"} {
		s.pulumi("config", "rm", "--path", key)
	}
	s.set("proxy.replicas", "3")
	s.up()
	s.pods()
	for _, difference := range differences(before, s.objects()) {
		t.Errorf("off again: %s", difference)
	}
	s.nochange()
}

// An autoscaler comes and goes, and at no time are there fewer pods than the proxy is set to.
func TestSettingsAutoscaling(t *testing.T) {
	s := begin(t)
	s.up()
	before, fewest := s.objects(), s.watchReady("proxy", 2)
	s.set("proxy.autoscaling.maxReplicas", "6")
	s.set("proxy.autoscaling.minReplicas", "4")
	s.up()
	s.equal("target", s.get("hpa/connect-proxy", ".spec.scaleTargetRef.name"), "connect-proxy")
	s.await("the autoscaler's pods", func() bool { return len(s.settledPods(workloads["proxy"])) == 4 })
	s.nochange()

	s.set("proxy.logLevel", "debug") // a rollout keeps the autoscaler's number
	s.up()
	s.equal("replicas after a rollout", s.get("deployment/connect-proxy", ".spec.replicas"), "4")
	s.nochange()

	s.pulumi("config", "rm", "--path", "proxy")
	s.up()
	s.up("--refresh") // for an autoscaler that looks once more before it goes
	s.equal("replicas without it", s.get("deployment/connect-proxy", ".spec.replicas"), "2")
	if s.exists("hpa/connect-proxy") {
		t.Error("the autoscaler is left")
	}
	s.pods()
	s.equal("off again", strings.Join(differences(before, s.objects()), "; "), "")
	s.nochange()
	if least := fewest(); least < 2 {
		t.Errorf("there were %d pods of the proxy for a while", least)
	}
}

func (s *story) await(what string, is func() bool) {
	s.Helper()
	for deadline := time.Now().Add(60 * time.Second); !is(); time.Sleep(500 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.Fatalf("%s are not there", what)
		}
	}
}

// watchReady counts the ready pods of a workload all the time, and tells the fewest that there were.
func (s *story) watchReady(workload string, from int) (fewest func() int) {
	s.Helper()
	ctx, stop := context.WithCancel(s.Context())
	watch := cluster.KubectlCommand(ctx, s.namespace, "get", "deployment/connect-"+workload, "--watch",
		"-o", `jsonpath={.status.readyReplicas}{"\n"}`)
	output, err := watch.StdoutPipe()
	s.must(err)
	s.must(watch.Start())
	least := from
	var reading sync.WaitGroup
	reading.Go(func() {
		for lines := bufio.NewScanner(output); lines.Scan(); {
			ready, _ := strconv.Atoi(lines.Text())
			least = min(least, ready)
		}
	})
	return func() int {
		stop()
		reading.Wait()
		_ = watch.Wait() // it was stopped
		return least
	}
}

// A namespace that enforces the Pod Security Standard "restricted" admits our pods; without the setting the preview says why not.
func TestSettingsPodSecurity(t *testing.T) {
	s := begin(t)
	// The Platform's pods are its owner's to bring there.
	for _, name := range []string{"cron", "backend", "frontend"} {
		s.kubectl("patch", "deployment/"+name, "--patch", `{"spec":{"template":{"spec":{
			"securityContext":{"runAsNonRoot":true,"runAsUser":101,"seccompProfile":{"type":"RuntimeDefault"}},
			"containers":[{"name":"`+name+`","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}}}}`)
		if name == "cron" {
			s.kubectl("patch", "deployment/"+name, "--type=json", "--patch", `[{"op":"add","path":"/spec/template/spec/initContainers/0/securityContext",
				"value":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]`)
		}
	}
	s.kubectl("label", "namespace", s.namespace, "pod-security.kubernetes.io/enforce=restricted")
	s.must(cluster.AwaitPlatform(t.Context(), s.namespace))
	s.set("checkPodSecurity", "true")
	refusal := s.fails("preview")
	s.contains(refusal, `podSecurity: Forbidden: the namespace enforces the Pod Security Standard "restricted"`,
		`allowPrivilegeEscalation != false (container "proxy" must set securityContext.allowPrivilegeEscalation=false)`,
		`seccompProfile (container "server" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`)

	s.set("podSecurity", "restricted")
	s.set("timeoutSeconds", "60")
	s.up()
	s.equal("pods", strconv.Itoa(len(s.settledPods(workloads["proxy"]))+len(s.settledPods(workloads["server"]))), "4")
	s.nochange()

	// On OpenShift the user is the namespace's.
	s.set("openshift", "true")
	s.up()
	s.equal("user", s.get("deployment/connect-proxy", ".spec.template.spec.containers[0].securityContext.runAsUser"), "")
	s.equal("volume group", s.get("statefulset/connect-server", ".spec.template.spec.securityContext.fsGroup"), "")
	s.equal("home", s.get("deployment/connect-proxy", `.spec.template.spec.containers[0].env[?(@.name=="XDG_DATA_HOME")].value`), "/data/share")
	s.nochange()
}
