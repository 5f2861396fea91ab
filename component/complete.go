package component

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// completion makes a copy of the arguments in which every value obeys its rule and every constant default is filled in.
// Each argument stays an Output of its own, so that one unknown or secret value does not hide the others in a preview.
//
// It waits for every argument, as the engine does for a component of another language, so that all problems are
// found together and before anything is registered. What a preview cannot know yet is checked by the same rule during
// the update.
type completion struct {
	ctx      *pulumi.Context
	paths    map[any]*field.Path // of the arguments, by the address of their field
	problems field.ErrorList
	failures []error  // of the resources that an argument comes from
	unknown  []string // arguments that this preview cannot check
	minimums []minimum
	plain    []string // secrets that are given as plain text
	// isLenient lets pass what the rules refuse: tests ask the API server what it thinks of that.
	isLenient bool
}

// minimum is what an argument that is given needs.
type minimum struct {
	platform.Minimum
	path *field.Path
}

func newCompletion(ctx *pulumi.Context) *completion {
	return &completion{ctx: ctx, paths: map[any]*field.Path{}}
}

// completed is the copy; what was learnt while it was made stays in the completion.
func (c *completion) completed(name string, given *StudiosArgs) (*StudiosArgs, error) {
	args := *given
	c.group(nil, &args, args.rows())
	for _, check := range args.relations(c.ctx) {
		check(c)
	}
	slices.Sort(c.unknown)
	return &args, c.err(name)
}

func (c *completion) group(path *field.Path, group any, rows []row) {
	for _, r := range withFields(group, rows) {
		at, before := path.Child(r.name), len(c.problems)
		c.paths[r.at] = at
		for _, other := range r.excludes {
			if isGiven(r.at) && isGiven(other) {
				c.problems = append(c.problems, rules.Exclusive(at, path.Child(withField(group, other).name))...)
			}
		}
		r.complete(c, at)
		isNone := r.isMap && reflect.ValueOf(r.at).Elem().Len() == 0
		if r.minimum != (platform.Minimum{}) && isGiven(r.at) && !isNone {
			c.minimums = append(c.minimums, minimum{r.minimum, at})
		}
		if r.secret {
			hide(c.problems[before:])
			c.notePlain(at, r.at)
		}
	}
}

// notePlain is for a secret that nobody has marked as one on its way here. Of what is not known yet that cannot be told.
func (c *completion) notePlain(path *field.Path, at any) {
	in, _ := reflect.ValueOf(at).Elem().Interface().(pulumi.Input)
	if secret := awaitInput[any](c.ctx, in); secret.Known && !secret.Secret {
		c.plain = append(c.plain, path.String())
	}
}

// isGiven looks behind the address of a field.
func isGiven(at any) bool { return !reflect.ValueOf(at).Elem().IsNil() }

// givenOf are the names of what is given of a complete group, but for what has a constant default.
func givenOf(group any, rows []row) (names []string) {
	for _, r := range withFields(group, rows) {
		if r.fallback == nil && isGiven(r.at) {
			names = append(names, r.name)
		}
	}
	return names
}

// hide takes the value out of problems with a secret.
func hide(problems field.ErrorList) {
	for _, problem := range problems {
		if problem.BadValue != "" && problem.BadValue != nil {
			problem.BadValue = "[secret]"
		}
	}
}

// ruleError carries the problems of one argument out of an apply.
type ruleError struct{ problems field.ErrorList }

func (e ruleError) Error() string { return e.problems.ToAggregate().Error() }

