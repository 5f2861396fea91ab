//go:build testbed

package stories

import "testing"

// noSuchImage is one that the testbed's registry does not have.
const noSuchImage = "cr.seqera.io/enterprise/studios/proxy:0.99.0"

// A rollout that never becomes ready: the error names the Deployment, its pod and why, the pods of before serve on, and the right value
// heals it. Backend is restarted in the same update: behind another wait the provider may take the proxy's pods of before for the new.
func TestFaultImageIsNotThere(t *testing.T) {
	s := begin(t)
	s.up()
	before, objects := s.pods(), s.objects()
	s.set("timeoutSeconds", "10")
	s.set("proxy.image", noSuchImage)
	s.set("rotation.token", "2026-11")
	told := diagnostics(s.fails(up...))
	s.Log(told)
	s.contains(told, "studios-proxy", "/connect-proxy-", "[ImagePullBackOff]", noSuchImage)
	s.serves()
	s.equal("available pods of the proxy", s.get("deployment/connect-proxy", ".status.availableReplicas"), "2")
	s.contains(s.kubectl("get", "pods", "-l", workloads["proxy"], "-o", "jsonpath={.items[*].metadata.uid}"), before["proxy"]...)

	s.set("timeoutSeconds", "600")
	s.set("proxy.image", "cr.seqera.io/enterprise/studios/proxy:0.12.0")
	s.up()
	s.isWhole(objects)
	s.equal("restarts", s.restarted(before), "backend cron proxy")
}
