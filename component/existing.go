package component

import (
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// secretNames are those of Secrets of which something has to be known, with the argument that needs them to be there.
func (g *graph) secretNames() map[string]string {
	all := map[string]string{}
	for _, secret := range awaitInput[[]string](g.ctx, g.ImagePullSecrets).Value {
		all[secret] = "imagePullSecrets"
	}
	maps.Copy(all, g.certificates())
	for argument, existing := range g.existingKeys() {
		all[existing.Name] = argument
	}
	for _, s := range g.sources() {
		if s.kind == "Secret" && !s.isOptional {
			all[s.name] = s.argument
		}
	}
	for _, name := range []pulumi.Input{g.Oidc.SecretName, g.Oidc.TokenSecretName, g.Oidc.ExistingKeySecret, g.Oidc.existingToken().Name} {
		all[g.known(name)] = ""
	}
	if g.SSH.isOn(g.ctx) && g.SSH.ExistingKeySecret == nil {
		all[g.known(g.SSH.SecretName)] = ""
	}
	delete(all, "")
	return all
}

// existingKeys are those of Secrets that pods of Studios read and somebody else has made, by argument.
func (g *graph) existingKeys() map[string]platform.SecretKey {
	all := map[string]platform.SecretKey{}
	add := func(argument string, name, key pulumi.Input) {
		all[argument] = platform.SecretKey{Name: g.known(name), Key: g.known(key)}
	}
	if password := g.Redis.ExistingPasswordSecret; password != nil {
		add("redis.existingPasswordSecret", password.Name, password.Key)
	}
	if client := g.Redis.ClientCertificate; client != nil {
		certificate, privateKey := client.keys()
		add("redis.clientCertificate.certificate", client.SecretName, certificate)
		add("redis.clientCertificate.privateKey", client.SecretName, privateKey)
	}
	if authority := g.CertificateAuthority; authority.SecretName != nil {
		add("certificateAuthority.secretName", authority.SecretName, authority.key())
	}
	if key := g.Metrics.AuthKeySecret; key != nil {
		add("metrics.authKeySecret", key.Name, key.Key)
	}
	if existing := g.SSH.ExistingKeySecret; existing != nil && g.SSH.isOn(g.ctx) {
		add("ssh.existingKeySecret", existing.Name, existing.Key)
	}
	return all
}

// mountedKeys are those of ConfigMaps that somebody else has made, by argument.
func (g *graph) mountedKeys() map[string]platform.ConfigMapKey {
	a := g.CertificateAuthority
	if a.ConfigMapName == nil {
		return nil
	}
	return map[string]platform.ConfigMapKey{"certificateAuthority.configMapName": {Name: g.known(a.ConfigMapName), Key: g.known(a.key())}}
}
