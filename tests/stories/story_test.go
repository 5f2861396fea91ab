//go:build testbed

// Package stories runs the stack program as a user does: with the pulumi command line, on the real engine, providers
// and API server. A story has a namespace with a sample Platform and a stack of its own, so stories run side by side.
package stories

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/version"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

var (
	pinned  *testbed.Tools
	tools   *testbed.Tools // pinned, with the stack program compiled once
	plugged *testbed.Tools // pinned, with our plugin and the stand-in for AWS
	plugin  string         // the file of our plugin
	tell    string         // the file of preview-comment
	asking  string         // the file of cmd/rights
	doctors string         // the file of cmd/doctor
	scratch string         // the folder of these, which goes in the end
	cluster *testbed.Cluster
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	ctx := context.Background()
	var err error
	if pinned, err = testbed.Build(ctx, os.Stderr, testbed.Tests); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if cluster, err = testbed.StartCluster(ctx, pinned); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer cluster.Stop()
	dir, err := os.MkdirTemp("", "seqera-studios-program-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	scratch = dir
	pinned, err = pinned.Unlogged(filepath.Join(dir, "unlogged"))
	if err == nil {
		pinned, err = pinned.WithKubernetesProvider(filepath.Join(dir, "provider"), os.Getenv(testbed.KubernetesProviderVariable))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := compile(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// compile builds what the stories run: the stack program, our plugin and the stand-in for AWS.
func compile(dir string) (err error) {
	programs := map[string]string{
		"stacks": "../../stacks", "pulumi-resource-seqera-studios": "../../provider/cmd/pulumi-resource-seqera-studios", "pulumi-resource-aws": "./testdata/aws",
		"preview-comment": "../../cmd/preview-comment",
		"rights":          "../../cmd/rights",
		"doctor":          "../../cmd/doctor",
	}
	for name, source := range programs {
		build := exec.Command("go", "build", "-o", filepath.Join(dir, name), source)
		if output, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %w\n%s", source, err, output)
		}
	}
	if tools, err = pinned.Compiled(filepath.Join(dir, "stacks"), dir); err != nil {
		return err
	}
	plugin = filepath.Join(dir, "pulumi-resource-seqera-studios")
	tell, asking, doctors = filepath.Join(dir, "preview-comment"), filepath.Join(dir, "rights"), filepath.Join(dir, "doctor")
	plugged, err = pinned.Installed(dir, map[string]string{
		"seqera-studios " + version.Version: plugin,
		"aws 7.0.0":                         filepath.Join(dir, "pulumi-resource-aws"),
	})
	return err
}

type story struct {
	*testing.T
	tools     *testbed.Tools
	cluster   *testbed.Cluster
	namespace string
	stack     string
	dir       string // of the project
	state     string // folder of Pulumi's backend
	temp      string // for what the kubernetes provider leaves behind
	env       []string
}

// begin installs a Platform and makes a stack that differs from stacks/Pulumi.local.yaml only in its namespace.
func begin(t *testing.T) *story {
	return beginStack(t, "local")
}

func beginStack(t *testing.T, stack string) *story {
	s := newStory(t, tools, stack)
	s.project()
	s.pulumi("stack", "init", stack)
	s.set("namespace", s.namespace)
	return s
}

// newStory installs a Platform.
func newStory(t *testing.T, tools *testbed.Tools, stack string) *story {
	s := emptyStory(t, tools, stack)
	s.must(s.cluster.InstallPlatform(t.Context(), s.namespace))
	return s
}

// emptyStory has the name of a namespace.
func emptyStory(t *testing.T, tools *testbed.Tools, stack string) *story {
	t.Parallel()
	s := &story{T: t, tools: tools, cluster: cluster, stack: stack, dir: t.TempDir(), state: t.TempDir(), temp: t.TempDir()}
	s.namespace = strings.ToLower(strings.TrimPrefix(t.Name(), "Test"))
	s.namespace = strings.Trim(strings.NewReplacer("/", "-", ".", "-").Replace(s.namespace), "-")
	if len(s.namespace) > 60 {
		s.namespace = strings.TrimRight(s.namespace[:60], "-")
	}
	// The cluster has 256 addresses for Services, and all stories together need more.
	t.Cleanup(func() {
		_, _ = s.cluster.Kubectl(context.Background(), s.namespace, "delete", "services", "--all", "--wait=false", "--ignore-not-found")
	})
	return s
}

// project is the root Pulumi.yaml with its stack files.
func (s *story) project() {
	text, err := os.ReadFile("../../Pulumi.yaml")
	s.must(err)
	s.must(os.WriteFile(filepath.Join(s.dir, "Pulumi.yaml"), text, 0o644))
	s.must(os.CopyFS(filepath.Join(s.dir, "stacks"), os.DirFS("../../stacks")))
}

func (s *story) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *story) command(args ...string) *exec.Cmd {
	command := exec.CommandContext(s.Context(), filepath.Join(s.tools.Bin, "pulumi"), append([]string{"--non-interactive"}, args...)...)
	command.Dir = s.dir
	// Engine and plugins live for a second or two, and spend a sixth of their time on collecting garbage.
	command.Env = append(s.tools.Env(s.state), "GOGC=400",
		"KUBECONFIG="+s.cluster.Kubeconfig, "PULUMI_STACK="+s.stack, "TMPDIR="+s.temp)
	command.Env = append(command.Env, s.env...)
	return command
}

func (s *story) try(args ...string) (string, error) {
	output, err := s.command(args...).CombinedOutput()
	return string(output), err
}

// pulumi runs a command that has to succeed.
func (s *story) pulumi(args ...string) string {
	s.Helper()
	output, err := s.try(args...)
	if err != nil {
		s.Fatalf("pulumi %s: %v\n%s", strings.Join(args, " "), err, output)
	}
	return output
}

// fails runs a command that has to fail.
func (s *story) fails(args ...string) string {
	s.Helper()
	output, err := s.try(args...)
	if err == nil {
		s.Fatalf("pulumi %s went through:\n%s", strings.Join(args, " "), output)
	}
	return output
}

func (s *story) up(flags ...string) string {
	s.Helper()
	return s.pulumi(append([]string{"up", "--yes", "--skip-preview"}, flags...)...)
}

func (s *story) set(key, value string, flags ...string) {
	s.Helper()
	if len(flags) == 0 {
		flags = []string{"--plaintext"}
	}
	s.pulumi(append(append([]string{"config", "set", "--path"}, flags...), "--", key, value)...)
}

func (s *story) setAll(values map[string]string) {
	s.Helper()
	args := []string{"config", "set-all", "--path"}
	for _, key := range slices.Sorted(maps.Keys(values)) { // of a list the first comes first
		args = append(args, "--plaintext", key+"="+values[key])
	}
	s.pulumi(args...)
}

// nochange holds where nothing was changed: at once, and with a refresh on the way.
func (s *story) nochange() {
	s.Helper()
	for _, flags := range [][]string{nil, {"--refresh"}} {
		s.lacks(s.pulumi(append([]string{"preview", "--expect-no-changes"}, flags...)...), heldByOthers)
	}
}

// heldByOthers warns of a volume that a destroy would leave in the Platform.
const heldByOthers = "Studios' volume in its pods is held by"

// nochangeEver holds where that is so after a refresh that is kept, too. A third of a story's time would go to it everywhere.
func (s *story) nochangeEver() {
	s.Helper()
	s.nochange()
	s.pulumi("refresh", "--yes", "--skip-preview")
	s.pulumi("preview", "--expect-no-changes")
}

func (s *story) kubectl(args ...string) string {
	s.Helper()
	output, err := s.cluster.Kubectl(s.Context(), s.namespace, args...)
	s.must(err)
	return strings.TrimSpace(output)
}

// get reads one field of an object.
func (s *story) get(object, jsonpath string) string {
	s.Helper()
	return s.kubectl("get", object, "-o", "jsonpath={"+jsonpath+"}")
}

// file is one with the given text.
func (s *story) file(text string) string {
	s.Helper()
	file, err := os.CreateTemp(s.TempDir(), "*.yaml")
	s.must(err)
	_, err = file.WriteString(text)
	s.must(errors.Join(err, file.Close()))
	return file.Name()
}

func (s *story) equal(what, got, want string) {
	s.Helper()
	if got != want {
		s.Errorf("%s is %q, not %q", what, got, want)
	}
}

func (s *story) contains(text string, parts ...string) {
	s.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			s.Errorf("no %q in:\n%s", part, text)
		}
	}
}

