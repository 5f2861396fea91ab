package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"go.yaml.in/yaml/v3"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

type setting struct{ Default any }

func documented(t *testing.T) map[string]setting {
	t.Helper()
	text, err := os.ReadFile("../Pulumi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var project struct{ Config map[string]setting }
	if err := yaml.Unmarshal(text, &project); err != nil {
		t.Fatal(err)
	}
	return project.Config
}

// Pulumi fills in the defaults of Pulumi.yaml, so they have to be those of the component: with and without them the
// same graph is declared.
func TestDefaultsAreTheComponents(t *testing.T) {
	required := map[string]any{
		"namespace":   "seqera",
		"platformUrl": "https://platform.example.com",
		"connectUrl":  "https://connect.example.com",
		"redis":       map[string]any{"address": "redis.example.com:6379"},
	}
	bare := declared(t, required)
	filled := required
	for path, setting := range documented(t) {
		if setting.Default != nil {
			fill(filled, strings.Split(path, "."), setting.Default)
		}
	}
	full := declared(t, filled)
	// The component's own record of its arguments differs, as it should.
	const own = "studios seqera-studios:index:Studios"
	delete(bare, own)
	delete(full, own)
	if bare.YAML() != full.YAML() {
		t.Errorf("with the defaults of Pulumi.yaml:\n%s\nwithout:\n%s", full.YAML(), bare.YAML())
	}
}

func fill(settings map[string]any, path []string, value any) {
	if len(path) == 1 {
		settings[path[0]] = value
		return
	}
	inner, ok := settings[path[0]].(map[string]any)
	if !ok {
		inner = map[string]any{}
		settings[path[0]] = inner
	}
	fill(inner, path[1:], value)
}

func declared(t *testing.T, settings map[string]any) recorder.Graph {
	t.Helper()
	graph, err := recorder.Record(stackConfig(t, settings), func(ctx *pulumi.Context) error {
		args, err := load(ctx)
		if err != nil {
			return err
		}
		_, err = component.NewStudios(ctx, "studios", args)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return graph
}

// stackConfig is a stack's configuration in the form in which Pulumi hands it to the program.
func stackConfig(t *testing.T, settings map[string]any) map[string]string {
	t.Helper()
	all := map[string]string{}
	for name, value := range settings {
		if text, ok := value.(string); ok {
			all[name] = text
			continue
		}
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(text)
	}
	return all
}

// What the user marks as secret stays so, also where no argument asks for it. Pulumi tells of no more than the top level.
func TestSecretSettingsStaySecret(t *testing.T) {
	settings := map[string]any{
		"namespace": "seqera", "platformUrl": "https://platform.example.com", "connectUrl": "https://connect.example.com",
		"redis":       map[string]any{"address": "redis.example.com", "username": "canary-user"},
		"proxy":       map[string]any{"podAnnotations": map[string]any{"a": "canary-annotation"}},
		"annotations": map[string]any{"a": "canary-everywhere"}, "allowedWorkspaces": "77777",
		"server": map[string]any{"pod": map[string]any{"extraVolumes": []any{map[string]any{
			"name": "secret", "csi": map[string]any{"driver": "csi.example.com", "volumeAttributes": map[string]any{"password": "canary-csi"}},
		}}}},
	}
	secret := []string{"redis", "proxy", "annotations", "allowedWorkspaces", "server"}
	graph, err := recorder.RecordSecret(stackConfig(t, settings), secret, func(ctx *pulumi.Context) error {
		args, err := load(ctx)
		if err != nil {
			return err
		}
		_, err = component.NewStudios(ctx, "studios", args)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(graph.YAML(), "\n") {
		if strings.Contains(line, "canary") || strings.Contains(line, "77777") {
			t.Errorf("a secret shows: %s", line)
		}
	}
}

// Of 500 and true the command line makes a number and a truth value.
func TestNumbersAsTexts(t *testing.T) {
	graph := declared(t, map[string]any{
		"namespace": "seqera", "platformUrl": "https://platform.example.com", "connectUrl": "https://connect.example.com",
		"redis": map[string]any{"address": "redis.example.com", "prefix": 500}, "annotations": map[string]any{"a": 0.5, "b": true, "c": 12345678901234567, "d": json.Number("1.10")},
		"server": map[string]any{"pod": map[string]any{"terminationGracePeriodSeconds": "30", "affinity": map[string]any{"nodeAffinity": nil}}},
	})
	metadata := graph["studios-proxy kubernetes:apps/v1:Deployment"].Inputs["metadata"].(map[string]any)
	annotations := metadata["annotations"].(map[string]any)
	if annotations["a"] != "0.5" || annotations["b"] != "true" || annotations["c"] != "12345678901234567" || annotations["d"] != "1.10" || !strings.Contains(graph.YAML(), `"500"`) {
		t.Errorf("got %v", annotations)
	}
}

// The default of the key's size stands in Pulumi.yaml, so it says nothing against a key that is given.
func TestDefaultOfAnExcludedSettingIsLeftOut(t *testing.T) {
	for size, want := range map[any]string{3072: "", 4096: "oidc.keyBits: Forbidden"} {
		_, err := recorder.Record(stackConfig(t, map[string]any{
			"namespace": "seqera", "platformUrl": "https://platform.example.com", "connectUrl": "https://connect.example.com",
			"redis": map[string]any{"address": "redis.example.com"},
			"oidc":  map[string]any{"keyBits": size, "pem": "no PEM"},
		}), func(ctx *pulumi.Context) error {
			args, err := load(ctx)
			if err != nil {
				return err
			}
			_, err = component.NewStudios(ctx, "studios", args)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "oidc.pem: Invalid") || strings.Contains(err.Error(), "Forbidden") != (want != "") {
			t.Errorf("with a size of %v: %v", size, err)
		}
	}
}

// Settings of Kubernetes' own types arrive as Kubernetes has them.
func TestForeignSettings(t *testing.T) {
	var pod any
	text := `{"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms":
		[{"matchExpressions": [{"key": "pool", "operator": "In", "values": ["studios"]}]}]}}},
		"tolerations": [{"key": "studios", "operator": "Exists", "tolerationSeconds": 60}],
		"securityContext": {"runAsUser": 1000, "readOnlyRootFilesystem": true},
		"extraEnv": [{"name": "A", "value": 5}, {"name": "C", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}],
		"extraVolumes": [{"name": "certs", "emptyDir": {"sizeLimit": "1Mi"}}],
		"extraVolumeMounts": [{"name": "certs", "mountPath": "/certs", "readOnly": true}],
		"terminationGracePeriodSeconds": 90}`
	if err := json.Unmarshal([]byte(text), &pod); err != nil {
		t.Fatal(err)
	}
	graph := declared(t, map[string]any{
		"namespace": "seqera", "platformUrl": "https://platform.example.com", "connectUrl": "https://connect.example.com",
		"redis": map[string]any{"address": "redis.example.com"}, "proxy": map[string]any{"pod": pod},
	})
	deployment := graph["studios-proxy kubernetes:apps/v1:Deployment"].Inputs["spec"].(map[string]any)
	spec := deployment["template"].(map[string]any)["spec"].(map[string]any)
	container := spec["containers"].([]any)[0].(map[string]any)
	env := container["env"].([]any)
	got, err := json.Marshal([]any{
		spec["affinity"], spec["tolerations"], container["securityContext"], env[len(env)-2:],
		spec["volumes"].([]any)[1:], container["volumeMounts"].([]any)[1:], spec["terminationGracePeriodSeconds"],
	})
	if err != nil {
		t.Fatal(err)
	}
	// The recorder writes numbers and truth values as texts.
	want := strings.NewReplacer("\n", "", "\t", "").Replace(`[{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{
		"nodeSelectorTerms":[{"matchExpressions":[{"key":"pool","operator":"In","values":["studios"]}]}]}}},
		[{"key":"studios","operator":"Exists","tolerationSeconds":"60"}],{"readOnlyRootFilesystem":"true","runAsUser":"1000"},
		[{"name":"A","value":"5"},{"name":"C","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}}],
		[{"emptyDir":{"sizeLimit":"1Mi"},"name":"certs"}],[{"mountPath":"/certs","name":"certs","readOnly":"true"}],"90"]`)
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A setting that nobody reads would leave Studios open to all workspaces, here.
func TestMisspeltTopLevelSetting(t *testing.T) {
	t.Setenv("PULUMI_CONFIG", `{"seqera-studios:allowedWorkspace": "12345", "seqera-studios:namespace": "seqera", "kubernetes:context": "x"}`)
	_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		_, err := load(ctx)
		return err
	})
	const want = "allowedWorkspace: Not found: did you mean allowedWorkspaces?"
	if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "context") {
		t.Errorf("got %v, want %s", err, want)
	}
}

// A setting that is misspelt or of the wrong kind is named, its value is not.
func TestBadSettings(t *testing.T) {
	for name, c := range map[string]struct {
		settings map[string]any
		want     string
	}{
		"misspelt":         {map[string]any{"redis": map[string]any{"adress": "secret"}}, "redis.adress: Not found: did you mean address?"},
		"a text as number": {map[string]any{"proxy": map[string]any{"replicas": "secret"}}, "proxy.replicas: must be a whole number"},
		"a list as text":   {map[string]any{"redis": map[string]any{"address": []any{"secret"}}}, "redis.address: must be a text"},
		"a list in texts":  {map[string]any{"labels": map[string]any{"a": []any{"secret"}}}, "labels: must be an object of texts"},
		"half a replica":   {map[string]any{"proxy": map[string]any{"replicas": 1.5}}, "proxy.replicas: must be a whole number"},
		"a text as object": {map[string]any{"redis": "secret"}, "redis: must be an object of settings"},
		"a deep one":       {map[string]any{"templates": map[string]any{"A": map[string]any{"tools": "secret"}}}, "templates[A].tools: Not found: did you mean tool?"},
		"Kubernetes":       {map[string]any{"proxy": map[string]any{"pod": map[string]any{"affinity": map[string]any{"nodeAfinity": "secret"}}}}, "proxy.pod.affinity.nodeAfinity: Not found: did you mean nodeAffinity?"},
		"its lists":        {map[string]any{"proxy": map[string]any{"pod": map[string]any{"tolerations": []any{map[string]any{"tolerationSeconds": "secret"}}}}}, "proxy.pod.tolerations[0].tolerationSeconds: must be a whole number"},
		"workspace names":  {map[string]any{"allowedWorkspaces": "some, others"}, `allowedWorkspaces: must be "all", "none" or workspace IDs such as "12345,67890"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := recorder.Record(stackConfig(t, c.settings), func(ctx *pulumi.Context) error {
				_, err := load(ctx)
				return err
			})
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// A list that is left out stands in Pulumi.yaml as an empty one, and says nothing against the argument that it excludes.
func TestEmptyListExcludesNothing(t *testing.T) {
	declared(t, map[string]any{
		"namespace": "seqera", "platformUrl": "https://platform.example.com", "connectUrl": "https://connect.example.com",
		"redis": map[string]any{"address": "redis.example.com"}, "ingress": map[string]any{"tlsSecretName": "wildcard", "tlsSecretNames": []any{}},
	})
}

// A password that Pulumi does not know to be secret stands in a file for everybody to read.
func TestPlainSecrets(t *testing.T) {
	document := map[string]any{
		"namespace": "seqera", "redis": map[string]any{"address": "redis.example.com", "password": "x"},
		"oidc": map[string]any{"registrationToken": "y", "pem": "", "secretName": "certs"}, "ssh": map[string]any{"key": nil},
	}
	for secret, want := range map[string]string{"": "oidc.registrationToken redis.password", "redis": "oidc.registrationToken", "oidc": "redis.password"} {
		got := plainSecrets(document, func(name string) bool { return name == secret })
		if strings.Join(got, " ") != want {
			t.Errorf("beside a secret in %q: %q, not %q", secret, got, want)
		}
	}
}
