//go:build testbed

package stories

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// doctor runs cmd/doctor with a kubeconfig, and gives what it has found: "row check" each, sorted, and what it could not look at.
func (s *story) doctor(kubeconfig string, status int) (found, unknown []string) {
	s.Helper()
	text := s.doctorSays(status, "-namespace", s.namespace, "-kubeconfig", kubeconfig, "--json")
	var said struct{ Findings []doctor.Finding }
	s.must(json.Unmarshal([]byte(text), &said))
	for _, f := range said.Findings {
		switch f.Verdict {
		case doctor.Unknown:
			unknown = append(unknown, f.Check)
		case doctor.Problem, doctor.Warning:
			found = append(found, fmt.Sprintf("%d %s", f.Row, f.Check))
			s.Logf("%s: %s", f.Check, f.Message)
		}
	}
	slices.Sort(found)
	slices.Sort(unknown)
	return slices.Compact(found), slices.Compact(unknown)
}

// doctorSays is what cmd/doctor prints, which is no secret.
func (s *story) doctorSays(status int, args ...string) string {
	s.Helper()
	command := s.command()
	command.Path, command.Args = doctors, append([]string{doctors}, args...)
	text, err := command.CombinedOutput()
	if is := command.ProcessState.ExitCode(); is != status {
		s.Fatalf("the doctor ends with status %d, not %d: %v\n%s", is, status, err, text)
	}
	s.lacks(string(text), "canary")
	return string(text)
}

// The doctor finds nothing in what an update has made, and what is broken then, and no more; the Role for previews is enough to
// ask, and the less it sees the more the doctor says so.
func TestDoctor(t *testing.T) {
	s := begin(t)
	previewer := s.account(rights.Preview).Kubeconfig
	s.equal("what stock without Studios has", said(s.doctor(previewer, 2)), "| installation")
	s.up()
	printed := s.doctorSays(0, "-stack", s.stack)
	s.contains(printed, "fine     installation: Platform 25.3 found: Deployments backend, cron;", "32 fine, 0 not\n")
	s.equal("lines of what is fine", fmt.Sprint(strings.Count(printed, "\n")), "2")
	s.contains(s.doctorSays(0, "-stack", s.stack, "--json"), `"namespace": "`+s.namespace+`"`, `"check": "certificate",`, `"verdict": "fine",`)
	document, err := json.Marshal(map[string]any{"data": map[string]string{"tower.yml": s.get("configmap/tower-yml",
		`.data.tower\.yml`) + "\n"}})
	s.must(err)
	s.equal("what a previewer is told", said(s.doctor(previewer, 0)),
		"| network-policies pods-are-current pull-secrets registration-token rights signing-key")
	s.equal("what an administrator is told", said(s.doctor(cluster.Kubeconfig, 0)), "|")

	s.kubectl("patch", "configmap/platform-backend-cfg", "--type=merge", "--patch",
		`{"data":{"TOWER_DATA_STUDIO_CONNECT_URL":"https://studios.example.com"}}`)
	// The nightly look sees that something is another, and the doctor who has done it.
	s.contains(s.fails("preview", "--refresh", "--expect-no-changes"), "no changes were expected")
	s.contains(s.doctorSays(1, "-stack", s.stack), "TOWER_DATA_STUDIO_CONNECT_URL is https://studios.example.com", "(set by kubectl-patch, 20")
	s.kubectl("patch", "configmap/tower-yml", "--type=merge", "--patch",
		`{"data":{"tower.yml":"tower: {}\nmail: {}\ntower: {data-studio: {allowed-workspaces: null}}\n"}}`)
	s.kubectl("patch", "ingress/connect-ingress", "--type=json", "--patch",
		leads("*.connect.example.com"))
	s.kubectl("scale", "statefulset/connect-server", "--replicas=1")
	const broken = "0 changes 23 allow-list 28 replicas 6 ingress 9 connect-url"
	s.equal("what a previewer is told of it", said(s.doctor(previewer, 1)),
		broken+" | network-policies pods-are-current pull-secrets registration-token rights signing-key")
	s.equal("what an administrator is told of it", said(s.doctor(cluster.Kubeconfig, 1)), strings.Replace(broken, "23",
		"21 pods-are-current 23", 1)+" |")

	// What two tools set to two values at once, the provider does not take by force, and the component edits no such document.
	s.kubectl("patch", "configmap/tower-yml", "--type=merge", "--patch", string(document))
	s.kubectl("patch", "ingress/connect-ingress", "--type=json", "--patch", leads("*.example.com"))
	s.kubectl("scale", "statefulset/connect-server", "--replicas=2")
	s.up()
	s.settledPods("app=cron")
	s.settledPods("app=backend")
	s.equal("what is left of it", said(s.doctor(cluster.Kubeconfig, 0)), "|")
}

// By hand, after the manual page and its prerequisites.
func TestDoctorOfWhatWasMadeByHand(t *testing.T) {
	s := begin(t)
	previewer := s.account(rights.Preview).Kubeconfig
	s.studiosByHand()
	s.wildcardInFrontIngress()
	s.kubectl("patch", "configmap/platform-backend-cfg", "--type=merge", "--patch",
		`{"data":{"TOWER_DATA_EXPLORER_ENABLED":"true"}}`)
	s.kubectl("patch", "configmap/tower-yml", "--type=merge", "--patch",
		`{"data":{"tower.yml":"tower: {data-studio: {allowed-workspaces: null}}\n"}}`)
	s.equal("what is told before the restart", said(s.doctor(cluster.Kubeconfig, 1)), "21 pods-are-current |")
	s.kubectl("rollout", "restart", "deployment/cron", "deployment/backend")
	s.must(cluster.AwaitPlatform(s.Context(), s.namespace))
	s.settledPods("app=cron")
	s.settledPods("app=backend")
	s.kubectl("rollout", "status", "statefulset/connect-server", "--timeout=60s")
	s.equal("what a previewer is told", said(s.doctor(previewer, 0)),
		"| network-policies pods-are-current pull-secrets rights signing-key")
	s.equal("what an administrator is told", said(s.doctor(cluster.Kubeconfig, 0)), "|")
}

func leads(host string) string {
	return fmt.Sprintf(`[{"op":"replace","path":"/spec/rules/0/host","value":%q}]`, host)
}

func said(found, unknown []string) string {
	return strings.TrimSpace(strings.Join(found, " ") + " | " + strings.Join(unknown, " "))
}
