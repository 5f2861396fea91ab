package component_test

import (
	"encoding/base64"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

var update = flag.Bool("update", false, "write the graphs in testdata anew; read the difference before you commit it")

func minimal() *component.StudiosArgs {
	return &component.StudiosArgs{
		Namespace:   pulumi.String("seqera"),
		PlatformURL: pulumi.String("https://platform.example.com/"),
		ConnectURL:  pulumi.String("https://Connect.example.com/"),
		Redis:       component.RedisArgs{Address: pulumi.String("redis.example.com")},
	}
}

func record(t *testing.T, args *component.StudiosArgs) recorder.Graph {
	t.Helper()
	graph, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		_, err := component.NewStudios(ctx, "studios", args)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return graph
}

// The second wait for the proxy applies when its pods change, and only then.
func TestProxyIsWaitedForWhenItsPodsChange(t *testing.T) {
	mark := func(args *component.StudiosArgs) any {
		_, wait := find(t, record(t, args), "studios-proxy-rollout")
		return wait.Revealed["metadata"].(map[string]any)["annotations"].(map[string]any)[podsMark]
	}
	before, args := mark(minimal()), minimal()
	args.Proxy = &component.ProxyArgs{Replicas: pulumi.Int(5)}
	if got := mark(args); got != before {
		t.Errorf("more pods: %v, not %v", got, before)
	}
	args.Proxy.LogLevel = pulumi.String("debug")
	if got := mark(args); got == before {
		t.Error("other pods have the mark of before")
	}
}

// Everything that changes the cluster waits for the preflight, and each step for what it needs.
func TestOrder(t *testing.T) {
	graph := record(t, minimal())
	for _, pair := range [][2]string{
		{"studios-cron-restart", "studios-oidc-certs Secret"},
		{"studios-cron-restart", "studios-platform-environment ConfigMapPatch"},
		{"studios-cron-restart", "studios-platform-tower-yml ConfigMapPatch"},
		{"studios-cron-rollout", "studios-cron-restart DeploymentPatch"},
		{"studios-backend-restart", "studios-cron-rollout DeploymentPatch"},
		{"studios-proxy kubernetes:apps/v1:Deployment", "studios-backend-rollout DeploymentPatch"},
		{"studios-server kubernetes:apps/v1:StatefulSet", "studios-backend-rollout DeploymentPatch"},
		{"studios-proxy-rollout", "studios-proxy Deployment"},
		{"studios-ingress", "studios-proxy Deployment"},
		{"studios-ingress", "studios-proxy Service"},
		{"studios-ingress", "studios-server StatefulSet"},
		{"studios-platform-switch", "studios-ingress Ingress"},
	} {
		name, declared := find(t, graph, pair[0])
		if !slices.ContainsFunc(declared.After, func(after string) bool { return withoutHash(after) == pair[1] }) {
			t.Errorf("%s does not wait for %s, only for %v", name, pair[1], declared.After)
		}
	}
	for name, declared := range graph {
		isRead := declared.Inputs == nil // and so changes nothing
		isFirst := strings.HasPrefix(name, "studios seqera") || strings.HasPrefix(name, "studios-preflight")
		if !isRead && !isFirst && !slices.Contains(declared.After, "studios-preflight Chart") {
			t.Errorf("%s does not wait for the preflight", name)
		}
	}
}

// What the Platform's own data passes through is secret in the state, and tower.yml never goes with the component.
func TestPlatformDataIsSecret(t *testing.T) {
	graph := record(t, minimal())
	for name, declared := range graph {
		switch {
		case strings.HasSuffix(name, ":ConfigMapPatch"):
			if !slices.Contains(declared.SecretOutputs, "data") || !slices.Contains(declared.SecretOutputs, "metadata") {
				t.Errorf("%s keeps the live ConfigMap in plain text", name)
			}
		case strings.HasSuffix(name, ":DeploymentPatch"):
			if !slices.Contains(declared.SecretOutputs, "spec") || !slices.Contains(declared.SecretOutputs, "metadata") {
				t.Errorf("%s keeps the live Deployment in plain text", name)
			}
		}
	}
	if _, read := find(t, graph, "studios-tower-yml"); !slices.Contains(read.SecretOutputs, "data") ||
		!slices.Contains(read.SecretOutputs, "__inputs") || !slices.Contains(read.SecretOutputs, "metadata") {
		t.Error("what is read of the Platform is kept in plain text")
	}
	if _, towerYml := find(t, graph, "studios-platform-tower-yml"); !towerYml.Retain {
		t.Error("destroying the component would drop tower.yml")
	}
}

// While tower.yml says what it should, its patch leaves the rest of it to its owner.
func TestTowerYmlIsLeftAlone(t *testing.T) {
	const read = "kubernetes:core/v1:ConfigMap seqera/tower-yml"
	recorder.Platform[read] = resource.NewPropertyMapFromMap(map[string]any{
		"data": map[string]any{"tower.yml": "tower:\n  data-studio:\n    allowed-workspaces: null\n"},
	})
	defer delete(recorder.Platform, read)
	graph := record(t, minimal())
	if _, isThere := graph["studios-platform-tower-yml kubernetes:core/v1:ConfigMapPatch"]; isThere {
		t.Error("a document is patched that says it already")
	}
	recorder.Alter = func(facts map[string]any) {
		facts["configMaps"].([]any)[2].(map[string]any)["annotations"] = map[string]any{"seqera-studios/written-over": "3"}
	}
	defer func() { recorder.Alter = nil }()
	if _, towerYml := find(t, record(t, minimal()), "studios-platform-tower-yml"); fmt.Sprint(towerYml.IgnoreChanges) != "[data]" {
		t.Errorf("a document that we have written ignores %v", towerYml.IgnoreChanges)
	}
}

func find(t *testing.T, graph recorder.Graph, prefix string) (string, recorder.Resource) {
	t.Helper()
	for name, declared := range graph {
		if name := withoutHash(name); name == prefix || strings.HasPrefix(name, prefix+" ") {
			return name, declared
		}
	}
	t.Fatalf("%s is not declared", prefix)
	return "", recorder.Resource{}
}

// Arguments that are Outputs are checked like literals, and all together.
func TestOutputsAreChecked(t *testing.T) {
	args := minimal()
	args.ConnectURL = pulumi.ToSecret(pulumi.String("http://connect.example.com")).(pulumi.StringOutput)
	args.Redis.Address = pulumi.String("redis://x").ToStringOutput()
	args.Oidc = &component.OidcArgs{
		Pem: pulumi.String("x"), KeyBits: pulumi.Int(1024), ExistingKeySecret: pulumi.String("certs"),
		RegistrationToken:   pulumi.String("0123456789abcdef"),
		ExistingTokenSecret: &component.SecretKeyArgs{Name: pulumi.String("token"), Key: pulumi.String("token")},
	}
	graph, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		_, err := component.NewStudios(ctx, "studios", args)
		return err
	})
	if err == nil {
		t.Fatal("nothing was found")
	}
	for _, argument := range []string{"connectUrl:", "redis.address:", "oidc.pem:", "oidc.keyBits: Forbidden", "oidc.keyBits: Invalid",
		"oidc.existingKeySecret: Forbidden", "oidc.existingTokenSecret: Forbidden"} {
		if !strings.Contains(err.Error(), argument) {
			t.Errorf("nothing about %s in %v", argument, err)
		}
	}
	if len(graph) != 0 {
		t.Errorf("declared before the arguments were checked: %v", graph)
	}
}

