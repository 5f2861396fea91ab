//go:build testbed

package stories

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Something in the cluster refuses one object. The error names object and reason, the Platform runs on, and with what heals it the next
// update does the rest. Where it is pods that are refused, which the cluster's controllers make, the error names the Deployment, and the
// events why.
func TestFaultObjectIsRefused(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		prepare func(s *story)
		want    []string // in the error
		events  string   // what they have
		heal    func(s *story)
	}{
		"quota": {
			func(s *story) { s.kubectl("create", "quota", "no-sets", "--hard=count/statefulsets.apps=0") },
			[]string{"studios-server", `"connect-server" is forbidden: exceeded quota: no-sets`, "limited: count/statefulsets.apps=0"},
			"",
			func(s *story) { s.kubectl("delete", "quota/no-sets") },
		},
		"quota-of-pods": {
			func(s *story) {
				s.set("timeoutSeconds", "15")
				s.kubectl("create", "quota", "few-pods", "--hard=pods=4") // as many as the Platform has
			},
			[]string{"studios-cron-r", "'cron' timed out waiting to be Ready"},
			"exceeded quota: few-pods",
			func(s *story) { s.kubectl("delete", "quota/few-pods") },
		},
		"admission": {
			func(s *story) {
				s.refuses("deployments", "connect-proxy", "deployment", "connect-proxy", "--image=none")
			},
			[]string{"studios-proxy", `"connect-proxy" is forbidden`, "a cost-center is needed"},
			"",
			func(s *story) { s.set("commonLabels.cost-center", "c42") },
		},
		"admission-of-the-platforms": {
			func(s *story) { s.refuses("configmaps", "platform-backend-cfg", "configmap", "platform-backend-cfg") },
			[]string{"studios-platform-environment", `"platform-backend-cfg" is forbidden`, "a cost-center is needed"},
			"",
			func(s *story) { s.kubectl("label", "configmap/platform-backend-cfg", "cost-center=c42") },
		},
		"pod-security": {
			func(s *story) {
				s.set("timeoutSeconds", "15")
				s.restrictPlatform()
			},
			[]string{"studios-proxy", "'connect-proxy' timed out waiting to be Ready"},
			`violates PodSecurity "restricted:latest"`,
			func(s *story) { s.set("podSecurity", "restricted") },
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := begin(t)
			c.prepare(s)
			before := s.objects()
			told := diagnostics(s.fails(up...))
			s.Log(told)
			s.contains(told, c.want...)
			s.contains(s.kubectl("get", "events", "--field-selector", "type=Warning"), c.events)
			s.serves()
			s.set("timeoutSeconds", "600")
			c.heal(s)
			s.up()
			s.isWhole(before)
		})
	}
}

// serves holds while each Deployment of the Platform has all the pods that it should have, old or new.
func (s *story) serves() {
	s.Helper()
	for name, pods := range map[string]string{"cron": "1", "backend": "2", "frontend": "1"} {
		s.equal("available pods of "+name, s.get("deployment/"+name, ".status.availableReplicas"), pods)
	}
}

// policy refuses an object of one name that has no cost-center.
const policy = `{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata: {name: %[1]s}, spec: {
  matchConstraints: {resourceRules: [{apiGroups: ["*"], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [%[2]s]}]},
  matchConditions: [{name: one, expression: "object.metadata.name == '%[3]s'"}],
  validations: [{expression: "has(object.metadata.labels) && 'cost-center' in object.metadata.labels", message: "a cost-center is needed"}]}}
---
{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicyBinding, metadata: {name: %[1]s}, spec: {
  policyName: %[1]s, validationActions: [Deny],
  matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %[1]s}}}}}
`

// refuses has the policy, once it is in force: when the object, as kubectl makes one, is refused.
func (s *story) refuses(resource, name string, create ...string) {
	s.Helper()
	s.kubectl("apply", "--filename", s.file(fmt.Sprintf(policy, s.namespace, resource, name)))
	s.Cleanup(func() {
		_, _ = s.cluster.Kubectl(context.Background(), s.namespace, "delete", "validatingadmissionpolicy,validatingadmissionpolicybinding", s.namespace)
	})
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		_, err := s.cluster.Kubectl(s.Context(), s.namespace, append([]string{"create", "--dry-run=server"}, create...)...)
		if err != nil && strings.Contains(err.Error(), "cost-center") {
			return
		}
	}
	s.Fatal("the policy refuses nothing")
}

// restrictPlatform lets the namespace enforce the strictest standard for pods, which the Platform's own obey then.
func (s *story) restrictPlatform() {
	s.Helper()
	const container = `"securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}`
	for _, name := range []string{"cron", "backend", "frontend"} {
		more := ""
		if name == "cron" {
			more = `"initContainers":[{"name":"migrate-db",` + container + `}],`
		}
		s.kubectl("patch", "deployment/"+name, "--patch", `{"spec":{"template":{"spec":{`+more+`"containers":[{"name":"`+name+`",`+container+`}],
			"securityContext":{"runAsNonRoot":true,"runAsUser":1000,"seccompProfile":{"type":"RuntimeDefault"}}}}}}`)
	}
	s.must(s.cluster.AwaitPlatform(s.Context(), s.namespace))
	s.pods()
	s.kubectl("label", "namespace/"+s.namespace, "pod-security.kubernetes.io/enforce=restricted")
}
