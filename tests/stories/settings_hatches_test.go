//go:build testbed

package stories

import "testing"

// What no other argument covers of pods, Services and the Ingress, in Kubernetes' own terms.
func TestSettingsHatches(t *testing.T) {
	s := begin(t)
	s.kubectl("create", "configmap", "theirs", "--from-literal=EXTRA=1", "--from-literal=CONNECT_LOG_LEVEL=trace")
	s.kubectl("create", "secret", "generic", "hidden", "--from-literal=EXTRA=2", "--from-literal=key=canary-management")
	const first = "[0]"
	s.toggled(map[string]string{
		"proxy.pod.command" + first: "/proxy", "proxy.pod.args" + first: "--verbose", "server.pod.args" + first: "--quiet",
		"proxy.pod.extraEnvFrom" + first + ".configMapRef.name": "theirs", "server.pod.extraEnvFrom" + first + ".secretRef.name": "hidden",
		"proxy.pod.initContainers" + first + ".name": "before", "proxy.pod.initContainers" + first + ".image": "registry.example.com/before:1",
		"proxy.serviceLabels.team": "genomics", "server.serviceLabels.team": "imaging", "proxy.serviceNodePort": "30480",
		"proxy.extraServicePorts" + first + ".name": "web", "proxy.extraServicePorts" + first + ".port": "8080", "proxy.extraServicePorts" + first + ".targetPort": "proxy",
		"server.extraServicePorts" + first + ".name": "more", "server.extraServicePorts" + first + ".port": "7778",
		"metrics.port": "9090", "metrics.authKeySecret.name": "hidden", "metrics.authKeySecret.key": "key",
		"ingress.labels.team": "genomics", "ingress.extraTls" + first + ".secretName": "www", "ingress.extraTls" + first + ".hosts" + first: "www.example.com",
		"ingress.defaultBackend.service.name": "frontend", "ingress.defaultBackend.service.port.number": "80",
		"ingress.extraRules" + first + ".host": "www.example.com", "ingress.extraRules" + first + ".http.paths" + first + ".path": "/",
		"ingress.extraRules" + first + ".http.paths" + first + ".pathType":                    "Prefix",
		"ingress.extraRules" + first + ".http.paths" + first + ".backend.service.name":        "frontend",
		"ingress.extraRules" + first + ".http.paths" + first + ".backend.service.port.number": "80",
	}, func() {
		const pod, container = ".spec.template.spec", ".spec.template.spec.containers[0]"
		for _, is := range [][3]string{
			{"deployment/connect-proxy", container + ".command", `["/proxy"]`},
			{"deployment/connect-proxy", container + ".args", `["--verbose"]`},
			{"statefulset/connect-server", container + ".args", `["--quiet"]`},
			{"deployment/connect-proxy", container + ".envFrom", `[{"configMapRef":{"name":"theirs"}}]`},
			{"statefulset/connect-server", container + ".envFrom", `[{"secretRef":{"name":"hidden"}}]`},
			{"deployment/connect-proxy", pod + ".initContainers[*].image", "registry.example.com/before:1"},
			{"statefulset/connect-server", container + `.env[?(@.name=="CONNECT_MANAGEMENT_AUTH_KEY")].valueFrom.secretKeyRef`, `{"key":"key","name":"hidden"}`},
			{"deployment/connect-proxy", container + `.env[?(@.name=="CONNECT_MANAGEMENT_AUTH_KEY")].name`, ""},
			{"service/connect-proxy", ".metadata.labels.team", "genomics"},
			{"service/connect-server", ".metadata.labels.team", "imaging"},
			{"service/connect-proxy", ".spec.ports[0].nodePort", "30480"},
			{"service/connect-proxy", ".spec.ports[1].port", "8080"},
			{"service/connect-server", ".spec.ports[*].name", "server entrypoint more"},
			{"ingress/connect-ingress", ".metadata.labels.team", "genomics"},
			{"ingress/connect-ingress", ".spec.rules[*].host", "*.example.com www.example.com"},
			{"ingress/connect-ingress", ".spec.tls[*].secretName", "www"},
			{"ingress/connect-ingress", ".spec.defaultBackend.service.name", "frontend"},
		} {
			s.equal(is[0]+" "+is[1], s.get(is[0], is[1]), is[2])
		}
		s.contains(s.pulumi("preview"), `proxy.pod.extraEnvFrom[0]: CONNECT_LOG_LEVEL of ConfigMap "theirs" does nothing, for the argument proxy.logLevel sets it`)

		// What is in there is the matter of whoever makes it.
		before := s.pods()
		s.kubectl("patch", "configmap/theirs", "--type=merge", "--patch", `{"data":{"EXTRA":"3"}}`)
		s.nochange()
		s.equal("restarted", s.restarted(before), "")
		s.kubectl("patch", "secret/hidden", "--type=merge", "--patch", `{"stringData":{"key":"canary-another"}}`)
		s.up()
		s.equal("another management key restarts", s.restarted(before), "server")
		s.lacks(s.pulumi("stack", "export"), "canary")
		s.set("proxy.serviceType", "ClusterIP")
		s.contains(s.fails("preview"), "proxy.serviceNodePort: Forbidden: is of a Service of type NodePort or LoadBalancer, and proxy.serviceType is ClusterIP")
	}, "ConfigMap/theirs data.EXTRA changed", "Secret/hidden data.key changed", "Service/connect-proxy spec.ports[0].nodePort changed") // which the API server keeps
}
