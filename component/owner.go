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
		if alias.URN != nil {
			text, _ := settledURN(ctx, alias.URN)
			if former, err := urn.Parse(string(text)); err == nil {
				marks = append(marks, mark(string(former.Project()), string(former.Stack()), former.Name()))
			}
			continue
		}
		former := func(in pulumi.StringInput, current string) string {
			if in == nil {
				return current
			}
			text, known := settledText(&arguments{ctx: ctx}, in.ToStringOutput())
			if !known {
				return current
			}
			return text
		}
		marks = append(marks, mark(former(alias.Project, ctx.Project()), former(alias.Stack, ctx.Stack()), former(alias.Name, name)))
	}
	return marks
}

func mark(project, stack, name string) string { return project + "/" + stack + "/" + name }

func settledURN(ctx *pulumi.Context, in pulumi.URNInput) (pulumi.URN, bool) {
	return settle[pulumi.URN](&arguments{ctx: ctx}, in.ToURNOutput())
}
