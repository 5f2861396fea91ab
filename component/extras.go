package component

import (
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
)

// variable is an environment variable of ours, with the argument that sets it.
type variable struct {
	name, argument string
	value          *corev1.EnvVarArgs
}

func env(name, argument string, value pulumi.Input) variable {
	return variable{name, argument, &corev1.EnvVarArgs{Name: pulumi.String(name), Value: text(value)}}
}

// secretEnv reads a key of a Secret.
func secretEnv(name, argument string, secret, key pulumi.Input) variable {
	return variable{name, argument, &corev1.EnvVarArgs{
		Name: pulumi.String(name),
		ValueFrom: &corev1.EnvVarSourceArgs{SecretKeyRef: &corev1.SecretKeySelectorArgs{
			Name: text(secret),
			Key:  pulumi.ToOutput(key).(pulumi.StringOutput),
		}},
	}}
}

// volume is a volume of ours, mounted in the only container of its pod.
type volume struct {
	name, path string
	source     corev1.VolumeArgs
}

func (p pods) environment(ctx *pulumi.Context) corev1.EnvVarArrayInput {
	var ours []corev1.EnvVarInput
	for _, v := range p.variables {
		ours = append(ours, v.value)
	}
	return corev1.EnvVarArray(appended[corev1.EnvVar](ctx, ours, p.pod.ExtraEnv))
}

// podVolumes and mounts are nil where there are none.
func (p pods) podVolumes(ctx *pulumi.Context) corev1.VolumeArrayInput {
	var ours []corev1.VolumeInput
	for _, v := range p.volumes {
		v.source.Name = pulumi.String(v.name)
		ours = append(ours, &v.source)
	}
	all := appended[corev1.Volume](ctx, ours, p.pod.ExtraVolumes)
	if len(all) == 0 {
		return nil
	}
	return corev1.VolumeArray(all)
}

func (p pods) mounts(ctx *pulumi.Context) corev1.VolumeMountArrayInput {
	var ours []corev1.VolumeMountInput
	for _, v := range p.volumes {
		mount := &corev1.VolumeMountArgs{Name: pulumi.String(v.name), MountPath: pulumi.String(v.path)}
		if v.source.EmptyDir == nil {
			mount.ReadOnly = pulumi.Bool(true)
		}
		ours = append(ours, mount)
	}
	all := appended[corev1.VolumeMount](ctx, ours, p.pod.ExtraVolumeMounts)
	if len(all) == 0 {
		return nil
	}
	return corev1.VolumeMountArray(all)
}

// appended are our entries and, after them, those of an argument. Each stays a value of its own, so that one that is secret
// or unknown does not hide the others in a preview.
func appended[T any, E pulumi.Input](ctx *pulumi.Context, ours []E, extra pulumi.Input) []E {
	if extra == nil {
		return ours
	}
	if entries := reflect.ValueOf(extra); entries.Kind() == reflect.Slice {
		for i := range entries.Len() {
			ours = append(ours, entries.Index(i).Interface().(E))
		}
		return ours
	}
	output := pulumi.ToOutputWithContext(ctx.Context(), extra)
	whole, _ := await.Value[[]T](ctx, output)
	if !whole.Known {
		return append(ours, any(await.Unknown[T, pulumi.Output]()).(E))
	}
	for i := range whole.Value {
		ours = append(ours, any(output.ApplyT(func(all any) T { return all.([]T)[i] })).(E))
	}
	return ours
}

