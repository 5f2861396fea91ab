//go:build testbed

package stories

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/pmezard/go-difflib/difflib"

	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// sdkVersion is that of the SDKs which `make sdks` generates.
const sdkVersion = "0.1.0"

const repository = "../.."

// beginExample makes a project of an example, with a Platform in a namespace of its own.
func beginExample(t *testing.T, example string) *story {
	s := newStory(t, plugged, "test")
	s.must(os.CopyFS(s.dir, os.DirFS(filepath.Join(repository, "examples", example))))
	s.replace("seqera", s.namespace, `"`, `"`)
	s.replace("seqera", s.namespace, "namespace: ", "\n")
	for _, edit := range podArguments[example] {
		s.replace(edit[0], edit[1]+edit[0], "", "")
	}
	s.link(example)
	s.pulumi("stack", "init", s.stack)
	s.set("redisPassword", redisPassword, "--secret")
	return s
}

// redisPassword is a secret within a group of arguments.
const redisPassword = "canary-redis-password"

// replace changes a text in all files of a project where it stands between two others.
func (s *story) replace(old, new, before, after string) {
	s.Helper()
	s.must(filepath.WalkDir(s.dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
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

// link puts the generated SDK where the example would have installed a released one.
func (s *story) link(example string) {
	s.Helper()
	sdk, err := filepath.Abs(filepath.Join(repository, "sdk"))
	s.must(err)
	if version, err := os.ReadFile(filepath.Join(sdk, "VERSION")); err != nil || string(version) != sdkVersion+"\n" {
		s.Fatalf("there are no SDKs of version %s: run make sdks", sdkVersion)
	}
	switch example {
	case "typescript":
		s.must(os.Symlink(filepath.Join(sdk, "node_modules"), filepath.Join(s.dir, "node_modules")))
	case "python":
		s.must(os.Symlink(filepath.Join(sdk, "venv"), filepath.Join(s.dir, "venv")))
		// The pinned language host is older than the engine, which does not tell it of the virtual environment.
		s.env = append(s.env, "PATH="+filepath.Join(sdk, "venv", "bin")+":"+s.tools.Bin+":"+os.Getenv("PATH"))
	case "java":
		s.must(os.CopyFS(filepath.Join(s.dir, ".mvn"), os.DirFS(filepath.Join(sdk, "java", ".mvn"))))
	case "go":
		s.linkGo("github.com/seqeralabs/pulumi-seqera-studios/sdk/go/seqerastudios", filepath.Join(sdk, "go", "seqerastudios"))
	case "go-component":
		s.linkGo("github.com/seqeralabs/pulumi-seqera-studios", filepath.Dir(sdk))
	}
}

func (s *story) linkGo(module, folder string) {
	s.Helper()
	sums, err := os.ReadFile(filepath.Join(repository, "go.sum"))
	s.must(err)
	s.must(os.WriteFile(filepath.Join(s.dir, "go.sum"), sums, 0o644))
	s.run("go", "mod", "edit", "-replace", module+"="+folder)
	s.run("go", "mod", "tidy")
	program := filepath.Join(s.temp, "program")
	s.run("go", "build", "-o", program)
	s.tools, err = (&testbed.Tools{Bin: pinned.Bin, Home: plugged.Home}).Compiled(program, s.temp)
	s.must(err)
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

// The same component, whatever language it is used from.
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
				s.lacks(outputs+s.pulumi("stack", "output")+s.pulumi("stack", "export"), string(token), key, redisPassword)
				s.equal("the proxy's affinity", s.get("deployment/connect-proxy", ".spec.template.spec.affinity.nodeAffinity."+
					"requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values"), `["spot"]`)
				s.equal("the proxy's tolerations", s.get("deployment/connect-proxy", ".spec.template.spec.tolerations"),
					`[{"key":"studios","operator":"Exists"}]`)
				objects <- [2]string{example, s.leftObjects()}

				s.pulumi("destroy", "--yes", "--skip-preview")
				s.equal("what is left", s.kubectl("get", "deployments,statefulsets,ingresses,secrets", "-l",
					"app.kubernetes.io/managed-by=pulumi", "-o", "name"), "")
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
				"seqera-studios/written-over", "seqera-studios/mounted-over":
				value[key] = "…"
			default:
				blank(entry)
			}
		}
	}
}

func TestWrongArgumentInTypeScript(t *testing.T) {
	s := beginExample(t, "typescript")
	s.replace("https://platform.example.com", "http://platform.example.com", "", "")
	s.contains(s.fails("preview"), `platformUrl: Invalid value: "http://platform.example.com"`)
}

func TestWrongArgumentInPython(t *testing.T) {
	s := beginExample(t, "python")
	s.replace("https://platform.example.com", "http://platform.example.com", "", "")
	s.contains(s.fails("preview"), `platform_url: Invalid value: "http://platform.example.com"`)
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
	s.equal("version", got["version"].(string), sdkVersion)
	delete(got, "version")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the plugin serves another schema than provider/schema.json:\n%s", served)
	}

	s.pulumi("package", "add", plugin)
	project, err := os.ReadFile(filepath.Join(s.dir, "Pulumi.yaml"))
	s.must(err)
	s.contains(string(project), "packages:\n  seqera-studios: seqera-studios@"+sdkVersion)
	s.contains(s.pulumi("preview"), "seqera-studios:index:Studios")
}
