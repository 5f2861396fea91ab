package provider

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/integration/fake"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	host "github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// construct asks the plugin for a component, as the engine does for a program in another language.
func construct(
	t *testing.T, given resource.PropertyMap, options func(*pulumirpc.ConstructRequest),
) (resource.PropertyMap, recorder.Graph, error) {
	t.Helper()
	provider, err := New()
	must(t, err)
	mocks, graph := recorder.New()
	engineAddress, _, err := fake.StartEngineServer(t.Context(), fake.NewEngineServer())
	must(t, err)
	monitorAddress, _, err := fake.StartMonitorServer(t.Context(), monitor{fake.NewResourceMonitorServer(mocks), mocks})
	must(t, err)
	engine, err := host.NewHostClient(engineAddress)
	must(t, err)
	defer engine.EngineConn().Close()
	server, err := p.RawServer(Name, "1.0.0", provider)(engine)
	must(t, err)

	wire := plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, KeepResources: true, KeepOutputValues: true}
	inputs, err := plugin.MarshalProperties(given, wire)
	must(t, err)
	request := &pulumirpc.ConstructRequest{
		Project: "project", Stack: "stack", Type: component.Token, Name: "studios", Inputs: inputs, Parallel: 4,
		MonitorEndpoint: monitorAddress, AcceptsOutputValues: true,
	}
	if options != nil {
		options(request)
	}
	response, err := server.Construct(t.Context(), request)
	if err != nil {
		return nil, graph, err
	}
	state, err := plugin.UnmarshalProperties(response.State, wire)
	must(t, err)
	return state, graph, nil
}

// monitor adds reads, and the packages that these name, to the fake one.
type monitor struct {
	*fake.ResourceMonitorServer
	mocks pulumi.MockResourceMonitor
}

func (m monitor) ReadResource(
	_ context.Context, in *pulumirpc.ReadResourceRequest,
) (*pulumirpc.ReadResourceResponse, error) {
	_, state, err := m.mocks.NewResource(pulumi.MockResourceArgs{
		TypeToken: in.Type, Name: in.Name, ID: in.Id, Provider: in.Provider, ReadRPC: in,
	})
	if err != nil {
		return nil, err
	}
	properties, err := plugin.MarshalProperties(state, plugin.MarshalOptions{KeepSecrets: true})
	return &pulumirpc.ReadResourceResponse{Urn: urn(in.Type, in.Name), Properties: properties}, err
}

func (m monitor) RegisterPackage(
	_ context.Context, in *pulumirpc.RegisterPackageRequest,
) (*pulumirpc.RegisterPackageResponse, error) {
	return &pulumirpc.RegisterPackageResponse{Ref: in.Name}, nil
}

