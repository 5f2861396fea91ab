package component

import (
	"fmt"

	"github.com/pulumi/pulumi-go-provider/infer"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi-tls/sdk/v5/go/tls"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/sshkey"
)

// SSHArgs describe how sessions are reached by SSH, at user@session@host. What the Platform tells its users of it follows from here.
type SSHArgs struct {
	// Enabled lets the proxy serve SSH.
	Enabled pulumi.BoolPtrInput `pulumi:"enabled,optional"`
	// Key is the host key of the proxy, the same for all of its pods.
	Key pulumi.StringPtrInput `pulumi:"key,optional" provider:"secret"`
	// ExistingKeySecret is where the host key is kept already. The proxy is restarted when it changes.
	ExistingKeySecret *SecretKeyArgs `pulumi:"existingKeySecret,optional"`
	// Fingerprint of the key in existingKeySecret, which is not read. That of every other key is known.
	Fingerprint pulumi.StringPtrInput `pulumi:"fingerprint,optional"`
	// SecretName is the Secret that holds the host key.
	SecretName pulumi.StringPtrInput `pulumi:"secretName,optional"`
	// Port that the proxy listens on in its pod.
	Port pulumi.IntPtrInput `pulumi:"port,optional"`
	// PublicPort is the one that users connect to: that of the Service, and of whatever stands before it.
	PublicPort pulumi.IntPtrInput `pulumi:"publicPort,optional"`
	// Address is the host that users connect to.
	Address pulumi.StringPtrInput `pulumi:"address,optional"`
	// KeysManagement lets users of the Platform keep their public keys there.
	KeysManagement pulumi.BoolPtrInput `pulumi:"keysManagement,optional"`
	// SupportedKeyTypes are those of the users' keys. Example: ["ssh-ed25519"].
	SupportedKeyTypes pulumi.StringArrayInput `pulumi:"supportedKeyTypes,optional"`
	// MaxConnections are at most so many connections to one pod.
	MaxConnections pulumi.IntPtrInput `pulumi:"maxConnections,optional"`
	// MaxConnectionChannels are at most so many channels of one connection.
	MaxConnectionChannels pulumi.IntPtrInput `pulumi:"maxConnectionChannels,optional"`
	// HandshakeTimeout is how long a client may take to be let in.
	HandshakeTimeout pulumi.StringPtrInput `pulumi:"handshakeTimeout,optional"`
	// Service is the Service for SSH, beside that for HTTP: no Ingress carries SSH.
	Service *SSHServiceArgs `pulumi:"service,optional"`
}

// Annotate describes the arguments in the schema.
func (a *SSHArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *SSHArgs) rows() []row {
	return []row{
		option(&a.Enabled, "no SSH").since("25.3.3", "0.12.0"),
		derived(&a.Key, "a generated ED25519 key", sshkey.Rule, sshkey.Normalize),
		optionalGroup(&a.ExistingKeySecret, none, (*SecretKeyArgs).rows).excluding(&a.Key),
		derived(&a.Fingerprint, "that of the key", sshkey.FingerprintRule).excluding(&a.Key),
		constant(&a.SecretName, "connect-ssh", rules.ObjectName),
		constant(&a.Port, 2222, rules.Port),
		derived(&a.PublicPort, "2222, and with a Service of type NodePort its nodePort", rules.Port),
		derived(&a.Address, "the host of connectUrl", rules.Host),
		option(&a.KeysManagement, "true"),
		derived(&a.SupportedKeyTypes, "the Platform's own", rules.Each(rules.SSHKeyType)).since("26.1", ""),
		derived(&a.MaxConnections, "the proxy's own, 2000", rules.AtLeast(1)),
		derived(&a.MaxConnectionChannels, "the proxy's own, 30", rules.AtLeast(1)),
		derived(&a.HandshakeTimeout, "the proxy's own, 1m", rules.Duration),
		group(&a.Service, (*SSHServiceArgs).rows),
	}
}

const (
	sshKeyFile = "ssh_host_ed25519_key"
	sshMount   = "/etc/seqera-studios/ssh"
	sshPort    = 2222
)

