package component

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// DeclareAnyway is NewStudios without its rules.
func DeclareAnyway(ctx *pulumi.Context, name string, args *StudiosArgs) error {
	c := newCompletion(ctx)
	c.isLenient = true
	_, err := newStudios(c, name, args)
	return err
}