// The workloads whose restarts are told apart, by the labels of their pods.
var workloads = map[string]string{
	"cron":     "app=cron",
	"backend":  "app=backend",
	"frontend": "app=frontend",
	"proxy":    "app.kubernetes.io/component=proxy",
	"server":   "app.kubernetes.io/component=server",
}

// pods are the identities of all running pods by workload, once the ones before have gone.
func (s *story) pods() map[string][]string {
	s.Helper()
	all := map[string][]string{}
	for name, label := range workloads {
		all[name] = s.settledPods(label)
	}
	return all
}

func (s *story) settledPods(label string) []string {
	s.Helper()
	const columns = `jsonpath={range .items[*]}{.metadata.uid} {.metadata.deletionTimestamp} {.status.phase}{"\n"}{end}`
	deadline := time.Now().Add(30 * time.Second)
	for {
		output := s.kubectl("get", "pods", "-l", label, "-o", columns)
		lines := strings.Fields(strings.ReplaceAll(output, "Running", ""))
		sets := s.kubectl("get", "replicasets,statefulsets", "-l", label, "-o",
			`jsonpath={range .items[?(@.spec.replicas>0)]}{.spec.replicas}/{.status.readyReplicas} {end}`)
		if isSettled(strings.Fields(sets), len(lines)) {
			slices.Sort(lines)
			return lines
		}
		if time.Now().After(deadline) {
			s.Fatalf("pods of %s do not settle: %s\n%s", label, sets, output)
		}
		time.Sleep(250 * time.Millisecond)
	}
}