func (a *SSHArgs) isOn(ctx *pulumi.Context) bool { return awaitInput[bool](ctx, a.Enabled).Value }

// secret is where the proxy reads its host key.
func (a *SSHArgs) secret() (name, key pulumi.Input) {
	if a.ExistingKeySecret != nil {
		return a.ExistingKeySecret.Name, a.ExistingKeySecret.Key
	}
	return a.SecretName, constantText(sshKeyFile)
}

// publicPort is one for both sides: what users are told, and where something listens.
func (a *SSHArgs) publicPort(ctx *pulumi.Context) pulumi.IntPtrInput {
	switch {
	case a.PublicPort != nil:
		return a.PublicPort
	case a.Service.isOf(ctx, nodePort) && a.Service.NodePort != nil:
		return a.Service.NodePort
	}
	return pulumi.Int(sshPort).ToIntOutput()
}

// add gives SSH to the pods of the proxy.
func (a *SSHArgs) add(p *pods) {
	name, key := a.secret()
	p.container.Ports = append(p.container.Ports.(corev1.ContainerPortArray), containerPort("ssh", a.Port))
	p.variables = append(p.variables,
		env("CONNECT_SSH_ENABLED", "ssh.enabled", constantText("true")),
		env("CONNECT_SSH_ADDR", "ssh.port", pulumi.Sprintf(":%d", a.Port)),
		env("CONNECT_SSH_KEY_PATH", "ssh.key", constantText(sshMount+"/"+sshKeyFile)),
	)
	for _, limit := range []struct {
		name, argument string
		value          pulumi.Input
	}{
		{"CONNECT_SSH_MAX_CONNECTIONS", "ssh.maxConnections", a.MaxConnections},
		{"CONNECT_SSH_MAX_CONN_CHANNELS", "ssh.maxConnectionChannels", a.MaxConnectionChannels},
		{"CONNECT_SSH_HANDSHAKE_TIMEOUT", "ssh.handshakeTimeout", a.HandshakeTimeout},
	} {
		if limit.value != nil {
			p.variables = append(p.variables, env(limit.name, limit.argument, pulumi.Sprintf("%v", limit.value)))
		}
	}
	p.volumes = append(p.volumes, volume{name: "ssh-host-key", path: sshMount, source: corev1.VolumeArgs{
		Secret: &corev1.SecretVolumeSourceArgs{
			SecretName:  text(name),
			DefaultMode: pulumi.Int(0o440), // the group is that of the pod
			Items:       corev1.KeyToPathArray{&corev1.KeyToPathArgs{Key: text(pulumi.ToOutput(key)), Path: pulumi.String(sshKeyFile)}},
		},
	}})
}

// sshVariables are what the Platform has to know.
func (g *graph) sshVariables() pulumi.StringMap {
	if !g.SSH.isOn(g.ctx) {
		return nil
	}
	all := pulumi.StringMap{
		"TOWER_SSH_KEYS_MANAGEMENT_ENABLED":             pulumi.String("true"),
		"TOWER_DATA_STUDIO_CONNECT_SSH_PORT":            decimal(g.SSH.publicPort(g.ctx)),
		"TOWER_DATA_STUDIO_CONNECT_SSH_KEY_FINGERPRINT": g.fingerprint(),
	}
	if g.SSH.KeysManagement != nil {
		all["TOWER_SSH_KEYS_MANAGEMENT_ENABLED"] = pulumi.Sprintf("%t", g.SSH.KeysManagement)
	}
	if g.SSH.Address != nil {
		all["TOWER_DATA_STUDIO_CONNECT_SSH_ADDRESS"] = text(g.SSH.Address)
	}
	if g.SSH.SupportedKeyTypes != nil {
		all["TOWER_SSH_KEYS_SUPPORTED_TYPES"] = text(joined(g.SSH.SupportedKeyTypes, ","))
	}
	return all
}

