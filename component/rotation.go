package component

import (
	"fmt"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// RotationArgs say when generated credentials are replaced: another text, the first one and none again are each a change, and so
// another credential. Whatever reads it is restarted, in order.
type RotationArgs struct {
	// Token is any text: a change makes another registration token, and restarts cron, backend and proxy. Example: "2026-11".
	Token pulumi.StringPtrInput `pulumi:"token,optional"`
	// Key is any text: a change makes another signing key, and restarts cron, backend and, before Connect 0.13, the proxy.
	Key pulumi.StringPtrInput `pulumi:"key,optional"`
	// SSH is any text: a change makes another host key, and restarts cron, backend and proxy. Users' clients ask whether they trust it.
	SSH pulumi.StringPtrInput `pulumi:"ssh,optional"`
}

// Annotate describes the arguments in the schema.
func (a *RotationArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *RotationArgs) rows() []row {
	return []row{
		derived(&a.Token, none, rules.NotEmpty),
		derived(&a.Key, none, rules.NotEmpty),
		derived(&a.SSH, none, rules.NotEmpty),
	}
}

// rotations refuse one where the credential is not generated.
func (a *StudiosArgs) rotations() []relation {
	return []relation{
		rotates(&a.Rotation.Token, &a.Oidc.RegistrationToken, &a.Oidc.ExistingTokenSecret),
		rotates(&a.Rotation.Key, &a.Oidc.Pem, &a.Oidc.ExistingKeySecret),
	}
}

func rotates(at any, given ...any) relation {
	return func(c *completion) {
		for _, other := range given {
			if isGiven(at) && isGiven(other) {
				c.problems = append(c.problems, field.Forbidden(c.paths[at], fmt.Sprintf(
					"would replace nothing: the credential is that of %s; change it there, and its readers are restarted", c.paths[other])))
			}
		}
	}
}

// rotated is the logical name of a generated credential. A text of its own makes it another resource: there is no moment
// without a credential, for the old one is only forgotten at the end of the update, and it takes neither a newer engine nor a
// provider that knows of triggers.
func (g *graph) rotated(child string, by pulumi.StringPtrInput) string {
	if text := g.known(by); text != "" {
		child += "-" + shortHash(text)
	}
	return g.logical(child)
}