func urn(kind, name string) string {
	return string(resource.NewURN("stack", "project", "", tokens.Type(kind), name))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

type object = map[string]any

// inputs are all that is required, and more.
func inputs(more object) resource.PropertyMap {
	all := object{
		"namespace":   "seqera",
		"platformUrl": "https://platform.example.com",
		"connectUrl":  "https://connect.example.com",
		"redis":       object{"address": "redis.example.com"},
	}
	for name, value := range more {
		all[name] = value
	}
	return resource.NewPropertyMapFromMap(all)
}

// SDKs send the defaults that the schema states and YAML does not: both have to mean the same.
func TestDefaultsOfTheSchemaAreThoseOfTheComponent(t *testing.T) {
	spec := current(t)
	var group func(properties map[string]schema.PropertySpec) object
	group = func(properties map[string]schema.PropertySpec) object {
		all := object{}
		for name, p := range properties {
			token, isGroup := strings.CutPrefix(p.Ref, "#/types/")
			switch {
			case p.Default != nil:
				all[name] = p.Default
			case isGroup && len(spec.Types[token].Required) == 0:
				all[name] = group(spec.Types[token].Properties)
			}
		}
		return all
	}
	given := group(spec.Resources[component.Token].InputProperties)
	given["redis"] = object{"address": "redis.example.com"}
	if len(given) < 6 {
		t.Fatalf("too few defaults: %v", given)
	}
	_, want, err := construct(t, inputs(nil), nil)
	must(t, err)
	_, got, err := construct(t, inputs(given), nil)
	must(t, err)
	studios := "studios " + component.Token // records what was given
	delete(want, studios)
	delete(got, studios)
	if got.YAML() != want.YAML() {
		t.Errorf("with the defaults of the schema:\n%s\nwithout:\n%s", got.YAML(), want.YAML())
	}
}

func TestOutputs(t *testing.T) {
	state, _, err := construct(t, inputs(nil), nil)
	must(t, err)
	for name := range current(t).Resources[component.Token].Properties {
		value := state[resource.PropertyKey(name)]
		isSecret := value.IsSecret() || value.IsOutput() && value.OutputValue().Secret
		if isSecret != (name == "registrationToken") {
			t.Errorf("%s: secret is %v", name, isSecret)
		}
		if value.IsNull() {
			t.Errorf("%s is missing", name)
		}
		delete(state, resource.PropertyKey(name))
	}
	if len(state) > 0 {
		t.Errorf("not in the schema: %v", state)
	}
}

// Most of these the schema forbids, but the engine checks no component's inputs against it.
func TestWrongInputs(t *testing.T) {
	secret := func(text string) resource.PropertyValue { return resource.MakeSecret(resource.NewProperty(text)) }
	for problem, given := range map[string]object{
		`redis.address: Required value`:                                          {"redis": object{}},
		`connectURL: Not found: did you mean connectUrl?`:                        {"connectURL": "x"},
		`redis.adress: Not found: did you mean address?`:                         {"redis": object{"address": "a", "adress": secret("canary")}},
		`templates[RIDE].tools: Not found: did you mean tool?`:                   {"templates": object{"RIDE": object{"tools": "ride"}}},
		`proxy.pod.tolerations[0].keys: Not found: did you mean key?`:            {"proxy": object{"pod": object{"tolerations": []any{object{"keys": "a"}}}}},
		`server.pod.affinity.nodeAfinity: Not found: did you mean nodeAffinity?`: {"server": object{"pod": object{"affinity": object{"nodeAfinity": object{}}}}},
		`connectUrl: Invalid value: "connect"`:                                   {"connectUrl": "connect"},
		`proxy.logLevel: Unsupported value: "loud"`:                              {"proxy": object{"logLevel": "loud"}},
		`templates[r!]: Invalid value: "r!"`:                                     {"templates": object{"r!": object{"tool": "rstudio"}}},
		`templates[RIDE].repository: Required value`:                             {"templates": object{"RIDE": object{"tool": "rstudio"}}},
		`oidc.registrationToken: Invalid value: "[`:                              {"oidc": object{"registrationToken": secret("canary")}},
	} {
		_, graph, err := construct(t, inputs(given), func(r *pulumirpc.ConstructRequest) { r.DryRun = true })
		if err == nil || !strings.Contains(err.Error(), problem) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s is not in: %v", problem, err)
		}
		if len(graph) > 0 {
			t.Errorf("%s: declared all the same: %v", problem, graph.YAML())
		}
	}
}

// The engine does not mark secrets as the schema says; a program that passes a plain text relies on the component.
func TestSecretsStaySecret(t *testing.T) {
	_, graph, err := construct(t, inputs(object{
		"redis": object{"address": "redis.example.com", "password": "canary"},
		"oidc":  object{"registrationToken": "canary0canary0canary"},
	}), nil)
	must(t, err)
	if strings.Contains(graph.YAML(), "canary") {
		t.Errorf("a secret shows in:\n%s", graph.YAML())
	}
}

// output is the value of another resource, unknown in a preview.
func output(value any, of string) resource.PropertyValue {
	return resource.NewProperty(resource.Output{
		Element: resource.NewPropertyValue(value), Known: value != nil, Dependencies: []resource.URN{resource.URN(of)},
	})
}

func TestInputsMayBeOutputs(t *testing.T) {
	certificate := urn("aws:acm/certificate:Certificate", "certificate")
	for value, dryRun := range map[any]bool{"known": false, nil: true} {
		_, graph, err := construct(t, inputs(object{
			"redis":            object{"address": output(value, urn("aws:elasticache/cluster:Cluster", "redis"))},
			"ingress":          object{"annotations": object{"certificate-arn": output(value, certificate)}},
			"imagePullSecrets": []any{output(value, urn("kubernetes:core/v1:Secret", "pull"))},
		}), func(r *pulumirpc.ConstructRequest) { r.DryRun = dryRun })
		if err != nil {
			t.Errorf("dry run %v: %v", dryRun, err)
			continue
		}
		ingress := graph["studios-ingress kubernetes:networking.k8s.io/v1:Ingress"]
		if !slices.Contains(ingress.After, "certificate Certificate") {
			t.Errorf("dry run %v: the Ingress does not wait for its certificate: %v", dryRun, ingress.After)
		}
	}
}

