package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"go.yaml.in/yaml/v3"
)

// grown is one program of several instances, or of one with several templates, and what its steps took.
type grown struct {
	what     string
	size     int
	seconds  map[step]float64
	requests map[step]int
}

const (
	instances = "instances, state saved once"
	// checkpointed is what happens by default. Saving all of the state behind each resource grows with the square of their number, whatever
	// they are, and hides how the component grows.
	checkpointed = "instances, state saved behind each resource"
	templates    = "templates"
)

// growths are in their order: what each further one takes is told from one size to the next.
var growths = []struct {
	what  string
	sizes []int
}{
	{instances, []int{1, 10, 50}},
	{checkpointed, []int{1, 10}}, // fifty were stopped after ten minutes
	{templates, []int{1, 10, 50}},
}

var grownSteps = []step{firstUp, unchangedUp, preview}

// growth measures YAML programs of several sizes. Each instance has a Platform of its own. The counter is in the way of all.
func (b *bench) growth(ctx context.Context) error {
	counter, err := newCounter(ctx, b.tools, b.cluster, b.dir)
	if err != nil {
		return err
	}
	defer counter.stop()
	for i, growth := range growths {
		for _, size := range growth.sizes {
			if err := b.grow(ctx, fmt.Sprintf("growth-%d-%d", i, size), growth.what, size, counter); err != nil {
				return fmt.Errorf("%d %s: %w", size, growth.what, err)
			}
		}
	}
	return nil
}

func (b *bench) grow(ctx context.Context, name, what string, size int, counter *counter) error {
	p := project{dir: filepath.Join(b.dir, name), tools: b.plugged}
	program := grownProgram(size, 0)
	switch what {
	case instances:
		p.env = []string{"PULUMI_EXPERIMENTAL=true", "PULUMI_SKIP_CHECKPOINTS=true"}
	case templates:
		program = grownProgram(1, size)
	}
	text, err := yaml.Marshal(program)
	if err != nil {
		return err
	}
	if err := errors.Join(os.MkdirAll(p.dir, 0o755), os.WriteFile(filepath.Join(p.dir, "Pulumi.yaml"), text, 0o644)); err != nil {
		return err
	}
	at := place{namespace: name, kubeconfig: counter.kubeconfig, dir: filepath.Join(p.dir, "state")}
	if err := os.MkdirAll(at.dir, 0o755); err != nil {
		return err
	}
	if err := b.installPlatforms(ctx, at.namespace, len(program.Resources)); err != nil {
		return err
	}
	life, err := p.begin(ctx, at)
	if err != nil {
		return err
	}
	g := grown{what, size, map[step]float64{}, map[step]int{}}
	for _, at := range grownSteps {
		counter.take()
		took, err := b.take(ctx, life, at, nil)
		if err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
		g.seconds[at], g.requests[at] = took.Seconds(), total(counter.take())
		say("growth: %d %s: %s: %.2f s, %d requests", size, what, at, g.seconds[at], g.requests[at])
	}
	b.grown = append(b.grown, g)
	return nil
}

// installPlatforms installs several at a time, each in a namespace of its own.
func (b *bench) installPlatforms(ctx context.Context, namespace string, count int) error {
	failures := make([]error, count)
	var installing sync.WaitGroup
	room := make(chan struct{}, 4)
	for i := range count {
		room <- struct{}{}
		installing.Go(func() {
			failures[i] = b.cluster.InstallPlatform(ctx, fmt.Sprintf("%s-%d", namespace, i))
			<-room
		})
	}
	installing.Wait()
	return errors.Join(failures...)
}

type yamlProgram struct {
	Name, Runtime string
	Config        map[string]any
	Resources     map[string]any
}

// grownProgram has so many instances, each with so many templates, or with those that belong to the Platform's version.
func grownProgram(count, templates int) yamlProgram {
	program := yamlProgram{
		"growth", "yaml", map[string]any{"namespace": map[string]string{"type": "string"}}, map[string]any{},
	}
	given := map[string]any{}
	for i := range templates {
		given[fmt.Sprintf("TEMPLATE%d", i)] = map[string]string{
			"tool": "jupyter", "repository": fmt.Sprintf("registry.example.com/studios/template-%d:4.2.5-0.11", i),
		}
	}
	for i := range count {
		properties := map[string]any{
			"namespace":   fmt.Sprintf("${namespace}-%d", i),
			"platformUrl": "https://platform.example.com",
			"connectUrl":  "https://connect.example.com",
			"redis":       map[string]string{"address": "redis.example.com:6379"},
		}
		if templates > 0 {
			properties["templates"] = given
		}
		program.Resources[fmt.Sprintf("studios-%d", i)] = map[string]any{"type": "seqera-studios:Studios", "properties": properties}
	}
	return program
}
