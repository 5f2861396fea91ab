package component

import (
	"cmp"
	"encoding/base64"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// newSecret is a Secret with its mark, which pods carry under the annotation readAs. Of the marks of its parts those are kept that
// are not that of the whole.
func (g *graph) newSecret(
	child, readAs string, name pulumi.StringPtrInput, data, parts pulumi.StringMap,
) (*corev1.Secret, pulumi.StringInput, error) {
	over := writtenOver(overAnnotation, g.liveSecret(readAs, name, data))
	annotations := pulumi.StringMap{overAnnotation: over, forceAnnotation: pulumi.String("true")}
	for annotation, part := range parts {
		if g.known(part) != g.known(over) {
			annotations[annotation] = part
		}
	}
	written := pulumi.StringMap{}
	for key, value := range data {
		written[key] = encoded(text(value))
	}
	secret, err := corev1.NewSecret(g.ctx, g.logical(child), &corev1.SecretArgs{
		// The Secret is ours: what somebody has written there is written over.
		Metadata: g.meta(name, "", annotations),
		Type:     pulumi.String("Opaque"),
		Data:     written,
	}, g.under(nil)...)
	return secret, mark(name, over), err
}

// liveSecret holds a Secret of ours against what is to be in it.
func (g *graph) liveSecret(readAs string, name pulumi.StringPtrInput, data pulumi.StringMap) live {
	if g.facts == nil {
		return live{}
	}
	if secret := g.facts.Secret(g.known(name)); secret != nil {
		return live{secret.Has(g.values(data)), secret.Annotations, secret.Version}
	}
	if g.facts.SecretsUnseen {
		return unseen(overAnnotation, g.facts.MarkedVersion(readAs, g.known(name)))
	}
	return live{state: platform.Stale, version: gone(g.facts.Mark(g.known(name)))}
}

// partWrittenOver is writtenOver for some keys of a Secret, so that another value of the others restarts nothing that does not
// read them. Until they part it is that of the whole.
func (g *graph) partWrittenOver(annotation, readAs string, name pulumi.StringPtrInput, part pulumi.StringMap) pulumi.StringInput {
	was := g.liveSecret(readAs, name, part)
	switch {
	case g.facts == nil:
	case g.facts.Secret(g.known(name)) != nil:
		secret := g.facts.Secret(g.known(name))
		was.state = secret.HasPart(g.values(part))
		was.annotations = map[string]string{}
		if over := cmp.Or(secret.Annotations[annotation], secret.Annotations[overAnnotation]); over != "" {
			was.annotations[annotation] = over
		}
	case g.facts.SecretsUnseen:
		was = unseen(annotation, was.version)
	}
	return writtenOver(annotation, was)
}

// unseen is a Secret that is not looked at, and is taken for what the pods have read.
func unseen(annotation, read string) live {
	return live{platform.Live, map[string]string{annotation: cmp.Or(read, writtenFirst)}, read}
}

// gone is the version of a Secret that is not there. If pods have read one of that name it is another than theirs, for the
// Secret to be made again.
func gone(mark string) string {
	if mark == "" {
		return ""
	}
	return "nothing-" + shortHash(mark)
}

// mark is what restarts pods with a Secret: another one, or another content.
func mark(secret, version pulumi.Input) pulumi.StringOutput {
	return pulumi.Sprintf("%s/%s", secret, version)
}

// hidden marks a value as secret, whether or not the program has.
func hidden(value pulumi.StringOutput) pulumi.StringOutput {
	return pulumi.ToSecret(value).(pulumi.StringOutput)
}

// encoded fills data rather than stringData, which a refresh cannot compare with the cluster.
func encoded(value pulumi.StringOutput) pulumi.StringOutput {
	return value.ApplyT(func(plain string) string {
		return base64.StdEncoding.EncodeToString([]byte(plain))
	}).(pulumi.StringOutput)
}
