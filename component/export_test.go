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
