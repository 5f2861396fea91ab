// Package await waits for Outputs: a component decides what to declare by values that a program may have as Outputs of
// other resources, as the engine does for components of other languages before it calls them.
package await

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
)

// Result is what an Output has come to be.
type Result[T any] struct {
	Value  T    // the zero value while it is not known, and for nil
	Known  bool // false in a preview that cannot know the value yet
	Secret bool
}

// Value waits for an Output. The error is that of the Output: a resource that it comes from failed, or a function that
// was applied to it.
func Value[T any](ctx *pulumi.Context, output pulumi.Output) (Result[T], error) {
	awaited, err := internals.UnsafeAwaitOutput(ctx.Context(), output)
	if err != nil {
		return Result[T]{}, err
	}
	result := Result[T]{Known: awaited.Known, Secret: awaited.Secret}
	if awaited.Known {
		result.Value, _ = awaited.Value.(T)
	}
	return result, nil
}

// Unknown is a value that a preview cannot have yet.
func Unknown[T any, O pulumi.Output]() O {
	return pulumi.UnsafeUnknownOutput(nil).ApplyT(func(any) (none T) { return none }).(O)
}
