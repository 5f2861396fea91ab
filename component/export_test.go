package component

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// DeclareAnyway is NewStudios without its rules. Code behind a rule may rely on it, so without the rule it may panic: then nothing can
// be declared.
func DeclareAnyway(ctx *pulumi.Context, name string, args *StudiosArgs) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	c := newCompletion(ctx)
	c.isLenient = true
	_, err = newStudios(c, name, args)
	return err
}

// Complete is the copy of arguments that has every default and form, or what is wrong with them.
func Complete(ctx *pulumi.Context, args *StudiosArgs) (*StudiosArgs, error) {
	return newCompletion(ctx).completed("studios", args)
}

// Awaited is what an input has come to, as text.
func Awaited(ctx *pulumi.Context, in pulumi.Input) string {
	return fmt.Sprintf("%#v", awaitInput[any](ctx, in).Value)
}
