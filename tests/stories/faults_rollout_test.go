//go:build testbed

package stories

import "testing"

// Of this version the testbed's registry has no image.
const noSuchVersion = "0.99.0"

// A rollout that never becomes ready: the error names the workload, its pod and why are said there or with a refresh, the pods of before
// serve on, and the right value heals it.
func TestFaultImageIsNotThere(t *testing.T) {
	// Backend is restarted in the same update: behind another wait the provider may take the proxy's pods of before for the new.
	t.Run("proxy", func(t *testing.T) {
		s := begin(t)
		s.up()
		before, objects := s.pods(), s.objects()
		s.set("rotation.token", "2026-11")
		s.contains(s.withoutImage("proxy"), "studios-proxy", "/connect-proxy-", "[ImagePullBackOff]", "proxy:"+noSuchVersion)
		s.equal("available pods of the proxy", s.get("deployment/connect-proxy", ".status.availableReplicas"), "2")
		s.contains(s.kubectl("get", "pods", "-l", workloads["proxy"], "-o", "jsonpath={.items[*].metadata.uid}"), before["proxy"]...)
		s.withImage("proxy")
		s.isWhole(objects)
		s.equal("restarts", s.restarted(before), "backend cron proxy")
	})
	t.Run("server", func(t *testing.T) {
		s := begin(t)
		s.up()
		before, objects := s.pods(), s.objects()
		s.contains(s.withoutImage("server"), "studios-server", "/connect-server", "failed to fully initialize or become live")
		s.contains(diagnostics(s.pulumi("preview", "--refresh")), "studios-server", "/connect-server-1]", "[ImagePullBackOff]", "server:"+noSuchVersion)
		s.equal("available pods of the server", s.get("statefulset/connect-server", ".status.availableReplicas"), "1")
		s.withImage("server")
		s.isWhole(objects)
		s.equal("restarts", s.restarted(before), "server")
	})
}

// withoutImage is what an update says that waits for an image which is not there.
func (s *story) withoutImage(workload string) string {
	s.Helper()
	s.set("timeoutSeconds", "10")
	s.set(workload+".imageTag", noSuchVersion)
	told := diagnostics(s.fails(up...))
	s.Log(told)
	s.serves()
	return told
}

func (s *story) withImage(workload string) {
	s.Helper()
	s.set("timeoutSeconds", "600")
	s.set(workload+".imageTag", "0.12.0")
	s.up()
}
