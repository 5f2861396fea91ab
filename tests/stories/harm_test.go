//go:build testbed

package stories

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// The rules of an ALB's group are evaluated by order and then by name: with the Platform's own, the wildcard would come
// before its host and take its traffic.
func TestCopiedGroupComesLast(t *testing.T) {
	s := begin(t)
	const order = `.metadata.annotations.alb\.ingress\.kubernetes\.io/group\.order`
	s.kubectl("annotate", "ingress/front-ingress", "alb.ingress.kubernetes.io/group.name=seqera")
	s.up()
	s.equal("the order in the group", s.get("ingress/connect-ingress", order), "1000")
	s.nochange()

	s.set(`ingress.annotations["alb.ingress.kubernetes.io/group.order"]`, "500")
	s.up()
	s.equal("the order that is given", s.get("ingress/connect-ingress", order), "500")
}

// A setting that no argument is called by is refused at every level: here it would leave Studios open to all.
func TestMisspeltSettings(t *testing.T) {
	s := begin(t)
	s.set("allowedWorkspace", "12345")
	s.set("redis.pasword", "canary", "--secret")
	output := s.fails("preview")
	s.contains(output,
		"allowedWorkspace: Not found: did you mean allowedWorkspaces?",
		"redis.pasword: Not found: did you mean password?")
	s.lacks(output, "canary")
}

// What Pulumi takes as the name of a component becomes no label and no Helm release as it is.
func TestComponentNames(t *testing.T) {
	for name, instance := range map[string]string{
		"myStudios": "myStudios",
		"Studios of the genomics department, for everybody who works there": "Studios-of-the-genomics-department--for-everybody-who-works-the",
	} {
		t.Run(instance[:7], func(t *testing.T) {
			s := newStory(t, plugged, "test")
			s.must(os.WriteFile(filepath.Join(s.dir, "Pulumi.yaml"), []byte(fmt.Sprintf(`name: names
runtime: yaml
resources:
  studios:
    type: seqera-studios:Studios
    name: %q
    properties:
      namespace: %s
      platformUrl: https://platform.example.com
      connectUrl: https://connect.example.com
      redis: {address: redis.example.com}
`, name, s.namespace)), 0o644))
			s.pulumi("stack", "init", s.stack)
			s.up()
			s.pulumi("preview", "--expect-no-changes", "--refresh")
			s.equal("the instance", s.get("deployment/connect-proxy", `.metadata.labels.app\.kubernetes\.io/instance`), instance)
			s.pulumi("destroy", "--yes", "--skip-preview")
		})
	}
}

// With the default provider, as programs in most languages have it, a Secret is not changed in place. Another password is no
// reason to take proxy and server away.
func TestPasswordChangesWithoutAnOutage(t *testing.T) {
	s, password := passwordStory(t)
	identities := func() string {
		return s.kubectl("get", "deployment/connect-proxy", "statefulset/connect-server", "ingress/connect-ingress",
			"service/connect-proxy", "-o", "jsonpath={.items[*].metadata.uid}")
	}
	before, pods := identities(), s.pods()
	password("another-password")
	s.up()
	s.equal("the identities of what serves", identities(), before)
	s.equal("another password restarts", s.restarted(pods), "proxy server")
	s.pulumi("preview", "--expect-no-changes", "--refresh")
}

// What a plan says of another password is what an update does.
func TestAnotherPasswordIsPlanned(t *testing.T) {
	s, password := passwordStory(t)
	password("another-password")
	plan := filepath.Join(t.TempDir(), "plan.json")
	s.pulumi("preview", "--save-plan", plan)
	s.up("--plan", plan)
	s.nochange()
}

// passwordStory has Studios from a program with the default provider, and a way to give it another password of Redis.
func passwordStory(t *testing.T) (*story, func(password string)) {
	t.Helper()
	s := newStory(t, plugged, "test")
	program := func(password string) {
		s.must(os.WriteFile(filepath.Join(s.dir, "Pulumi.yaml"), []byte(fmt.Sprintf(`name: password
runtime: yaml
resources:
  studios:
    type: seqera-studios:Studios
    properties:
      namespace: %s
      platformUrl: https://platform.example.com
      connectUrl: https://connect.example.com
      redis: {address: redis.example.com, password: %s}
`, s.namespace, password)), 0o644))
	}
	program("one-password")
	s.pulumi("stack", "init", s.stack)
	s.up()
	return s, program
}

