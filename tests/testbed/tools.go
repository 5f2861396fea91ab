package testbed

// Set says what the tools are for. Each holds those of the ones before it.
type Set int

const (
	// Demo is what `make demo` runs. It takes what the user has installed already, where it is the right version.
	Demo Set = iota
	// Tests adds the hosts of the languages that the stories use, and both Helms that own Platforms.
	Tests
)

// tool is one binary.
type tool struct {
	name   string // of the binary
	module string // folder below tools, which pins the versions
	source string // import path of its main package
	plugin string // name and version, of a provider that Pulumi looks for in its plugin folder
	set    Set    // the first that needs it
}

// Dependencies that exclude each other are the only reason for another module: what is compiled once for one tool need
// not be compiled for the next. The kubernetes provider does not compile with the k8s.io modules of the control plane; all
// its other dependencies have the versions of the module "shared". The language hosts of Go, Node.js and Python are served
// in no later version. Helm 3 needs the k8s.io modules of a later release than the control plane; Helm 4 compiles with those
// too, which takes it some ten seconds instead of a minute.
var tools = []tool{
	{name: "pulumi", module: "shared", source: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"},
	{name: "pulumi-resource-random", module: "shared", source: "github.com/terraform-providers/terraform-provider-random/pulumi-resource-random", plugin: "random-v4.19.1"},
	{name: "pulumi-resource-tls", module: "shared", source: "github.com/hashicorp/terraform-provider-tls/pulumi-resource-tls", plugin: "tls-v5.2.0"},
	{name: "etcd", module: "shared", source: "./etcd"},
	{name: "kube-apiserver", module: "shared", source: "k8s.io/kubernetes/cmd/kube-apiserver"},
	{name: "kube-controller-manager", module: "shared", source: "k8s.io/kubernetes/cmd/kube-controller-manager"},
	{name: "kube-scheduler", module: "shared", source: "k8s.io/kubernetes/cmd/kube-scheduler"},
	{name: "kubectl", module: "shared", source: "k8s.io/kubernetes/cmd/kubectl"},
	{name: "kwok", module: "shared", source: "sigs.k8s.io/kwok/cmd/kwok"},
	{name: "kwokctl", module: "shared", source: "sigs.k8s.io/kwok/cmd/kwokctl"},
	{name: "pulumi-language-yaml", module: "shared", source: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml", set: Tests},
	{name: "pulumi-language-java", module: "shared", source: "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java", set: Tests},

	{name: kubernetesProvider, module: "kubernetes-provider", source: ".", plugin: "kubernetes-v" + KubernetesProviderVersion},

	{name: "pulumi-language-go", module: "languages", source: "github.com/pulumi/pulumi/sdk/v3/go/pulumi-language-go"},
	{name: "pulumi-language-nodejs", module: "languages", source: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs", set: Tests},
	{name: pythonHost, module: "languages", source: "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python", set: Tests},

	{name: "helm", module: "helm", source: "helm.sh/helm/v3/cmd/helm", set: Tests},
	{name: "helm4", module: "helm", source: "./helm4", set: Tests},
}

// chores are no tools of the testbed: Chore builds each when it is run first.
var chores = []tool{
	{name: "golangci-lint", module: "lint", source: "github.com/golangci/golangci-lint/v2/cmd/golangci-lint"},
	{name: "govulncheck", module: "lint", source: "golang.org/x/vuln/cmd/govulncheck"},
	{name: "goreleaser", module: "release", source: "github.com/goreleaser/goreleaser/v2"},
}

// of lists the tools of a set.
func of(set Set) []tool {
	var all []tool
	for _, t := range tools {
		if t.set <= set {
			all = append(all, t)
		}
	}
	return all
}