// extras are the rules for what a pod has beside ours: what the API server would refuse, and what would take the place of
// ours unnoticed.
func (p pods) extras() []relation {
	variables, volumes, paths := map[string]string{}, map[string]string{}, map[string]string{"/": "is the container itself"}
	for _, v := range p.variables {
		variables[v.name] = "is set by the argument " + v.argument
	}
	for _, v := range p.volumes {
		volumes[v.name], paths[v.path] = "is a volume of Studios' own", "is where Studios has a volume of its own"
	}
	return []relation{
		beside(&p.pod.ExtraEnv, "name", variables, validation.IsEnvVarName,
			func(v corev1.EnvVar) string { return v.Name }),
		beside(&p.pod.ExtraVolumes, "name", volumes, validation.IsDNS1123Label,
			func(v corev1.Volume) string { return v.Name }),
		beside(&p.pod.ExtraVolumeMounts, "mountPath", paths, isMountPath,
			func(v corev1.VolumeMount) string { return cleanPath(v.MountPath) }),
		beside(&p.pod.InitContainers, "name", map[string]string{p.group: "is the container of Studios' own"}, validation.IsDNS1123Label,
			func(c corev1.Container) string { return c.Name }),
		p.mountsHaveVolumes,
		p.variablesHaveOneValue,
		p.sourcesAreOne,
	}
}

// cleanPath is how a container sees a path, however it is written.
func cleanPath(path string) string {
	if path == "" {
		return ""
	}
	return filepath.Clean("/" + path)
}

func isMountPath(path string) []string {
	if path == "" || strings.Contains(path, ":") {
		return []string{`must be a path without ":", such as "/etc/studios"`}
	}
	return nil
}

// beside demands that the entries of an argument have names of their own. Ours are given with what they are.
func beside[T any, I pulumi.Input](
	at *I, key string, ours map[string]string, problems func(string) []string, name func(T) string,
) relation {
	return func(c *completion) {
		entries := awaitInput[[]T](c.ctx, *at)
		before, seen := len(c.problems), map[string]bool{}
		for i, entry := range entries.Value {
			path, value := c.paths[at].Index(i).Child(key), name(entry)
			for _, problem := range problems(value) {
				c.problems = append(c.problems, field.Invalid(path, value, problem))
			}
			if what, isOurs := ours[value]; isOurs {
				c.problems = append(c.problems, field.Invalid(path, value, what))
			}
			if seen[value] {
				c.problems = append(c.problems, field.Duplicate(path, value))
			}
			seen[value] = true
		}
		if entries.Secret {
			hide(c.problems[before:])
		}
	}
}

// mountsHaveVolumes is for the container and for those that run before it.
func (p pods) mountsHaveVolumes(c *completion) {
	volumes := awaitInput[[]corev1.Volume](c.ctx, p.pod.ExtraVolumes)
	if p.pod.ExtraVolumes != nil && !volumes.Known {
		return
	}
	var names []string
	for _, v := range p.volumes {
		names = append(names, v.name)
	}
	for _, v := range volumes.Value {
		names = append(names, v.Name)
	}
	look := func(path *field.Path, mounts []corev1.VolumeMount, isSecret bool) {
		for i, mount := range mounts {
			switch at := path.Index(i).Child("name"); {
			case slices.Contains(names, mount.Name):
			case volumes.Secret || isSecret:
				c.problems = append(c.problems, field.Invalid(at, "[secret]", "must be the name of a volume of the pod"))
			default:
				c.problems = append(c.problems, field.NotSupported(at, mount.Name, names))
			}
		}
	}
	mounts := awaitInput[[]corev1.VolumeMount](c.ctx, p.pod.ExtraVolumeMounts)
	look(c.paths[&p.pod.ExtraVolumeMounts], mounts.Value, mounts.Secret)
	before := awaitInput[[]corev1.Container](c.ctx, p.pod.InitContainers)
	for i, container := range before.Value {
		look(c.paths[&p.pod.InitContainers].Index(i).Child("volumeMounts"), container.VolumeMounts, before.Secret)
	}
}

// variablesHaveOneValue is a rule of the API server, which looks at a pod too late where something in it is not known yet.
func (p pods) variablesHaveOneValue(c *completion) {
	for i, v := range awaitInput[[]corev1.EnvVar](c.ctx, p.pod.ExtraEnv).Value {
		if v.Value != nil && *v.Value != "" && v.ValueFrom != nil {
			path := c.paths[&p.pod.ExtraEnv].Index(i).Child("valueFrom")
			c.problems = append(c.problems, field.Forbidden(path, "excludes value: give one of them"))
		}
	}
}