// What the component created under another name is its own.
func TestAliasesAreOwners(t *testing.T) {
	graph, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		_, err := component.NewStudios(ctx, "studios", minimal(), pulumi.Aliases([]pulumi.Alias{
			{Name: pulumi.String("old-name")},
			{Stack: pulumi.String("old-stack")},
			{URN: pulumi.URN("urn:pulumi:other::project::" + component.Token + "::there")},
		}))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	values := graph["studios-preflight kubernetes:helm.sh/v4:Chart"].Inputs["values"].(map[string]any)
	want := "[seqera-studios/test/studios seqera-studios/test/old-name seqera-studios/old-stack/studios project/other/there]"
	if got := fmt.Sprint(values["owners"]); got != want {
		t.Errorf("owners are %s, not %s", got, want)
	}
}

func TestOutputs(t *testing.T) {
	_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		studios, err := component.NewStudios(ctx, "studios", everything())
		if err != nil {
			return err
		}
		for _, c := range []struct {
			output pulumi.StringOutput
			want   string
		}{
			{studios.ConnectURL, "https://connect.studios.example.com"},
			{studios.WildcardHost, "*.example.com"},
			{studios.RegistrationToken, "0123456789abcdef"},
			{studios.OidcSecretName, "key-secret"},
			{studios.TokenSecretName, "token-secret"},
			{studios.ProxyServiceName, "proxy-name"},
			{studios.ServerServiceName, "server-name"},
			{studios.TemplateCheckURL, "https://cloud.example.com/api/studios/templates?workspaceId=<WORKSPACE_ID>"},
		} {
			c.output.ApplyT(func(got string) string {
				if got != c.want {
					t.Errorf("got %s, want %s", got, c.want)
				}
				return got
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Where files, marks and annotations are there already, the files are not compared. Where any of it has to be written all of it is, or
// the provider would send what it finds, and take the whole of the pods' template from its owner.
func TestFilesAreComparedWhereSomethingIsWritten(t *testing.T) {
	graph := record(t, minimal())
	_, declared := find(t, graph, "studios-cron-restart")
	manager := declared.Inputs["metadata"].(map[string]any)["annotations"].(map[string]any)["pulumi.com/patchFieldManager"]
	_, secret := find(t, graph, "studios-oidc-certs")
	hashes := map[string]any{}
	for key, value := range secret.Revealed["data"].(map[string]any) {
		content, _ := base64.StdEncoding.DecodeString(value.(string))
		hashes[key] = platform.Hash(string(content))
	}
	defer func() { recorder.Alter = nil }()
	ignores := func(isLive func(what string) bool) string {
		recorder.Alter = func(facts map[string]any) {
			facts["secrets"] = append(facts["secrets"].([]any), map[string]any{
				"name": "platform-oidc-certs", "version": "20", "hashes": hashes, "annotations": map[string]any{"seqera-studios/written-over": "7"},
			})
			cron := facts["deployments"].([]any)[1].(map[string]any)
			annotations, marks := map[string]any{}, map[string]any{}
			for name, value := range map[string]any{
				"pulumi.com/patchForce": "true", "pulumi.com/patchFieldManager": manager,
			} {
				if isLive(name) {
					annotations[name] = value
				}
			}
			for name, value := range map[string]string{
				"seqera-studios/environment-written": "11", "seqera-studios/tower-yml-written": "13",
				"seqera-studios/oidc-key": "platform-oidc-certs/7", "seqera-studios/written-over": "4",
			} {
				if isLive(name) {
					marks[name] = value
				}
			}
			cron["annotations"], cron["podAnnotations"] = annotations, marks
			if !isLive("files") {
				return
			}
			cron["volumes"] = append(cron["volumes"].([]any), map[string]any{"name": "seqera-studios-oidc", "secret": "platform-oidc-certs"})
			container := cron["containers"].([]any)[0].(map[string]any)
			container["mounts"] = append(container["mounts"].([]any), map[string]any{"volume": "seqera-studios-oidc", "path": "/etc/seqera-studios"})
			container["env"] = append(container["env"].([]any),
				map[string]any{"name": "TOWER_OIDC_PEM_PATH", "value": "/etc/seqera-studios/oidc.pem"})
		}
		_, restart := find(t, record(t, minimal()), "studios-cron-restart")
		return fmt.Sprint(restart.IgnoreChanges)
	}
	if got := ignores(func(string) bool { return true }); got != "[spec.template.spec]" {
		t.Errorf("where all is there %s is not compared", got)
	}
	for _, missing := range []string{
		"files", "seqera-studios/oidc-key", "seqera-studios/environment-written", "seqera-studios/tower-yml-written",
		"seqera-studios/written-over", "pulumi.com/patchForce", "pulumi.com/patchFieldManager",
	} {
		if got := ignores(func(what string) bool { return what != missing }); got != "[]" {
			t.Errorf("without %s, %s is not compared", missing, got)
		}
	}
}

// What a user marks as secret is in no refusal of a Platform either.
func TestRefusalsHideSecrets(t *testing.T) {
	args := minimal()
	hidden := func(text string) pulumi.StringPtrOutput {
		return pulumi.ToSecret(pulumi.StringPtr(text)).(pulumi.StringPtrOutput)
	}
	args.Platform = &component.PlatformArgs{
		ConfigMap: hidden("hidden-environment"), Backend: &component.WorkloadArgs{Container: hidden("hidden-container")},
	}
	_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
		_, err := component.NewStudios(ctx, "studios", args)
		return err
	})
	if err == nil || strings.Contains(err.Error(), "hidden") || !strings.Contains(err.Error(), `platform.backend.container: Not found: "[secret]"`) {
		t.Errorf("the refusal is %v", err)
	}
}
