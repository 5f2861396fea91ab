package component

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// owners marks the objects created here, so that another installation is never taken for our own. The first is the
// mark; the others are those under which the same component created them before it was renamed.
func owners(ctx *pulumi.Context, name string, aliases []pulumi.Alias) []string {
	marks := []string{mark(ctx.Project(), ctx.Stack(), name)}
	for _, alias := range aliases {
		if alias.URN == nil {
			marks = append(marks, mark(settledOr(ctx, alias.Project, ctx.Project()),
				settledOr(ctx, alias.Stack, ctx.Stack()), settledOr(ctx, alias.Name, name)))
		} else if former, err := urn.Parse(string(settledURN(ctx, alias.URN))); err == nil {
			marks = append(marks, mark(string(former.Project()), string(former.Stack()), former.Name()))
		}
	}
	return marks
}

func mark(project, stack, name string) string { return project + "/" + stack + "/" + name }

// settledOr is what an alias says, or what has not changed.
func settledOr(ctx *pulumi.Context, in pulumi.StringInput, current string) string {
	if in == nil {
		return current
	}
	if text, known := settledText(&arguments{ctx: ctx}, in.ToStringOutput()); known {
		return text
	}
	return current
}

// settledURN is empty while the URN is unknown.
func settledURN(ctx *pulumi.Context, in pulumi.URNInput) pulumi.URN {
	text, _ := settle[pulumi.URN](&arguments{ctx: ctx}, in.ToURNOutput())
	return text
}
