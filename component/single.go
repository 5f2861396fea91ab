package component

import (
	"fmt"
	"sync"
	"weak"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
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

func (s *settings) take(ctx *pulumi.Context, options *pulumi.ResourceOptions) error {
	namespace, known := settledText(&arguments{ctx: ctx}, s.namespace)
	if !known {
		return nil
	}
	at := place{run: run(ctx), namespace: namespace}
	if options.Parent != nil {
		at.parent = settledURN(ctx, options.Parent.URN())
	}
	for _, provider := range append(options.Providers, options.Provider) {
		if provider != nil {
			at.provider += settledURN(ctx, provider.URN())
		}
	}
	if other, isTaken := taken.LoadOrStore(at, s.name); isTaken && other != s.name {
		return fmt.Errorf("Studios %q: namespace %q has Studios %q already, and a Platform can have one: "+
			"remove one of them, or give this one the namespace of another Platform",
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
