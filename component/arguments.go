package component

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/rules"
)

// arguments turns Inputs into Outputs that carry their default and obey their rule. Each argument stays an Output of
// its own, so that one unknown or secret value does not hide the others in a preview.
//
// It waits for every argument, as the engine does for a component of another language, so that all problems are
// found together and before anything is registered. What a preview cannot know yet is checked by the same rule during
// the update.
type arguments struct {
	ctx      *pulumi.Context
	problems field.ErrorList
	failures []error  // of the resources that an argument comes from
	unknown  []string // arguments that this preview cannot check
}

// invalid carries the problems of one argument out of an apply.
type invalid struct{ problems field.ErrorList }

func (e invalid) Error() string { return e.problems.ToAggregate().Error() }

func verdict(problems field.ErrorList) error {
	if len(problems) == 0 {
		return nil
	}
	return invalid{problems}
}

// check waits for an argument and notes that it could not be checked while it is unknown.
func check[T any](a *arguments, path *field.Path, argument pulumi.Output) (value T, ok bool) {
	problems, failures := len(a.problems), len(a.failures)
	value, ok = settle[T](a, argument)
	if !ok && len(a.problems) == problems && len(a.failures) == failures {
		a.unknown = append(a.unknown, path.String())
	}
	return value, ok
}

// settle waits for an output and collects what is wrong with it. ok is false while it is unknown.
func settle[T any](a *arguments, argument pulumi.Output) (value T, ok bool) {
	result, err := internals.UnsafeAwaitOutput(a.ctx.Context(), argument)
	var broken invalid
	switch {
	case errors.As(err, &broken):
		a.problems = append(a.problems, broken.problems...)
		return value, false
	case err != nil:
		a.failures = append(a.failures, err)
		return value, false
	case !result.Known:
		return value, false
	}
	value, ok = result.Value.(T)
	return value, ok
}

func (a *arguments) required(path *field.Path, in pulumi.StringInput, rule rules.Rule[string]) pulumi.StringOutput {
	if in == nil {
		a.problems = append(a.problems, field.Required(path, ""))
		return pulumi.String("").ToStringOutput()
	}
	return a.text(path, in.ToStringOutputWithContext(a.ctx.Context()).ToStringPtrOutput(), "", rule)
}

func (a *arguments) text(
	path *field.Path, in pulumi.StringPtrInput, fallback string, rule rules.Rule[string],
) pulumi.StringOutput {
	if in == nil {
		return pulumi.String(fallback).ToStringOutput()
	}
	out := in.ToStringPtrOutputWithContext(a.ctx.Context()).ApplyT(func(given *string) (string, error) {
		if given == nil {
			return fallback, nil
		}
		return *given, verdict(rule(path, *given))
	}).(pulumi.StringOutput)
	check[string](a, path, out)
	return out
}

func (a *arguments) number(path *field.Path, in pulumi.IntPtrInput, fallback int, rule rules.Rule[int]) pulumi.IntOutput {
	if in == nil {
		return pulumi.Int(fallback).ToIntOutput()
	}
	out := in.ToIntPtrOutputWithContext(a.ctx.Context()).ApplyT(func(given *int) (int, error) {
		if given == nil {
			return fallback, nil
		}
		return *given, verdict(rule(path, *given))
	}).(pulumi.IntOutput)
	check[int](a, path, out)
	return out
}

func (a *arguments) flag(in pulumi.BoolPtrInput) pulumi.BoolOutput {
	if in == nil {
		return pulumi.Bool(false).ToBoolOutput()
	}
	return in.ToBoolPtrOutputWithContext(a.ctx.Context()).Elem()
}

// stringMap is nil where there is nothing in it and no fallback, so that it need not be combined with anything.
func (a *arguments) stringMap(
	path *field.Path, in pulumi.StringMapInput, fallback map[string]string, rule rules.Rule[map[string]string],
) pulumi.StringMapInput {
	if in == nil && fallback == nil {
		return nil
	}
	if in == nil {
		return pulumi.ToStringMap(fallback)
	}
	out := in.ToStringMapOutputWithContext(a.ctx.Context()).ApplyT(
		func(given map[string]string) (map[string]string, error) {
			return given, verdict(rule(path, given))
		}).(pulumi.StringMapOutput)
	if given, known := check[map[string]string](a, path, out); known && len(given) == 0 && fallback == nil {
		return nil
	}
	return out
}

func (a *arguments) stringList(
	path *field.Path, in pulumi.StringArrayInput, fallback []string, rule rules.Rule[string],
) pulumi.StringArrayOutput {
	if in == nil {
		return pulumi.ToStringArray(fallback).ToStringArrayOutput()
	}
	out := in.ToStringArrayOutputWithContext(a.ctx.Context()).ApplyT(func(given []string) ([]string, error) {
		var problems field.ErrorList
		for i, value := range given {
			problems = append(problems, rule(path.Index(i), value)...)
		}
		return given, verdict(problems)
	}).(pulumi.StringArrayOutput)
	check[[]string](a, path, out)
	return out
}

// together checks a rule over two arguments, once both are known and right by themselves.
func (a *arguments) together(left, right pulumi.StringOutput, rule func(left, right string) field.ErrorList) {
	l, leftKnown := settledText(a, left)
	r, rightKnown := settledText(a, right)
	if leftKnown && rightKnown {
		a.problems = append(a.problems, rule(l, r)...)
	}
}

// settledText looks at an argument whose problems, if any, have been collected already.
func settledText(a *arguments, out pulumi.StringOutput) (string, bool) {
	return settle[string](&arguments{ctx: a.ctx}, out)
}

// err reports all problems in one error. It is a plain error: Pulumi's InputPropertiesError prints the raw inputs,
// secrets included.
func (a *arguments) err(name string) error {
	if len(a.problems) == 0 {
		return errors.Join(a.failures...)
	}
	lines := make([]string, len(a.problems))
	for i, problem := range a.problems {
		lines[i] = "  " + problem.Error()
	}
	noun := "argument needs"
	if len(lines) > 1 {
		noun = fmt.Sprintf("%d arguments need", len(lines))
	}
	report := fmt.Errorf("Studios %q: %s attention; nothing was changed:\n%s", name, noun, strings.Join(lines, "\n"))
	return errors.Join(append(a.failures, report)...)
}
