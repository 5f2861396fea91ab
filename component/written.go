package component

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// live is an object as it stands in the cluster, held against what it should be.
type live struct {
	state       platform.State
	annotations map[string]string
	version     string // empty where there is none yet
}

// isLeftAlone tells that nothing is to be written. Only then may a patch ignore its content, or it would write that of before.
func (l live) isLeftAlone(annotation string) bool {
	_, isThere := l.annotations[annotation]
	return l.state == platform.Live && isThere
}

// writtenOver is the version of an object over which it was last written, kept in an annotation of the object. It changes when
// there is something to write, and only then: for the first time, because something else is wanted, or because somebody has
// changed it.
//
// As an input it makes a patch apply again, for Pulumi compares a patch with the one before and not with the object. As a mark
// on pods it restarts what has read the object. It tells nothing of what is written, is known in a preview, comes from the API
// server alone, and depends on no output: a provider that replaces a Secret, and deletes it first, would replace whatever
// depends on its outputs with it.
func writtenOver(annotation string, l live) pulumi.StringInput {
	switch {
	case l.state == platform.Unknown:
		return await.Unknown[string, pulumi.StringOutput]()
	case l.isLeftAlone(annotation):
		return pulumi.String(l.annotations[annotation])
	case l.version == "":
		return pulumi.String(writtenFirst)
	}
	return pulumi.String(l.version)
}

// writtenFirst is for what was not there before.
const writtenFirst = "nothing"