// The document that was edited first stays when another is named: it is the Platform's.
func TestAnotherKeyOfTowerYml(t *testing.T) {
	s := begin(t)
	s.kubectl("patch", "configmap/tower-yml", "--type=merge", "-p", `{"data":{"other.yml":"mail: {}\n"}}`)
	s.set("allowedWorkspaces", "12345")
	s.up()
	document := s.get("configmap/tower-yml", `.data.tower\.yml`)
	s.set("platform.towerYmlKey", "other.yml")
	s.up()
	s.equal("the first document", s.get("configmap/tower-yml", `.data.tower\.yml`), document)
	s.contains(s.get("configmap/tower-yml", `.data.other\.yml`), "allowed-workspaces: [12345]")
	s.nochange()

	s.set("platform.towerYmlKey", "tower.yml")
	s.set("allowedWorkspaces", "67890")
	s.up()
	s.contains(s.get("configmap/tower-yml", `.data.tower\.yml`), "allowed-workspaces: [67890]")
	s.contains(s.get("configmap/tower-yml", `.data.other\.yml`), "allowed-workspaces: [12345]")
	s.nochange()
}

// A second stack, under names of its own, would take over the first one's Platform: it is refused with the first one's name,
// also where it is not previewed, and the first goes on.
func TestSecondStackIsRefused(t *testing.T) {
	s := begin(t)
	s.up()
	second := *s
	second.dir, second.stack = t.TempDir(), "second"
	second.project()
	second.pulumi("stack", "init", "second")
	for setting, value := range map[string]string{
		"namespace": s.namespace, "platformUrl": "https://platform.example.com", "connectUrl": "https://connect.example.com",
		"redis.address": "redis.example.com", "proxy.name": "other-proxy", "server.name": "other-server", "ingress.name": "other-ingress",
		"oidc.secretName": "other-certs", "oidc.tokenSecretName": "other-credentials",
	} {
		second.set(setting, value)
	}
	refusal := `the Platform in it has the Studios of "seqera-studios/local/studios" already`
	s.contains(second.fails("preview"), refusal)
	s.contains(second.fails("up", "--yes", "--skip-preview"), refusal)
	s.nochange()
	second.pulumi("destroy", "--yes", "--skip-preview")
	s.nochange()
}

// Whenever a pod starts, it has either the key and the variable that leads to it, or neither.
func TestKeyAndItsPathComeTogether(t *testing.T) {
	s := begin(t)
	s.up()
	s.equal("the path in what pods without the key read too", s.get("configmap/platform-backend-cfg", ".data.TOWER_OIDC_PEM_PATH"), "")
	s.pulumi("destroy", "--yes", "--skip-preview")
	with := 0
	for _, label := range []string{"app=cron", "app=backend"} {
		const columns = `jsonpath={range .items[*].spec.template.spec.containers[0]}` +
			`{.env[?(@.name=="TOWER_OIDC_PEM_PATH")].value}:{.volumeMounts[?(@.name=="seqera-studios-oidc")].mountPath}{"\n"}{end}`
		for _, template := range strings.Fields(s.kubectl("get", "replicasets", "-l", label, "-o", columns)) {
			switch template {
			case "/etc/seqera-studios/oidc.pem:/etc/seqera-studios":
				with++
			case ":":
			default:
				t.Errorf("a pod of %s has %s", label, template)
			}
		}
	}
	if with < 2 {
		t.Error("no pods had the key")
	}
}

// What a plan says is what an update does, whatever time it is: a first installation, a change, and a repair.
func TestPlansAreKept(t *testing.T) {
	s := begin(t)
	plan := filepath.Join(t.TempDir(), "plan.json")
	carryOut := func() {
		s.pulumi("preview", "--save-plan", plan)
		s.up("--plan", plan)
		s.pulumi("preview", "--expect-no-changes")
	}
	carryOut()
	s.set("connectUrl", "https://studios.example.com")
	carryOut()
	s.apply(testbed.ConfigMaps)
	carryOut()
	s.equal("connect URL", s.get("configmap/platform-backend-cfg", ".data.TOWER_DATA_STUDIO_CONNECT_URL"), "https://studios.example.com")
}

// What the API server refuses of the pods is refused in the very first preview, before anything of the Platform is touched.
func TestFirstPreviewShowsThePodsToTheServer(t *testing.T) {
	s := begin(t)
	s.set("proxy.pod.tolerations[0].operator", "Sometimes")
	s.contains(s.fails("preview"), "Sometimes", "connect-proxy")
}

