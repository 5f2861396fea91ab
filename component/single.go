package component

import (
	"fmt"
	"sync"
	"weak"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"google.golang.org/grpc/peer"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
)

// installation is where there is room for one Studios: two would fight over the Platform's ConfigMaps. What one of them has
// created the preflight finds in the cluster; this tells two apart that are both still to be created.
type installation struct {
	run       any
	provider  pulumi.URN
	parent    pulumi.URN
	namespace string
}

var declared sync.Map // the name of the Studios by its installation

// refuseSecond remembers this Studios, and fails if there is another in its place.
func (g *graph) refuseSecond(options *pulumi.ResourceOptions) error {
	namespace, _ := await.Value[string](g.ctx, text(g.Namespace))
	if !namespace.Known {
		return nil
	}
	here := installation{run: run(g.ctx), namespace: namespace.Value}
	if options.Parent != nil {
		here.parent = awaitURN(g.ctx, options.Parent.URN())
	}
	for _, provider := range append(options.Providers, options.Provider) {
		if provider != nil {
			here.provider += awaitURN(g.ctx, provider.URN())
		}
	}
	if other, isTaken := declared.LoadOrStore(here, g.name); isTaken && other != g.name {
		return fmt.Errorf("Studios %q: namespace %q has Studios %q already, and a Platform can have one: "+
			"remove one of them, or give this one the namespace of another Platform",
			g.name, namespace.Value, other)
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
