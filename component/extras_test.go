package component_test

import (
	"reflect"
	"strings"
	"testing"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// However a path is written, it is the same to the container; and a variable has one value.
func TestExtraEntriesAreLookedThrough(t *testing.T) {
	for _, path := range []string{"/data/", "//data", "data", "/x/../data", "/"} {
		args := minimal()
		args.Proxy = &component.ProxyArgs{Pod: &component.PodArgs{ExtraVolumes: inMemory("extra"), ExtraVolumeMounts: mount("extra", path)}}
		args.Server = &component.ServerArgs{Pod: &component.PodArgs{ExtraEnv: corev1.EnvVarArray{&corev1.EnvVarArgs{
			Name: pulumi.String("TWO"), Value: pulumi.String("x"), ValueFrom: &corev1.EnvVarSourceArgs{},
		}}}}
		_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
			_, err := component.NewStudios(ctx, "studios", args)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "proxy.pod.extraVolumeMounts[0].mountPath: Invalid value") ||
			!strings.Contains(err.Error(), "server.pod.extraEnv[0].valueFrom: Forbidden") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// An entry beside ours stays one of its own, so that a secret hides itself only.
func TestExtraEntriesStayApart(t *testing.T) {
	secret := pulumi.ToSecret(pulumi.String("canary")).(pulumi.StringOutput)
	list := append(env("OPEN"), &corev1.EnvVarArgs{Name: pulumi.String("HIDDEN"), Value: secret})
	for name, extra := range map[string]corev1.EnvVarArrayInput{
		"a list": list, "an output": list.ToEnvVarArrayOutput(),
	} {
		args := minimal()
		ours := serverVariables(t, args)
		args.Server = &component.ServerArgs{Pod: &component.PodArgs{ExtraEnv: extra}}
		all := serverVariables(t, args)
		if len(all) != len(ours)+2 || !reflect.DeepEqual(all[:len(ours)], ours) {
			t.Errorf("%s hides more than itself: %v", name, all)
		}
	}
}

func serverVariables(t *testing.T, args *component.StudiosArgs) []any {
	t.Helper()
	spec := record(t, args)["studios-server kubernetes:apps/v1:StatefulSet"].Inputs["spec"].(map[string]any)
	pod := spec["template"].(map[string]any)["spec"].(map[string]any)
	variables, _ := pod["containers"].([]any)[0].(map[string]any)["env"].([]any)
	return variables
}