// Studios follows the Platform: with 26.1 the list of workspaces moves to the environment, and back with 25.3. A preview shows it.
func TestPlatformIsUpgradedAndRolledBack(t *testing.T) {
	s := begin(t)
	s.set("allowedWorkspaces", "12345,67890")
	s.up()
	allowed := func() string {
		return s.get("configmap/platform-backend-cfg", ".data.TOWER_DATA_STUDIO_ALLOWED_WORKSPACES")
	}
	s.equal("variable", allowed(), "")
	move := func(tag, proxy string) {
		image := "=cr.seqera.io/enterprise/platform/backend:" + tag
		s.kubectl("set", "image", "deployment/backend", "backend"+image)
		s.kubectl("set", "image", "deployment/cron", "cron"+image)
		s.must(cluster.AwaitPlatform(t.Context(), s.namespace))
		s.contains(s.pulumi("preview", "--diff"), "Platform "+tag[1:5]+" found", proxy, "TOWER_DATA_STUDIO_ALLOWED_WORKSPACES")
		s.up()
		s.nochange()
	}
	move("v26.1.3", "studios/proxy:0.11.1")
	s.equal("variable", allowed(), "12345,67890")
	s.set("allowedWorkspaces", "12345")
	s.up()
	move("v25.3.4", "studios/proxy:0.11.0")
	s.equal("variable", allowed(), "")
	s.contains(s.get("configmap/tower-yml", `.data.tower\.yml`), "allowed-workspaces: [12345]")
}

// Path, path type and what keeps WebSockets alive are those of the class: a "*" is an ALB's, and its idle timeout too.
func TestIngressFollowsItsClass(t *testing.T) {
	s := begin(t)
	s.set("ingress.copyFrom", "")
	path := func() string {
		return s.get("ingress/connect-ingress", ".spec.rules[0].http.paths[0]['path','pathType']") + " " +
			s.get("ingress/connect-ingress", `.metadata.annotations.alb\.ingress\.kubernetes\.io/load-balancer-attributes`)
	}
	s.set("ingress.className", "nginx")
	s.up()
	s.equal("path behind nginx", path(), "/ Prefix ")
	s.set("ingress.className", "alb")
	s.up()
	s.equal("path behind an ALB", path(), "/* ImplementationSpecific idle_timeout.timeout_seconds=3600,routing.http2.enabled=false")
}

// What the API server would refuse only after the Platform was restarted is refused before, all at once.
func TestUpRefusesWhatTheServerWould(t *testing.T) {
	s := begin(t)
	for setting, value := range map[string]string{
		"proxy.name": "studios", "server.name": "studios", "oidc.secretName": "studios", "oidc.tokenSecretName": "studios",
		"platform.backend.deployment": "backend", "platform.cron.deployment": "backend",
		"server.listenerPort": "9090", "server.tunnelPort": "9090",
		"server.resources.limits.memory": "1Mi", "proxy.podLabels.team": strings.Repeat("x", 64),
	} {
		s.set(setting, value)
	}
	before := s.templates()
	s.contains(s.fails("up", "--yes", "--skip-preview"),
		`server.name: Invalid value: "studios": must be another than proxy.name`,
		`oidc.tokenSecretName: Invalid value: "studios": must be another than oidc.secretName`,
		`platform.cron.deployment: Invalid value: "backend": must be another than platform.backend.deployment`,
		"server.listenerPort: Invalid value: 9090: must be another than server.tunnelPort",
		`server.resources.limits[memory]: Invalid value: "1Mi": must not be below the request`,
		"proxy.podLabels[team]: Invalid value: ")
	s.equal("restarts", s.rolled(before), "")

	s.set("server.name", strings.Repeat("x", 60))
	s.contains(s.fails("preview"), "server.name: Invalid value: ", "must have at most 52 characters")
}

// Values that would break Studios later are refused, and none that works.
func TestValuesThatWork(t *testing.T) {
	s := begin(t)
	for setting, value := range map[string]string{
		"ingress.host": "*.com", "redis.address": "127.0.0.1:6379", "redis.prefix": "$(HOSTNAME)", "redis.username": "a user",
	} {
		s.set(setting, value)
	}
	s.set("redis.password", "canary-with-a-newline\n", "--secret")
	refusal := s.fails("preview")
	s.contains(refusal, `ingress.host: Invalid value: "*.com"`, "redis.address: Invalid value: ", "redis.prefix: Invalid value: ",
		"redis.username: Invalid value: ", "redis.password: Invalid value: ")
	s.lacks(refusal, "canary-with-a-newline")

	for setting, value := range map[string]string{
		"ingress.host": "", "redis.address": "redis.example.com.:6379", "redis.prefix": "studios:1", "redis.username": "studios",
		"platformUrl": "https://platform.example.com:443", "redis.password": "canary password",
	} {
		s.set(setting, value)
	}
	s.set("oidc.registrationToken", "0123456789-abcdef-0123456789-abcdef", "--secret")
	s.up()
	s.nochange()
}
