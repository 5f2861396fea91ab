package component

import (
	"time"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/await"
)

// written is the time at which the fields of a manager of ours in one of the Platform's ConfigMaps last changed, as the API
// server keeps it. Unlike a hash of what we write it also changes when a drift is repaired, and unlike the object's
// resourceVersion it does not when somebody changes fields of their own.
func (g *graph) written(patch *corev1.ConfigMapPatch, manager string) pulumi.StringOutput {
	return g.lastWrite(patch.Metadata.ManagedFields().ApplyT(func(entries []metav1.ManagedFieldsEntryPatch) string {
		var last string
		for _, entry := range entries {
			if entry.Manager != nil && *entry.Manager == manager {
				last = later(last, entry.Time)
			}
		}
		return last
	}).(pulumi.StringOutput))
}

// secretWritten is the time at which the content of one of our Secrets last changed. A hash of what it holds would stand
// in the pods for everybody to guess at.
//
// It is awaited, so that nothing depends on an output of the Secret. A provider that does not change Secrets in place
// replaces it, deletes it first, and would replace whatever depends on its outputs with it: proxy and server.
func (g *graph) secretWritten(secret *corev1.Secret) (pulumi.StringOutput, error) {
	at := g.lastWrite(secret.Metadata.ManagedFields().ApplyT(dataWritten).(pulumi.StringOutput))
	written, err := await.Value[string](g.ctx, at)
	if !written.Known {
		return await.Unknown[string, pulumi.StringOutput](), err
	}
	return pulumi.String(written.Value).ToStringOutput(), nil
}

// dataWritten is the time at which the data of an object of ours last changed, under whatever name: from 4.29 on the
// Kubernetes provider creates objects under a name of its own, and takes up ours with their first change. What others
// note on the object, in annotations say, is not data.
func dataWritten(entries []metav1.ManagedFieldsEntry) string {
	var last string
	for _, entry := range entries {
		if fields, _ := entry.FieldsV1.(map[string]any); fields["f:data"] != nil {
			last = later(last, entry.Time)
		}
	}
	return last
}

func later(last string, at *string) string {
	if at == nil {
		return last
	}
	return max(last, *at) // RFC 3339 in UTC sorts as text
}

// lastWrite is unknown in a preview of an update that is going to write.
func (g *graph) lastWrite(at pulumi.StringOutput) pulumi.StringOutput {
	return pulumi.Unsecret(at.ApplyT(func(at string) pulumi.StringOutput {
		if g.ctx.DryRun() && g.isToCome(at) {
			return await.Unknown[string, pulumi.StringOutput]()
		}
		return pulumi.String(at).ToStringOutput()
	}).(pulumi.StringOutput)).(pulumi.StringOutput)
}

// isToCome tells whether a time seen in a preview is that of the preview's own trial write: the update will have a
// later one.
func (g *graph) isToCome(written string) bool {
	at, err := time.Parse(time.RFC3339, written)
	// The API server writes whole seconds.
	return err != nil || !at.Before(g.started.Truncate(time.Second))
}
