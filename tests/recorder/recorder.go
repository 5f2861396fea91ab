// Package recorder runs a Pulumi program without an engine and writes down what it declares. It shows wiring: names,
// inputs, order, options. What the engine and the cluster make of it is for the stories to prove.
package recorder

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"go.yaml.in/yaml/v3"
)

// Graph is what a program declared, by logical name and type.
type Graph map[string]Resource

// Resource is one declared resource, with its options as far as they are set.
type Resource struct {
	Inputs        map[string]any `yaml:"inputs,omitempty"`
	After         []string       `yaml:"after,omitempty"`
	IgnoreChanges []string       `yaml:"ignoreChanges,omitempty"`
	SecretOutputs []string       `yaml:"secretOutputs,omitempty"`
	Retain        bool           `yaml:"retainOnDelete,omitempty"`
	Protect       bool           `yaml:"protect,omitempty"`
	DeletedWith   string         `yaml:"deletedWith,omitempty"`
	Provider      string         `yaml:"provider,omitempty"`
	Timeouts      string         `yaml:"timeouts,omitempty"`
	Parent        string         `yaml:"-"`
	// Revealed are the inputs with what is secret in them, each value of its own type.
	Revealed map[string]any `yaml:"-"`
}

// YAML is the graph as text, the same for the same graph.
func (g Graph) YAML() string {
	text, err := yaml.Marshal(g)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// Platform is what reads find by type, or by type and ID: the part of a running Platform that the component looks at.
var Platform = map[string]resource.PropertyMap{
	"kubernetes:core/v1:ConfigMap": resource.NewPropertyMapFromMap(map[string]any{
		"data": map[string]any{"tower.yml": "mail: {}\n"},
	}),
}

// Record runs a program with a stack configuration.
func Record(config map[string]string, program pulumi.RunFunc) (Graph, error) {
	return RecordSecret(config, nil, program)
}

// RecordSecret is Record for a configuration in which some settings hold secrets.
func RecordSecret(config map[string]string, secret []string, program pulumi.RunFunc) (Graph, error) {
	r := &recorder{graph: Graph{}}
	err := pulumi.RunErr(program, pulumi.WithMocks("seqera-studios", "test", r), func(info *pulumi.RunInfo) {
		info.Config = map[string]string{}
		for key, value := range config {
			info.Config["seqera-studios:"+key] = value
		}
		for _, key := range secret {
			info.ConfigSecretKeys = append(info.ConfigSecretKeys, "seqera-studios:"+key)
		}
	})
	return r.graph, err
}

// New returns a monitor for programs that another library runs, and the graph that it fills.
func New() (pulumi.MockResourceMonitor, Graph) {
	r := &recorder{graph: Graph{}}
	return r, r.graph
}

type recorder struct {
	lock    sync.Mutex
	graph   Graph
	studios resource.PropertyMap // the arguments of the component
}

func (r *recorder) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) { return nil, nil }

func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	if args.ReadRPC != nil {
		r.add(args, Resource{
			After:         names(args.ReadRPC.GetDependencies()),
			SecretOutputs: args.ReadRPC.GetAdditionalSecretOutputs(),
			Provider:      args.Provider,
			Parent:        last(args.ReadRPC.GetParent()),
		})
		if state, isNamed := Platform[args.TypeToken+" "+args.ID]; isNamed {
			return args.ID, state, nil
		}
		return args.ID, Platform[args.TypeToken], nil
	}
	request := args.RegisterRPC
	r.add(args, Resource{
		Inputs:        plain(resource.NewProperty(args.Inputs), false).(map[string]any),
		Revealed:      plain(resource.NewProperty(args.Inputs), true).(map[string]any),
		After:         names(request.GetDependencies()),
		IgnoreChanges: request.GetIgnoreChanges(),
		SecretOutputs: request.GetAdditionalSecretOutputs(),
		Retain:        request.GetRetainOnDelete(),
		Protect:       request.GetProtect(),
		DeletedWith:   last(request.GetDeletedWith()),
		Provider:      args.Provider,
		Timeouts:      timeouts(request.GetCustomTimeouts()),
		Parent:        last(request.GetParent()),
	})
	outputs := args.Inputs.Copy()
	switch args.TypeToken {
	case "seqera-studios:index:Studios":
		r.studios = args.Inputs
	case "random:index/randomPassword:RandomPassword":
		outputs["result"] = resource.NewProperty(strings.Repeat("t", 32))
	case "tls:index/privateKey:PrivateKey":
		outputs["privateKeyPemPkcs8"] = resource.NewProperty(PrivateKey)
		outputs["publicKeyPem"] = resource.NewProperty(publicKey)
		outputs["privateKeyOpenssh"] = resource.NewProperty(SSHKey)
	case "kubernetes:helm.sh/v4:Chart":
		outputs["resources"] = resource.NewProperty([]resource.PropertyValue{})
		if err := r.preflight(request); err != nil {
			return "", nil, err
		}
	case "kubernetes:core/v1:ConfigMapPatch", "kubernetes:core/v1:Secret":
		outputs["metadata"] = written(args)
	}
	return args.Name, outputs, nil
}

// written are the metadata of an object with the time of its last write, which is another for each.
func written(args pulumi.MockResourceArgs) resource.PropertyValue {
	metadata := args.Inputs["metadata"].ObjectValue().Copy()
	annotations, _ := plain(metadata["annotations"], true).(map[string]any)
	metadata["managedFields"] = resource.NewPropertyValue([]any{map[string]any{
		"manager":  annotations["pulumi.com/patchFieldManager"],
		"fieldsV1": map[string]any{"f:data": map[string]any{}},
		"time":     fmt.Sprintf("2026-01-01T00:00:%02dZ", len(args.Name)),
	}})
	return resource.NewProperty(metadata)
}

func timeouts(of *pulumirpc.RegisterResourceRequest_CustomTimeouts) string {
	if of.GetCreate() == "" && of.GetUpdate() == "" {
		return ""
	}
	return fmt.Sprintf("create %s, update %s", of.GetCreate(), of.GetUpdate())
}

func (r *recorder) add(args pulumi.MockResourceArgs, declared Resource) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.graph[args.Name+" "+args.TypeToken] = declared
}

// names are the logical names in URNs, with the kinds.
func names(urns []string) []string {
	all := map[string]bool{}
	for _, of := range urns {
		kind := urn.URN(of).Type()
		all[last(of)+" "+string(kind[strings.LastIndex(string(kind), ":")+1:])] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// last is the logical name in a URN, and nothing if there is none.
func last(of string) string {
	return of[strings.LastIndex(of, ":")+1:]
}

// plain makes values readable. A secret is said to be one, and shown only where it is to be revealed.
func plain(value resource.PropertyValue, reveal bool) any {
	switch {
	case value.IsSecret() && reveal:
		return plain(value.SecretValue().Element, reveal)
	case value.IsSecret(), value.IsOutput() && value.OutputValue().Secret && !reveal:
		return "[secret]"
	case value.IsOutput():
		return plain(value.OutputValue().Element, reveal)
	case value.IsComputed():
		return "[unknown]"
	case value.IsObject():
		all := map[string]any{}
		for key, entry := range value.ObjectValue() {
			all[string(key)] = plain(entry, reveal)
		}
		return all
	case value.IsArray():
		all := []any{}
		for _, entry := range value.ArrayValue() {
			all = append(all, plain(entry, reveal))
		}
		return all
	case value.IsString() && strings.Contains(value.StringValue(), "seqera-studios-preflight-"):
		return "[folder]"
	case reveal:
		return value.V
	}
	return fmt.Sprint(value.V)
}
