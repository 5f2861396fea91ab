package component

import (
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
)

// BlindVariable in the environment of a preview keeps it from looking at Secrets. Who previews a pull request need not be able
// to read them; what is in a stack is the same for all who run it, so this is no argument. An update has to look.
const BlindVariable = "SEQERA_STUDIOS_BLIND_PREVIEW"

func (g *graph) isBlind() bool { return g.ctx.DryRun() && os.Getenv(BlindVariable) == "true" }

// blindness is what a preview does not tell that looks at no Secrets.
const blindness = "Secrets are not looked at in this preview (" + BlindVariable + "): what somebody has changed in one, and the " +
	"restarts that another token, key or password brings, show in the update"

// awaited are what an update looks up because the Kubernetes provider waits by it, to tell at once of a list that is not allowed.
// A preview waits for nothing.
func (g *graph) awaited() pulumi.Array {
	all := pulumi.Array{}
	if g.ctx.DryRun() {
		return all
	}
	for _, kind := range rights.Awaited {
		all = append(all, pulumi.Map{"apiVersion": pulumi.String(kind.APIVersion), "kind": pulumi.String(kind.Kind)})
	}
	return all
}