// completeValue puts an Output in the place of the argument, or leaves nil where nothing is given and there is no default.
func completeValue[T any, I pulumi.Input](
	c *completion, path *field.Path, at *I, fallback *T, isRequired bool, rule rules.Rule[T], forms []func(T) T,
) {
	leaveOutNil(at)
	switch {
	case any(*at) == nil && fallback != nil:
		output := pulumi.ToOutput(*fallback).ApplyT(func(value any) T { return value.(T) })
		*at = any(output).(I)
		return
	case any(*at) == nil && isRequired:
		c.problems = append(c.problems, field.Required(path, ""))
		*at = any(await.Unknown[T, pulumi.Output]()).(I) // for what is made of it to go on
		return
	case any(*at) == nil:
		return
	}
	given := pulumi.ToOutputWithContext(c.ctx.Context(), *at)
	output := given.ApplyT(func(given any) (T, error) {
		value, isGiven := plain[T](given)
		switch {
		case !isGiven && fallback != nil:
			return *fallback, nil
		case !isGiven && isRequired:
			return value, ruleError{field.ErrorList{field.Required(path, "")}}
		}
		if problems := rule.Check(path, value); isGiven && len(problems) > 0 && !c.isLenient {
			return value, ruleError{problems}
		}
		for _, form := range forms {
			value = form(value)
		}
		return value, nil
	})
	*at = any(output).(I)
	value, known := awaitArgument[T](c, path, given, output)
	if known && fallback == nil && !isRequired && (isEmpty(value) || isNothing[T](c, given)) {
		*at = *new(I)
	}
}

// leaveOutNil takes a nil in an Input for what it says: a program may have a variable for what it gives at times.
func leaveOutNil[I pulumi.Input](at *I) {
	switch of := reflect.ValueOf(*at); of.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice:
		if of.IsNil() {
			*at = *new(I)
		}
	}
}

// isEmpty is for maps and lists of texts, of which an empty one adds nothing to anything. It is how a stack leaves them out.
func isEmpty(value any) bool {
	of := reflect.ValueOf(value)
	_, isList := value.([]string)
	return (of.Kind() == reflect.Map || isList) && of.Len() == 0
}

// isNothing tells of an Output that has come to nil.
func isNothing[T any](c *completion, given pulumi.Output) bool {
	result, _ := await.Value[any](c.ctx, given)
	_, isGiven := plain[T](result.Value)
	return !isGiven
}

// plain is the value of an argument, which may be behind a pointer. A nil list or map is what is left out; an empty one says
// that there is nothing.
func plain[T any](given any) (value T, isGiven bool) {
	of := reflect.ValueOf(given)
	if of.Kind() == reflect.Pointer && !of.IsNil() {
		of = of.Elem()
	}
	if !of.IsValid() || (of.Kind() == reflect.Map || of.Kind() == reflect.Slice) && of.IsNil() {
		return value, false
	}
	value, isGiven = of.Interface().(T)
	return value, isGiven
}

// awaitArgument collects what is wrong with an argument, or that it is not known yet.
func awaitArgument[T any](c *completion, path *field.Path, given, output pulumi.Output) (value T, known bool) {
	result, err := await.Value[T](c.ctx, output)
	var broken ruleError
	switch {
	case errors.As(err, &broken):
		if raw, _ := await.Value[any](c.ctx, given); raw.Secret {
			hide(broken.problems)
		}
		c.problems = append(c.problems, broken.problems...)
	case err != nil:
		c.failures = append(c.failures, err)
	case !result.Known:
		c.unknown = append(c.unknown, path.String())
	}
	return result.Value, result.Known
}

// err reports all problems in one error. It is a plain error: Pulumi's InputPropertiesError prints the raw inputs,
// secrets included.
func (c *completion) err(name string) error {
	if len(c.problems) == 0 || c.isLenient {
		return errors.Join(c.failures...)
	}
	lines := make([]string, len(c.problems))
	for i, problem := range c.problems {
		lines[i] = "  " + problem.Error()
	}
	noun := "argument needs"
	if len(lines) > 1 {
		noun = fmt.Sprintf("%d arguments need", len(lines))
	}
	report := fmt.Errorf("Studios %q: %s attention; nothing was changed:\n%s", name, noun, strings.Join(lines, "\n"))
	return errors.Join(append(c.failures, report)...)
}

// text, number and truth are arguments of a completed copy, in which there is an Output for what has a default.
func text(in pulumi.Input) pulumi.StringOutput { return in.(pulumi.StringOutput) }
func number(in pulumi.Input) pulumi.IntOutput  { return in.(pulumi.IntOutput) }
func truth(in pulumi.Input) pulumi.BoolOutput  { return in.(pulumi.BoolOutput) }
