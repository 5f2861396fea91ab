package component

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/pulumi/pulumi-tls/sdk/v5/go/tls"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
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
	// facts are what stands in the namespace, and found the Platform there; nil in a preview that cannot know yet.
	facts    *platform.Facts
	found    *platform.Found
	minimums []minimum // that given arguments need
	plain    []string  // secrets that are given as plain text
	// isLenient is that of the completion.
	isLenient bool
	// isReplaced tells that the templates are given, and none of Seqera's own.
	isReplaced bool
	sshKey     *tls.PrivateKey // nil where none is generated
	// towerYml is nil where nothing is to be said in it.
	towerYml *towerYml
}

// under gives the options of a child that waits for the given resources, as far as there are such.
func (g *graph) under(after []pulumi.Resource, more ...pulumi.ResourceOption) []pulumi.ResourceOption {
	opts := []pulumi.ResourceOption{pulumi.Parent(g.parent)}
	if g.safe != nil {
		after = append([]pulumi.Resource{g.safe}, after...)
	}
	after = slices.DeleteFunc(after, func(r pulumi.Resource) bool { return r == nil || reflect.ValueOf(r).IsNil() })
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