// fingerprint is that of the key given, or of the generated one once there is one.
func (g *graph) fingerprint() pulumi.StringOutput {
	switch {
	case g.SSH.Fingerprint != nil:
		return text(g.SSH.Fingerprint)
	case g.SSH.Key != nil:
		return open(text(g.SSH.Key).ApplyT(sshkey.Fingerprint).(pulumi.StringOutput))
	case g.sshKey != nil:
		return open(g.sshKey.PrivateKeyOpenssh.ApplyT(sshkey.Fingerprint).(pulumi.StringOutput))
	}
	return await.Unknown[string, pulumi.StringOutput]()
}

// open is what may be told of a secret: users compare the fingerprint with what their client shows them.
func open(of pulumi.StringOutput) pulumi.StringOutput {
	return pulumi.Unsecret(of).(pulumi.StringOutput)
}

// newSSHKey is the Secret with the host key, unless it is somebody else's.
func (g *graph) newSSHKey(c *credentials) (err error) {
	if !g.SSH.isOn(g.ctx) {
		return nil
	}
	if existing := g.SSH.ExistingKeySecret; existing != nil {
		c.sshMark = g.version(sshAnnotation, existing.Name)
		return nil
	}
	key := hidden(constantText(""))
	if g.SSH.Key != nil {
		key = hidden(text(g.SSH.Key))
	} else {
		g.sshKey, err = tls.NewPrivateKey(g.ctx, g.rotated("ssh-key", g.Rotation.SSH), &tls.PrivateKeyArgs{Algorithm: pulumi.String("ED25519")}, g.under(nil)...)
		if err != nil {
			return err
		}
		key = hidden(g.sshKey.PrivateKeyOpenssh)
	}
	c.sshSecret, c.sshMark, err = g.newSecret("ssh", sshAnnotation, g.SSH.SecretName, pulumi.StringMap{sshKeyFile: key}, nil)
	return err
}

// relations of SSH.
func (a *SSHArgs) relations(of *StudiosArgs) []relation {
	return []relation{
		distinct(&a.Port, &of.Proxy.Port, "both are in one pod"),
		distinct(&a.Port, &of.Metrics.Port, "both are in one pod"),
		distinct(&a.SecretName, &of.Oidc.SecretName, "each is a Secret of its own"),
		distinct(&a.SecretName, &of.Oidc.TokenSecretName, "each is a Secret of its own"),
		rotates(&of.Rotation.SSH, &a.Key, &a.ExistingKeySecret),
		needs(&a.ExistingKeySecret, &a.Fingerprint),
		needs(&a.Fingerprint, &a.ExistingKeySecret),
		a.Service.fits,
		of.hostKeyHasGroup,
	}
}

// idle are settings that cannot act without SSH.
func (a *SSHArgs) idle(of *graph) (all []string) {
	if a.isOn(of.ctx) {
		if of.Workspaces.SSH == nil && !of.facts.IsSet(of.found, sshWorkspaces) {
			return []string{"ssh.enabled: no workspace may use SSH; workspaces.ssh says which may"}
		}
		return nil
	}
	given := map[string]any{
		"ssh.key": a.Key, "ssh.existingKeySecret": a.Fingerprint, "ssh.publicPort": a.PublicPort, "ssh.address": a.Address,
		"ssh.keysManagement": a.KeysManagement, "ssh.supportedKeyTypes": a.SupportedKeyTypes, "ssh.maxConnections": a.MaxConnections,
		"ssh.maxConnectionChannels": a.MaxConnectionChannels, "ssh.handshakeTimeout": a.HandshakeTimeout,
		"ssh.service.className": a.Service.ClassName, "ssh.service.annotations": a.Service.Annotations,
		"ssh.service.externalTrafficPolicy": a.Service.ExternalTrafficPolicy, "ssh.service.sourceRanges": a.Service.SourceRanges, "ssh.service.nodePort": a.Service.NodePort,
		"workspaces.ssh": of.Workspaces.SSH, "rotation.ssh": of.Rotation.SSH,
	}
	for _, name := range rules.Sorted(given) {
		if given[name] != nil {
			all = append(all, fmt.Sprintf("%s: does nothing without ssh.enabled", name))
		}
	}
	return all
}