// An output that turns out to be nothing is an argument that is left out, not 0 or an empty text.
func TestNullOutputsAreLeftOut(t *testing.T) {
	nothing := resource.NewProperty(resource.Output{
		Element: resource.NewNullProperty(), Known: true, Dependencies: []resource.URN{resource.URN(urn("random:index:Random", "x"))},
	})
	_, want, err := construct(t, inputs(nil), nil)
	must(t, err)
	_, got, err := construct(t, inputs(object{
		"timeoutSeconds": nothing, "allowedWorkspaces": nothing, "labels": nothing,
		"ingress": object{"copyFrom": nothing},
		"proxy":   object{"replicas": nothing, "pod": object{"securityContext": nothing, "terminationGracePeriodSeconds": nothing}},
	}), nil)
	must(t, err)
	studios := "studios " + component.Token // records what was given
	delete(want, studios)
	delete(got, studios)
	if got.YAML() != want.YAML() {
		t.Errorf("got:\n%s\nwant:\n%s", got.YAML(), want.YAML())
	}
}

func TestResourceOptionsReachTheChildren(t *testing.T) {
	yes := true
	_, graph, err := construct(t, inputs(object{"ingress": object{"copyFrom": "front-ingress"}}),
		func(r *pulumirpc.ConstructRequest) {
			r.Providers = map[string]string{"kubernetes": urn("pulumi:providers:kubernetes", "cluster") + "::id"}
			r.Protect, r.RetainOnDelete = &yes, &yes
			r.DeletedWith = urn("kubernetes:core/v1:Namespace", "namespace")
		})
	must(t, err)
	for key, r := range graph {
		_, kind, _ := strings.Cut(key, " ")
		if strings.HasPrefix(kind, "kubernetes:") && !strings.HasSuffix(r.Provider, "::cluster::id") {
			t.Errorf("%s has the provider %q", key, r.Provider)
		}
		if kind != component.Token && r.Parent != "studios" {
			t.Errorf("%s has the parent %q", key, r.Parent)
		}
		if r.Inputs != nil && !r.Protect {
			t.Errorf("%s is not protected", key)
		}
	}
	// The engine hands these on.
	if studios := graph["studios "+component.Token]; !studios.Retain || studios.DeletedWith != "namespace" {
		t.Errorf("retainOnDelete %v, deletedWith %q", studios.Retain, studios.DeletedWith)
	}
	if len(graph) < 15 {
		t.Errorf("only %d resources", len(graph))
	}
}

// infer leaves embedded structs empty, names an optional output "opt,optional", and refuses outputs for arguments that
// are no Inputs.
func TestArgumentsAreWhatInferCanFill(t *testing.T) {
	in, out := reflect.TypeFor[pulumi.Input](), reflect.TypeFor[pulumi.Output]()
	var check func(kind reflect.Type)
	check = func(kind reflect.Type) {
		for i := range kind.NumField() {
			field := kind.Field(i)
			of := field.Type
			if field.Anonymous || field.Tag.Get("pulumi") == "" {
				t.Errorf("%s.%s is embedded or has no name", kind.Name(), field.Name)
			}
			if of.Implements(in) {
				continue
			}
			if of.Kind() != reflect.Struct {
				of = of.Elem()
			}
			if of.Kind() != reflect.Struct {
				t.Errorf("%s.%s takes no outputs", kind.Name(), field.Name)
				continue
			}
			check(of)
		}
	}
	check(reflect.TypeFor[component.StudiosArgs]())
	outputs := reflect.TypeFor[component.Studios]()
	for i := 1; i < outputs.NumField(); i++ {
		field := outputs.Field(i)
		if !field.Type.Implements(out) || strings.Contains(field.Tag.Get("pulumi"), ",") {
			t.Errorf("Studios.%s is no output that infer can return", field.Name)
		}
	}
}
