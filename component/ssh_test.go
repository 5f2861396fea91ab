package component_test

import (
	"strings"
	"testing"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// What users are told is what the proxy has, whoever made the key, and where they connect to is where something listens.
func TestPlatformIsToldOfSSH(t *testing.T) {
	on := pulumi.Bool(true)
	for name, c := range map[string]struct {
		ssh               component.SSHArgs
		fingerprint, port string
		service           string
	}{
		"a generated key": {component.SSHArgs{Enabled: on}, recorder.SSHFingerprint, "2222", "2222"},
		"a given one":     {component.SSHArgs{Enabled: on, Key: pulumi.String(recorder.SSHKey), PublicPort: pulumi.Int(22)}, recorder.SSHFingerprint, "22", "22"},
		"one of somebody else's": {component.SSHArgs{Enabled: on, Fingerprint: pulumi.String(recorder.SSHFingerprint),
			ExistingKeySecret: &component.SecretKeyArgs{Name: pulumi.String("key-of-ssh"), Key: pulumi.String("key")}}, recorder.SSHFingerprint, "2222", "2222"},
		"a port of the nodes": {component.SSHArgs{Enabled: on, Service: &component.SSHServiceArgs{
			Type: pulumi.String("NodePort"), NodePort: pulumi.Int(32222)}}, recorder.SSHFingerprint, "32222", "32222"},
	} {
		args := minimal()
		args.SSH = &c.ssh
		fromTwelve(args)
		graph := record(t, args)
		_, environment := find(t, graph, "studios-platform-environment")
		data := environment.Revealed["data"].(map[string]any)
		_, service := find(t, graph, "studios-ssh-service")
		port := service.Inputs["spec"].(map[string]any)["ports"].([]any)[0].(map[string]any)
		for what, pair := range map[string][2]any{
			"fingerprint": {data["TOWER_DATA_STUDIO_CONNECT_SSH_KEY_FINGERPRINT"], c.fingerprint},
			"port":        {data["TOWER_DATA_STUDIO_CONNECT_SSH_PORT"], c.port},
			"service":     {port["port"], c.service},
			"target":      {port["targetPort"], "ssh"},
			"management":  {data["TOWER_SSH_KEYS_MANAGEMENT_ENABLED"], "true"},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s: the %s is %v, not %v", name, what, pair[0], pair[1])
			}
		}
		if environment.Inputs["data"] == "[secret]" {
			t.Errorf("%s: a fingerprint is no secret, and hides all settings", name)
		}
	}
}

// fromTwelve has proxy and server of the first version that serves SSH.
func fromTwelve(a *component.StudiosArgs) {
	a.Proxy, a.Server = &component.ProxyArgs{ImageTag: pulumi.String("0.12.0")}, &component.ServerArgs{ImageTag: pulumi.String("0.12.0")}
}

func TestSSHNeedsItsVersions(t *testing.T) {
	refusedWith(t, func(a *component.StudiosArgs) {
		a.SSH, a.Server = &component.SSHArgs{Enabled: pulumi.Bool(true)}, &component.ServerArgs{ImageTag: pulumi.String("0.12.0")}
	}, `ssh.enabled: Forbidden: needs proxy and server 0.12.0 or later, and the proxy is cr.seqera.io/enterprise/studios/proxy:0.11.0`)
}

func TestSSHIsCheckedTogether(t *testing.T) {
	existing := &component.SecretKeyArgs{Name: pulumi.String("key-of-ssh"), Key: pulumi.String("key")}
	for want, ssh := range map[string]component.SSHArgs{
		"ssh.fingerprint: Required value: or ssh.existingKeySecret means nothing": {ExistingKeySecret: existing},
		"ssh.existingKeySecret: Required value: or ssh.fingerprint means nothing": {Fingerprint: pulumi.String(recorder.SSHFingerprint)},
		"ssh.port: Invalid value: 8081: must be another than proxy.port":          {Port: pulumi.Int(8081)},
		"ssh.service.name: Invalid value: \"connect-proxy\": must be another":     {Service: &component.SSHServiceArgs{Name: pulumi.String("connect-proxy")}},
		"ssh.secretName: Invalid value: \"connect-credentials\": must be another": {SecretName: pulumi.String("connect-credentials")},
		"ssh.service.nodePort: Required value: or nobody could tell users the port": {
			Service: &component.SSHServiceArgs{Type: pulumi.String("NodePort")}},
		"ssh.service.sourceRanges: Forbidden: is of a Service of type LoadBalancer, and ssh.service.type is ClusterIP": {
			Service: &component.SSHServiceArgs{Type: pulumi.String("ClusterIP"), SourceRanges: pulumi.ToStringArray([]string{"10.0.0.0/8"})}},
	} {
		refusedWith(t, func(a *component.StudiosArgs) { a.SSH = &ssh }, want)
	}
	refusedWith(t, func(a *component.StudiosArgs) {
		a.SSH, a.Rotation = &component.SSHArgs{Key: pulumi.String(recorder.SSHKey)}, &component.RotationArgs{SSH: pulumi.String("1")}
	}, "rotation.ssh: Forbidden: would replace nothing: the credential is that of ssh.key")
}

// A Secret's files are root's and its group's: the proxy, which is another user, reads its host key by the group of the pod.
func TestHostKeyHasAGroup(t *testing.T) {
	for name, c := range map[string]struct {
		context   *corev1.PodSecurityContextArgs
		openshift bool
		isRefused bool
	}{
		"by default":            {nil, false, false},
		"with a group":          {&corev1.PodSecurityContextArgs{FsGroup: pulumi.Int(2000)}, false, false},
		"without":               {&corev1.PodSecurityContextArgs{RunAsNonRoot: pulumi.Bool(true)}, false, true},
		"without, on OpenShift": {&corev1.PodSecurityContextArgs{RunAsNonRoot: pulumi.Bool(true)}, true, false},
	} {
		args := minimal()
		args.SSH, args.OpenShift = &component.SSHArgs{Enabled: pulumi.Bool(true)}, pulumi.Bool(c.openshift)
		fromTwelve(args)
		args.Proxy.Pod = &component.PodArgs{}
		if c.context != nil {
			args.Proxy.Pod.PodSecurityContext = c.context
		}
		_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
			_, err := component.NewStudios(ctx, "studios", args)
			return err
		})
		isRefused := err != nil && strings.Contains(err.Error(), "proxy.pod.podSecurityContext.fsGroup: Required value: or the proxy cannot read its SSH host key")
		if isRefused != c.isRefused || err != nil && !isRefused {
			t.Errorf("%s: %v", name, err)
		}
	}
}
