//go:build testbed

package stories

import (
	"strings"
	"testing"
)

// Each controller gets what keeps WebSockets alive behind it, and the door of before comes back.
func TestSettingsDoor(t *testing.T) {
	s := begin(t)
	s.up()
	before := s.objects()
	annotation := func(name string) string {
		return s.get("ingress/connect-ingress", ".metadata.annotations."+strings.ReplaceAll(name, ".", `\.`))
	}
	// Of an ALB what stands in the Platform's Ingress wins: both are one load balancer.
	for _, door := range []struct{ controller, class, path, annotation, value string }{
		{"alb", "", "/*", "alb.ingress.kubernetes.io/target-type", "ip"},
		{"nginx", "nginx", "/", "nginx.ingress.kubernetes.io/proxy-read-timeout", "3600"},
		{"traefik", "traefik", "/", "traefik.ingress.kubernetes.io/router.entrypoints", "websecure"},
		{"agic", "", "/", "appgw.ingress.kubernetes.io/request-timeout", "3600"},
	} {
		s.set("ingress.controller", door.controller)
		if door.controller == "nginx" {
			s.pulumi("config", "rm", "--path", "ingress.copyFrom")
			s.set("ingress.clusterIssuer", "letsencrypt")
			s.set("ingress.externalDns", "true")
		}
		s.up()
		s.equal(door.controller+" "+door.annotation, annotation(door.annotation), door.value)
		s.equal(door.controller+" class", s.get("ingress/connect-ingress", ".spec.ingressClassName"), door.class)
		s.equal(door.controller+" path", s.get("ingress/connect-ingress", ".spec.rules[0].http.paths[0].path"), door.path)
		s.pulumi("preview", "--expect-no-changes")
		if door.controller == "alb" {
			s.equal("the group's", annotation("alb.ingress.kubernetes.io/load-balancer-attributes"),
				s.get("ingress/front-ingress", `.metadata.annotations.alb\.ingress\.kubernetes\.io/load-balancer-attributes`))
		}
	}
	s.equal("issuer", annotation("cert-manager.io/cluster-issuer"), "letsencrypt")
	s.equal("certificate", s.get("ingress/connect-ingress", ".spec.tls[0].secretName")+" "+s.get("ingress/connect-ingress", ".spec.tls[0].hosts[0]"), "connect-tls *.example.com")
	s.equal("records", annotation("external-dns.alpha.kubernetes.io/hostname"), "*.example.com,connect.example.com")
	s.nochange()

	s.set("ingress.controller", "gke")
	s.contains(s.fails("preview"), "ingress.controller: Forbidden: the cluster does not know networking.gke.io/v1beta1/FrontendConfig: install the CustomResourceDefinitions")

	s.pulumi("config", "rm", "--path", "ingress")
	s.set("ingress.enabled", "false")
	s.set("proxy.serviceType", "ClusterIP")
	s.contains(s.pulumi("preview"), "ingress.enabled: nothing leads to the proxy from outside")
	s.pulumi("config", "rm", "--path", "proxy") // or the Service would come back with another port of the nodes
	s.up()
	if s.exists("ingress/connect-ingress") {
		t.Error("there is an Ingress")
	}
	s.nochange()

	s.pulumi("config", "rm", "--path", "ingress")
	s.set("ingress.copyFrom", "front-ingress")
	s.up()
	s.pods()
	s.offAgain(before)
	s.nochange()
}

// A Gateway that exists leads to the proxy; what the cluster does not know is told in the preview.
func TestSettingsGateway(t *testing.T) {
	s := begin(t)
	for _, role := range []string{"proxy", "server"} {
		s.set(role+".image", "cr.seqera.io/enterprise/studios/"+role+":0.12.0")
	}
	s.up()
	before := s.objects()
	for key, value := range map[string]string{
		"gateway.name": "public", "gateway.namespace": "doors", "gateway.sectionName": "https", "gateway.sshSectionName": "ssh",
		"gateway.requestTimeout": "0s", `gateway.annotations["example.com/team"]`: "genomics",
		"ssh.enabled": "true", "ssh.service.type": "ClusterIP",
		"gateway.policy": "apiVersion: gateway.networking.k8s.io/v1\nkind: BackendTLSPolicy\nspec:\n  targetRefs: [{group: '', kind: Service, name: connect-proxy}]\n" +
			"  validation: {hostname: connect.example.com, wellKnownCACertificates: System}\n",
	} {
		s.set(key, value)
	}
	s.contains(s.fails("preview"), "gateway.name: Forbidden: the cluster does not know gateway.networking.k8s.io/v1/HTTPRoute",
		"gateway.sshSectionName: Forbidden: the cluster does not know gateway.networking.k8s.io/v1/TCPRoute",
		"gateway.policy: Forbidden: the cluster does not know gateway.networking.k8s.io/v1/BackendTLSPolicy")
	s.must(cluster.InstallGatewayAPI(t.Context()))
	s.pulumi("preview")
	s.up()
	for of, want := range map[string]string{
		"httproute/connect .spec.parentRefs[0]":                      `{"group":"gateway.networking.k8s.io","kind":"Gateway","name":"public","namespace":"doors","sectionName":"https"}`,
		"httproute/connect .spec.hostnames[0]":                       "*.example.com",
		"httproute/connect .spec.rules[0].backendRefs[0].name":       "connect-proxy",
		"httproute/connect .spec.rules[0].timeouts":                  `{"request":"0s"}`,
		"httproute/connect .metadata.annotations.example\\.com/team": "genomics",
		"tcproute/connect .spec.parentRefs[0].sectionName":           "ssh",
		"tcproute/connect .spec.rules[0].backendRefs[0].name":        "connect-ssh",
		"tcproute/connect .spec.rules[0].backendRefs[0].port":        "2222",
		"backendtlspolicy/connect .spec.validation.hostname":         "connect.example.com",
		"service/connect-ssh .spec.type":                             "ClusterIP",
	} {
		object, path, _ := strings.Cut(of, " ")
		s.equal(of, s.get(object, path), want)
	}
	if s.exists("ingress/connect-ingress") {
		t.Error("there is an Ingress beside the Gateway")
	}
	s.nochange()

	s.kubectl("create", "--filename", s.file(`{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"theirs"},"spec":{}}`))
	s.set("gateway.routeName", "theirs")
	s.contains(s.fails("preview"), `gateway.routeName: Duplicate value: "theirs": a HTTPRoute of that name exists already`)

	s.pulumi("config", "rm", "--path", "gateway")
	s.pulumi("config", "rm", "--path", "ssh")
	s.up()
	s.pods()
	s.offAgain(before)
	s.nochange()
}
