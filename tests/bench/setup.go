package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/version"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// bench is everything that is measured, and what has been measured so far.
type bench struct {
	tools      *testbed.Tools
	plugged    *testbed.Tools // with the component's plugin
	cluster    *testbed.Cluster
	dir        string
	contenders []contender

	seconds  map[string]map[step][]float64 // by contender, a value a round
	requests map[string]map[step]map[string]int
	rollouts map[string]map[step]map[string]int
	memory   map[string]*memory
	kept     map[string]int
	traces   map[traceKey][]*timeline
	grown    []grown
}

func setUp(ctx context.Context) (*bench, error) {
	tools, err := testbed.Build(ctx, os.Stderr, testbed.Tests)
	if err != nil {
		return nil, err
	}
	b := &bench{
		tools:    tools,
		seconds:  map[string]map[step][]float64{},
		requests: map[string]map[step]map[string]int{},
		rollouts: map[string]map[step]map[string]int{},
		memory:   map[string]*memory{},
		kept:     map[string]int{},
		traces:   map[traceKey][]*timeline{},
	}
	if b.dir, err = os.MkdirTemp("", "seqera-studios-bench-"); err != nil {
		return nil, err
	}
	if b.cluster, err = testbed.StartCluster(ctx, tools); err != nil {
		return b, err
	}
	return b, b.makeContenders(ctx)
}

func (b *bench) tearDown(err *error) {
	if b.cluster != nil {
		*err = errors.Join(*err, b.cluster.Stop())
	}
	*err = errors.Join(*err, os.RemoveAll(b.dir))
}

// The contenders' names, as they stand in the tables.
const (
	componentGo   = "component, Go"
	componentYAML = "component, YAML"
	flatGo        = "flat, Go"
	flatYAML      = "flat, YAML"
	helm          = "Helm"
	kubectl       = "kubectl"
)

func (b *bench) makeContenders(ctx context.Context) error {
	say("building the programs")
	stackProgram, err := b.goProject(ctx, "component-go", root("stacks"), "proxy.logLevel")
	if err != nil {
		return err
	}
	if stackProgram.stackFile, err = os.ReadFile(root("stacks/Pulumi.local.yaml")); err != nil {
		return err
	}
	flatProgram, err := b.goProject(ctx, "flat-go", program("flat-go"), "logLevel")
	if err != nil {
		return err
	}
	plugin := filepath.Join(b.dir, "pulumi-resource-seqera-studios")
	if err := b.compile(ctx, root("provider/cmd/pulumi-resource-seqera-studios"), plugin); err != nil {
		return err
	}
	b.plugged, err = b.tools.Installed(b.dir, map[string]string{"seqera-studios " + version.Version: plugin})
	if err != nil {
		return err
	}
	b.contenders = []contender{
		{componentGo, stackProgram.begin},
		{componentYAML, project{dir: filepath.Join(b.dir, "component-yaml"), tools: b.plugged, logLevel: "logLevel"}.begin},
		{flatGo, flatProgram.begin},
		{flatYAML, project{dir: filepath.Join(b.dir, "flat-yaml"), tools: b.tools, logLevel: "logLevel"}.begin},
		{helm, beginManual(b.tools, true)},
		{kubectl, beginManual(b.tools, false)},
	}
	for _, c := range b.contenders {
		b.memory[c.name] = &memory{peak: map[string]int{}}
	}
	return b.copyProjects()
}

// copyProjects puts the files of the projects where the programs are run.
func (b *bench) copyProjects() error {
	for name, files := range map[string]fs.FS{
		"component-go":   os.DirFS(root(".")),
		"component-yaml": os.DirFS(program("component-yaml")),
		"flat-go":        os.DirFS(program("flat-go")),
		"flat-yaml":      os.DirFS(program("flat-yaml")),
	} {
		text, err := fs.ReadFile(files, "Pulumi.yaml")
		if err != nil {
			return err
		}
		document, err := editedTowerYml()
		if err != nil {
			return err
		}
		dir := filepath.Join(b.dir, name)
		err = errors.Join(
			os.MkdirAll(filepath.Join(dir, "stacks"), 0o755),
			os.WriteFile(filepath.Join(dir, "Pulumi.yaml"), text, 0o644),
			os.WriteFile(filepath.Join(dir, "tower.yml"), []byte(document), 0o644))
		if err != nil {
			return err
		}
	}
	return nil
}

// editedTowerYml is the sample Platform's tower.yml as somebody edits it by hand.
func editedTowerYml() (string, error) {
	in := yaml.NewDecoder(strings.NewReader(testbed.ConfigMaps))
	for {
		var configMap struct{ Data map[string]string }
		if err := in.Decode(&configMap); err != nil {
			return "", fmt.Errorf("looking for tower.yml in the sample Platform: %w", err)
		}
		if document := configMap.Data["tower.yml"]; document != "" {
			return strings.Replace(document, "tower:\n", "tower:\n  data-studio:\n    allowed-workspaces: null\n", 1), nil
		}
	}
}

// root is a path of the repository.
func root(path string) string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", path)
}

// program is a path below tests/bench/programs.
func program(path string) string { return root(filepath.Join("tests", "bench", "programs", path)) }
