package component

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// tooOld finds arguments that need a later version than is there. What does not tell its version is taken at its word.
func (g *graph) tooOld() (problems field.ErrorList) {
	for _, needed := range g.minimums {
		if platform.IsOlder(g.found.Exact, needed.Platform) {
			problems = append(problems, field.Forbidden(needed.path,
				fmt.Sprintf("needs Platform %s or later, and this is %s", needed.Platform, g.found.Exact)))
		}
		for _, image := range []struct {
			group string
			at    pulumi.StringPtrInput
		}{{"proxy", g.Proxy.Image}, {"server", g.Server.Image}} {
			if platform.IsOlder(platform.Tag(g.known(image.at)), needed.Connect) {
				problems = append(problems, field.Forbidden(needed.path, fmt.Sprintf(
					"needs proxy and server %s or later, and the %s is %s: give a later image, in %s.imageTag or %s.image",
					needed.Connect, image.group, g.known(image.at), image.group, image.group)))
			}
		}
	}
	return problems
}

// warnings are what is allowed and yet may not be meant: a setting that cannot act beside the others, above all.
func (g *graph) warnings() []string {
	return slices.Concat(g.idle(), g.unreachable(), g.expiring(), g.redisWarnings(), g.authorityWarnings(), g.templateWarnings(), g.Wave.warnings(), g.sessionWarnings(), g.quotaWarnings(), g.sourceWarnings())
}

func (g *graph) warn(warnings []string) error {
	for _, warning := range warnings {
		if err := g.ctx.Log.Warn(warning, g.logArgs()); err != nil {
			return err
		}
	}
	return nil
}