// isSettled holds when one generation of pods is left, and all of it ready.
func isSettled(sets []string, pods int) bool {
	switch len(sets) {
	case 0:
		return pods == 0
	case 1:
		return sets[0] == fmt.Sprintf("%d/%d", pods, pods)
	}
	return false
}

// restarted lists the workloads all of whose pods are others than before; a partial change fails the story.
func (s *story) restarted(before map[string][]string) string {
	s.Helper()
	var changed []string
	for name, after := range s.pods() {
		kept := slices.ContainsFunc(after, func(pod string) bool { return slices.Contains(before[name], pod) })
		switch {
		case slices.Equal(after, before[name]):
		case kept:
			s.Errorf("only some pods of %s were restarted: %v, before %v", name, after, before[name])
		default:
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	return strings.Join(changed, " ")
}

// revision counts the pod templates that a Deployment has had.
func (s *story) revision(deployment string) string {
	s.Helper()
	return s.get("deployment/"+deployment, `.metadata.annotations.deployment\.kubernetes\.io/revision`)
}

// apply is the routine of the Platform's owner.
func (s *story) apply(manifests string) {
	s.Helper()
	s.must(s.cluster.Apply(s.Context(), s.namespace, manifests))
}

func openssl(s *story, input string, args ...string) string {
	s.Helper()
	command := exec.CommandContext(s.Context(), "openssl", args...)
	command.Stdin = strings.NewReader(input)
	output, err := command.Output()
	if err != nil {
		s.Fatalf("openssl %s: %v", strings.Join(args, " "), err)
	}
	return string(output)
}
