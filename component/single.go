package component

import (
	"fmt"
	"sync"
	"weak"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	"google.golang.org/grpc/peer"
)

// place is where there is room for one Studios: two would fight over the Platform's ConfigMaps. What one of them has
// created the preflight finds in the cluster; this tells two apart that are both still to be created.
type place struct {
	run       any
	provider  pulumi.URN
	parent    pulumi.URN
	namespace string
}

var taken sync.Map // the name of the Studios by its place

func (s *settings) take(ctx *pulumi.Context, opts []pulumi.ResourceOption) error {
	namespace, known := settledText(&arguments{ctx: ctx}, s.namespace)
	if !known {
		return nil
	}
	options, err := pulumi.NewResourceOptions(opts...)
	if err != nil {
		return err
	}
	at := place{run: run(ctx), namespace: namespace, parent: urn(ctx, options.Parent)}
	for _, provider := range append(options.Providers, options.Provider) {
		if provider != nil {
			at.provider += urn(ctx, provider)
		}
	}
	if other, isTaken := taken.LoadOrStore(at, s.name); isTaken && other != s.name {
		return fmt.Errorf("Studios %q: namespace %q has Studios %q already, and a Platform can have one: "+
			"remove one of them, or give this one the namespace of another Platform; nothing was changed",
			s.name, namespace, other)
	}
	return nil
}

// run tells the previews and updates apart that one process may serve: a plugin by its connection to the engine, a
// program by its context.
func run(ctx *pulumi.Context) any {
	if engine, ok := peer.FromContext(ctx.Context()); ok {
		return engine.Addr.String()
	}
	return weak.Make(ctx)
}

func urn(ctx *pulumi.Context, of pulumi.Resource) pulumi.URN {
	if of == nil {
		return ""
	}
	result, err := internals.UnsafeAwaitOutput(ctx.Context(), of.URN())
	if err != nil || !result.Known {
		return ""
	}
	return result.Value.(pulumi.URN)
}
