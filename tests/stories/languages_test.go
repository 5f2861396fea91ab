//go:build testbed

package stories

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/pmezard/go-difflib/difflib"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/version"
)

const repository = "../.."

// beginExample makes a project of an example, which is a template, with a Platform in a namespace of its own. Nothing in it comes
// from the checkout.
func beginExample(t *testing.T, example string) *story {
	tools, err := released()
	s := newStory(t, tools, "test")
	s.must(err)
	template, err := filepath.Abs(filepath.Join(repository, "examples", example))
	s.must(err)
	s.pulumi("new", template, "--generate-only", "--yes", "--name", "studios-"+example, "--force")
	s.replace("seqera", s.namespace, `"`, `"`)
	s.replace("seqera", s.namespace, "namespace: ", "\n")
	for _, edit := range podArguments[example] {
		s.replace(edit[0], edit[1]+edit[0], "", "")
	}
	s.install(example)
	s.pulumi("stack", "init", s.stack)
	s.set("redisPassword", redisPassword, "--secret")
	return s
}

// redisPassword is a secret within a group of arguments.
const redisPassword = "canary-redis-password"

// replace changes a text in all files of a project where it stands between two others, and not in what is installed.
func (s *story) replace(old, new, before, after string) {
	s.Helper()
	s.must(filepath.WalkDir(s.dir, func(path string, entry os.DirEntry, err error) error {
		switch {
		case err == nil && (entry.Name() == "node_modules" || entry.Name() == "venv"):
			return filepath.SkipDir
		case err != nil || !entry.Type().IsRegular():
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		changed := strings.ReplaceAll(string(text), before+old+after, before+new+after)
		return os.WriteFile(path, []byte(changed), 0o644)
	}))
}

func (s *story) run(name string, args ...string) {
	s.Helper()
	if strings.Contains(name, "/") {
		name = filepath.Join(s.dir, name)
	}
	command := exec.Command(name, args...)
	command.Dir = s.dir
	if output, err := command.CombinedOutput(); err != nil {
		s.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, output)
	}
}

// platformURL is what the argument is called in a language, in errors too, where the program need not be compiled anew.
var platformURL = map[string]string{"typescript": "platformUrl", "python": "platform_url", "yaml": "platformUrl"}

// The same component, whatever language it is used from, by somebody who has a release and no checkout.
func TestExamples(t *testing.T) {
	t.Parallel()
	objects := make(chan [2]string, 6)
	t.Run("all", func(t *testing.T) {
		for _, example := range []string{"java", "typescript", "python", "go", "go-component", "yaml"} {
			t.Run(example, func(t *testing.T) {
				s := beginExample(t, example)
				switch example {
				case "typescript":
					s.run("node_modules/.bin/tsc", "--project", ".")
				case "python":
					s.run("venv/bin/mypy", "--strict", "--follow-imports", "silent", "__main__.py")
				}
				outputs := s.up()
				s.pulumi("preview", "--expect-no-changes")

				s.equal("connectUrl", s.output("connectUrl"), "https://connect.example.com")
				s.equal("wildcardHost", s.output("wildcardHost"), "*.example.com")
				token, err := base64.StdEncoding.DecodeString(s.get("secret/connect-credentials", `.data.registration-token`))
				s.must(err)
				s.equal("registrationToken", s.output("registrationToken", "--show-secrets"), string(token))
				pem, err := base64.StdEncoding.DecodeString(s.get("secret/platform-oidc-certs", `.data.oidc\.pem`))
				s.must(err)
				key := strings.Split(string(pem), "\n")[1]
				state := s.pulumi("stack", "export")
				s.lacks(outputs+s.pulumi("stack", "output")+state, string(token), key, redisPassword)
				s.equal("providers of Kubernetes", strconv.Itoa(strings.Count(state, `"type": "pulumi:providers:kubernetes"`)), "1")
				s.equal("the proxy's affinity", s.get("deployment/connect-proxy", ".spec.template.spec.affinity.nodeAffinity."+
					"requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values"), `["spot"]`)
				s.equal("the proxy's tolerations", s.get("deployment/connect-proxy", ".spec.template.spec.tolerations"),
					`[{"key":"studios","operator":"Exists"}]`)
				objects <- [2]string{example, s.leftObjects()}

				s.pulumi("destroy", "--yes", "--skip-preview")
				s.equal("what is left", s.kubectl("get", "deployments,statefulsets,ingresses,secrets", "-l",
					"app.kubernetes.io/managed-by=pulumi", "-o", "name"), "")

				s.replace("https://platform.example.com", "http://platform.example.com", "", "")
				if name := platformURL[example]; name != "" {
					s.contains(s.fails("preview"), name+`: Invalid value: "http://platform.example.com"`)
				}
			})
		}
	})
	close(objects)
	var first [2]string
	for example := range objects {
		if first[0] == "" {
			first = example
		}
		if example[1] != first[1] {
			diff, err := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
				A: difflib.SplitLines(first[1]), B: difflib.SplitLines(example[1]), Context: 8,
			})
			t.Errorf("%s and %s leave different objects:\n%s%v", first[0], example[0], diff, err)
		}
	}
}

