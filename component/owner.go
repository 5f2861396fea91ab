package component

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
)

// owners marks the objects created here, so that another installation is never taken for our own. The first is the
// mark; the others are those under which the same component created them before it was renamed.
func owners(ctx *pulumi.Context, name string, aliases []pulumi.Alias) []string {
	marks := []string{ownerMark(ctx.Project(), ctx.Stack(), name)}
	for _, alias := range aliases {
		if alias.URN == nil {
			marks = append(marks, ownerMark(awaitOr(ctx, alias.Project, ctx.Project()),
				awaitOr(ctx, alias.Stack, ctx.Stack()), awaitOr(ctx, alias.Name, name)))
		} else if former, err := urn.Parse(string(awaitURN(ctx, alias.URN))); err == nil {
			marks = append(marks, ownerMark(string(former.Project()), string(former.Stack()), former.Name()))
		}
	}
	return marks
}

func ownerMark(project, stack, name string) string { return project + "/" + stack + "/" + name }

// awaitOr is what an alias says, or what has not changed.
func awaitOr(ctx *pulumi.Context, in pulumi.StringInput, current string) string {
	if in == nil {
		return current
	}
	if result, _ := await.Value[string](ctx, in.ToStringOutput()); result.Known {
		return result.Value
	}
	return current
}

// awaitURN is empty while the URN is unknown.
func awaitURN(ctx *pulumi.Context, in pulumi.URNInput) pulumi.URN {
	result, _ := await.Value[pulumi.URN](ctx, in.ToURNOutput())
	return result.Value
}
