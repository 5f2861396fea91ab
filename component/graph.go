package component

import (
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/await"
)

// graph declares resources under one component. Its arguments are complete.
type graph struct {
	*StudiosArgs
	ctx    *pulumi.Context
	name   string   // of the component
	owners []string // the marks under which objects are our own
	parent pulumi.Resource
	// safe is what everything that changes the cluster waits for.
	safe pulumi.Resource
	// started tells in a preview which writes are trials of the preview itself.
	started time.Time
}

// under gives the options of a child that waits for the given resources.
func (g *graph) under(after []pulumi.Resource, more ...pulumi.ResourceOption) []pulumi.ResourceOption {
	opts := []pulumi.ResourceOption{pulumi.Parent(g.parent)}
	if g.safe != nil {
		after = append([]pulumi.Resource{g.safe}, after...)
	}
	return append(append(opts, pulumi.DependsOn(after)), more...)
}

// logical is the name of a child in the state: children's URNs hold only the type of their parent, so two components
// would collide without its name.
func (g *graph) logical(child string) string { return g.name + "-" + child }

func (g *graph) timeouts() pulumi.ResourceOption {
	timeout, _ := await.Value[int](g.ctx, number(g.TimeoutSeconds))
	if !timeout.Known {
		return pulumi.Timeouts(nil)
	}
	wait := fmt.Sprintf("%ds", timeout.Value)
	return pulumi.Timeouts(&pulumi.CustomTimeouts{Create: wait, Update: wait})
}