func (s *story) output(name string, flags ...string) string {
	s.Helper()
	lines := strings.Split(strings.TrimSpace(s.pulumi(append([]string{"stack", "output", name}, flags...)...)), "\n")
	return lines[len(lines)-1]
}

// leftObjects are the objects in the namespace without what is another in each: identities, times, generated values, and
// what the cluster assigns, also the revision of a Deployment: its controller counts two changes as one if it sees them
// together.
func (s *story) leftObjects() string {
	s.Helper()
	var list struct{ Items []map[string]any }
	kinds := "configmaps,secrets,services,deployments,statefulsets,ingresses"
	s.must(json.Unmarshal([]byte(s.kubectl("get", kinds, "-o", "json")), &list))
	for _, object := range list.Items {
		delete(object, "status")
		blank(object)
	}
	text, err := json.MarshalIndent(list.Items, "", " ")
	s.must(err)
	project, _, _ := strings.Cut(s.get("secret/connect-credentials", `.metadata.annotations.seqera-studios/owner`), "/")
	return strings.NewReplacer(project+"/", "project/", `"`+s.namespace+`"`, `"namespace"`).Replace(string(text))
}

func blank(value any) {
	switch value := value.(type) {
	case []any:
		for _, entry := range value {
			blank(entry)
		}
	case map[string]any:
		for key, entry := range value {
			switch key {
			case "uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "clusterIP", "clusterIPs",
				"nodePort", "ca.crt", "deployment.kubernetes.io/revision",
				"kubectl.kubernetes.io/last-applied-configuration",
				"registration-token", "oidc.pem", "TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN",
				"seqera-studios/environment-written", "seqera-studios/tower-yml-written",
				"seqera-studios/written-over":
				value[key] = "…"
			default:
				blank(entry)
			}
		}
	}
}

// What is unknown in a preview is checked in the update, and the preview says so.
func TestOutputsOfOtherResources(t *testing.T) {
	s := beginExample(t, "eks")
	s.platformStack()
	s.set("platformStack", "organization/platform/test")
	s.contains(s.pulumi("preview"), "unknown in this preview and checked when they are known: ingress.annotations, redis.address")
	outputs := s.up()
	s.pulumi("preview", "--expect-no-changes")
	s.equal("the proxy's Redis", s.get("deployment/connect-proxy",
		`.spec.template.spec.containers[0].env[?(@.name=="CONNECT_REDIS_ADDRESS")].value`),
		"master.sessions.abc123.euw1.cache.amazonaws.com:6379")
	s.equal("certificate", s.get("ingress/connect-ingress",
		`.metadata.annotations.alb\.ingress\.kubernetes\.io/certificate-arn`),
		"arn:aws:acm:eu-west-1:123456789012:certificate/2")
	s.lacks(outputs+s.pulumi("stack", "export"), redisPassword)
	s.pulumi("destroy", "--yes", "--skip-preview")
}

// platformStack is a stack as the Platform's owner would have it, in the same backend.
func (s *story) platformStack() {
	s.Helper()
	owner := *s
	owner.dir, owner.stack = s.TempDir(), "test"
	program := "name: platform\nruntime: yaml\noutputs:\n  namespace: " + s.namespace + "\n"
	s.must(os.WriteFile(filepath.Join(owner.dir, "Pulumi.yaml"), []byte(program), 0o644))
	owner.pulumi("stack", "init", owner.stack)
	owner.up()
}

func TestPackage(t *testing.T) {
	s := beginExample(t, "yaml")
	command := s.command("package", "get-schema", plugin)
	served, err := command.Output()
	s.must(err)
	committed, err := os.ReadFile(filepath.Join(repository, "provider", "schema.json"))
	s.must(err)
	var got, want map[string]any
	s.must(json.Unmarshal(served, &got))
	s.must(json.Unmarshal(committed, &want))
	s.equal("version", got["version"].(string), version.Version)
	delete(got, "version")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the plugin serves another schema than provider/schema.json:\n%s", served)
	}

	s.pulumi("package", "add", plugin)
	project, err := os.ReadFile(filepath.Join(s.dir, "Pulumi.yaml"))
	s.must(err)
	s.contains(string(project), "packages:\n  seqera-studios: seqera-studios@"+version.Version)
	s.contains(s.pulumi("preview"), "seqera-studios:index:Studios")
}
