//go:build testbed

package stories

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/previews"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

var capturing = flag.Bool("capture-previews", false, "write the previews of the stories of preview-comment as its testdata")

// preview is what Pulumi writes of one preview.
type preview struct {
	name             string
	document, events []byte
}

// previewed runs a preview as a pipeline does; it may fail.
func (s *story) previewed(name string, args ...string) preview {
	s.Helper()
	if len(args) == 0 {
		args = []string{"preview"}
	}
	log := filepath.Join(s.TempDir(), "events.log")
	command := s.command(append(args, "--json", "--event-log", log)...)
	command.Env = append(command.Env, "PULUMI_DEBUG_COMMANDS=true")
	document, err := command.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		s.Fatal(err)
	}
	events, err := os.ReadFile(log)
	s.must(err)
	p := preview{name, document, events}
	if *capturing {
		s.must(previews.Write(filepath.Join(repository, "cmd", "preview-comment", "testdata", name), document, events))
	}
	return p
}

// comment runs preview-comment. It tells the exit code too.
func (s *story) comment(p preview, flags ...string) (string, int) {
	s.Helper()
	command := exec.CommandContext(s.Context(), tell, append(flags, "--exit-code")...)
	command.Stdin = bytes.NewReader(p.document)
	output, err := command.Output()
	exit := (*exec.ExitError)(nil)
	if err != nil && !errors.As(err, &exit) {
		s.Fatal(err)
	}
	s.lacks(string(output), testbed.Canary)
	return string(output), command.ProcessState.ExitCode()
}

// says holds for the comment of a preview, with the event log and without.
func (s *story) says(p preview, code int, parts ...string) {
	s.Helper()
	log := filepath.Join(s.TempDir(), "events.log")
	s.must(os.WriteFile(log, p.events, 0o644))
	for _, flags := range [][]string{nil, {"--event-log", log}} {
		comment, got := s.comment(p, flags...)
		if got != code {
			s.Errorf("%s %v: exit code %d, not %d:\n%s", p.name, flags, got, code, comment)
		}
		for _, part := range parts {
			if without, isAbsent := strings.CutPrefix(part, "!"); isAbsent == strings.Contains(comment, without) {
				s.Errorf("%s %v: %q in:\n%s", p.name, flags, part, comment)
			}
		}
	}
}

// What a team reads in its pull requests through the life of a stack.
func TestPreviewComment(t *testing.T) {
	s := begin(t)
	s.tellsOfATrial()
	s.says(s.previewed("first-install"), 10, "20 to create", "`cron` and `backend` restart", "Open sessions go on", "new, 2 pods", "DNS: point `*.example.com`")
	s.up()
	s.says(s.previewed("no-change"), 0, "**Nothing changes.**", "!#### Pods", "2 notes</summary>", "allowedWorkspaces: is left out") // a note by now

	s.set("proxy.logLevel", "debug")
	s.says(s.previewed("argument"), 10, "| 1. **`proxy`**", "`CONNECT_LOG_LEVEL`: `info` → `debug` (argument `proxy.logLevel`)", "reconnect", "!**cut**", "!| 2. ")
	s.set("proxy.replicas", "1")
	s.says(s.previewed("argument-and-scale"), 11, "**restart**, 2 → 1 pods", "reconnect", "**Deleted:** `studios-proxy-budget`", // one replica has no budget
		"#### Warnings", "proxy.replicas: all sessions go through one pod")
	s.up()

	s.set("redis.password", "canary-first-password", "--secret")
	s.says(s.previewed("secret-new"), 11, "`proxy` and `server` restart", "Open sessions are cut", "**cut**: it is one pod", "`data.redis-password`", "| 1. **`server`**")
	s.up()
	s.set("redis.password", "canary-second-password", "--secret")
	s.set("templates.CUSTOM.tool", "jupyter")
	s.set("templates.CUSTOM.repository", "registry.example.com/studio:1.0-0.12")
	s.says(s.previewed("secret-and-template"), 11, "| 1. **`cron`**", "| 2. **`backend`**", "| 3. **`proxy`**", "| 3. **`server`**",
		"Secret `connect-credentials` (`redis-password`)", "the Platform's variables (template `CUSTOM`", "!#### Changed by somebody else", "!written-over",
		"**Withdrawn:** the templates `JUPYTERGA`, `RIDE`, `VSCODEGA` and `XPRAGA`")
	s.up()
	s.tellsOfDrift()
	s.tellsOfLosses()
	s.tellsOfFailures()
}

// tellsOfATrial of what production should not have, each with what to write.
func (s *story) tellsOfATrial() {
	s.Helper()
	trial := [][2]string{{"proxy.replicas", "1"}, {"proxy.imageTag", "latest"}, {"redis.password", testbed.Canary + "-plain"}}
	for _, setting := range trial {
		s.set(setting[0], setting[1])
	}
	s.says(s.previewed("trial"), 10, "#### Warnings", "allowedWorkspaces: is left out", "proxy.replicas: all sessions go through one pod",
		"proxy.imageTag: its tag is put on other images", "pulumi config set --secret --path redis.password")
	for _, setting := range trial {
		s.pulumi("config", "rm", "--path", setting[0])
	}
}

func (s *story) tellsOfDrift() {
	s.Helper()
	s.apply(testbed.ConfigMaps)
	s.says(s.previewed("drift-plain"), 10, "`cron` and `backend` restart", "What somebody else has changed in 2 resources is put back", "`tower.yml`, which somebody has changed")
	s.kubectl("delete", "service/connect-server")
	s.kubectl("annotate", "service/connect-proxy", "example.com/by-hand=yes") // nothing of ours
	s.says(s.previewed("drift-refresh", "preview", "--refresh"), 10, "#### Changed by somebody else", "`studios-server` (`Service`) is gone, and is made again",
		"`https://connect.<YOUR PUBLIC TOWER HOST NAME>` → `https://connect.example.com`", "!by-hand", "!MICRONAUT")
	s.set("server.logLevel", "debug")
	s.says(s.previewed("drift-and-argument", "preview", "--refresh"), 10, "argument `server.logLevel`", "`studios-server` (`Service`) is gone, and is made again")
	s.says(s.previewed("drift-only", "refresh", "--preview-only"), 10, "Somebody else has changed 2 resources", "`studios-server` (`Service`) is gone", "!#### Pods")
	s.up("--refresh")
	s.kubectl("scale", "deployment/connect-proxy", "--replicas=5")
	s.says(s.previewed("failed-conflict", "preview", "--refresh"), 12, "❌", `conflict with "kubectl"`, "5 → 1 pods, no restart")
	s.kubectl("scale", "deployment/connect-proxy", "--replicas=1")
	s.kubectl("patch", "deployment/cron", "--patch", `{"spec":{"template":{"spec":{"containers":[
		{"name":"cron","volumeMounts":[{"mountPath":"/etc/seqera-studios","$patch":"delete"}]}]}}}}`)
	s.says(s.previewed("drift-of-pods"), 10, "`cron` restarts", "!written-over")
	s.up()
}

func (s *story) tellsOfLosses() {
	s.Helper()
	s.set("proxy.name", "another-proxy")
	s.set("oidc.keyBits", "2048")
	s.says(s.previewed("replacement"), 11, "4 to replace", "**Replaced:** `studios-oidc-key`", "`rsaBits`: `3072` → `2048`", "| 3. **`proxy`**", "**replaced**, 1 pod", "the signing key is another")
	s.pulumi("config", "rm", "--path", "proxy.name")
	s.pulumi("config", "rm", "--path", "oidc.keyBits")
	s.set("oidc.registrationToken", "canary-registration-token-0123", "--secret")
	s.says(s.previewed("deletion"), 11, "1 to delete", "**Deleted:** `studios-registration-token`", "Secret `connect-credentials` (`registration-token`)")
	s.pulumi("config", "rm", "--path", "oidc.registrationToken")
	s.says(s.previewed("destroy", "destroy", "--preview-only"), 11, "| 1. **`proxy`**", "**stop**, 1 pod", "| 3. **`cron`**", "nothing serves `*.example.com` any more")
}

func (s *story) tellsOfFailures() {
	s.Helper()
	s.set("redis.database", "-3")
	s.set("proxy.replicas", "0")
	s.says(s.previewed("failed-arguments"), 12, "❌", "redis.database: Invalid value: -3", "proxy.replicas: Invalid value: 0")
	s.set("redis.database", "1")
	s.set("proxy.replicas", "1")
	s.kubectl("delete", "deployment/backend")
	s.says(s.previewed("failed-cluster"), 12, "❌", "platform.backend.deployment: Required value")
}

// The same of a program in another language, through the plugin.
func TestPreviewCommentOfThePlugin(t *testing.T) {
	s := beginExample(t, "yaml")
	s.says(s.previewed("yaml-first-install"), 10, "`cron` and `backend` restart", "new, 2 pods", "!as plain text")
	s.replace("${redisPassword}", testbed.Canary, "password: ", "")
	s.contains(s.pulumi("preview"), "redis.password: is given as plain text")
	s.replace(testbed.Canary, "${redisPassword}", "password: ", "")
	s.up()
	s.replace("redis.example.com:6379", "redis2.example.com:6380", "", "")
	before := s.pods()
	s.says(s.previewed("yaml-argument"), 10, "`proxy` and `server` restart",
		"`CONNECT_REDIS_ADDRESS`: `redis.example.com:6379` → `redis2.example.com:6380` (argument `redis.address`)")
	s.up()
	s.equal("restarts", s.restarted(before), "proxy server")
}
