package component

import (
	"encoding/base64"

	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi-tls/sdk/v5/go/tls"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/oidcpem"
)

// credentials are what proxy and Platform trust each other by, and the Secrets that hold it.
type credentials struct {
	token       pulumi.StringOutput
	fingerprint pulumi.StringOutput // of the public key: changes with the key, tells nothing about it
	oidc        *corev1.Secret
	connect     *corev1.Secret
}

func (g *graph) newCredentials() (*credentials, error) {
	token, err := g.newToken()
	if err != nil {
		return nil, err
	}
	pem, err := g.newPem()
	if err != nil {
		return nil, err
	}
	oidc, err := g.newSecret("oidc-certs", g.oidc.secret, pulumi.StringMap{pemFile: encoded(pem)})
	if err != nil {
		return nil, err
	}
	data := pulumi.StringMap{tokenKey: encoded(token)}
	if g.redis.password != nil {
		data[redisPasswordKey] = encoded(secret(*g.redis.password))
	}
	connect, err := g.newSecret("credentials", g.oidc.credentialsName, data)
	if err != nil {
		return nil, err
	}
	fingerprint := pulumi.Unsecret(pem.ApplyT(oidcpem.Fingerprint).(pulumi.StringOutput)).(pulumi.StringOutput)
	return &credentials{token: token, fingerprint: fingerprint, oidc: oidc, connect: connect}, nil
}

// newToken is the token given, or one of letters and digits: other characters would have to survive an environment
// variable, an HTTP header and a JSON document.
func (g *graph) newToken() (pulumi.StringOutput, error) {
	if g.oidc.token != nil {
		return secret(*g.oidc.token), nil
	}
	password, err := random.NewRandomPassword(g.ctx, g.logical("registration-token"), &random.RandomPasswordArgs{
		Length:  pulumi.Int(defaultRegistrationLen),
		Special: pulumi.Bool(false),
	}, g.under(nil)...)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	return secret(password.Result), nil
}

// newPem is the private key with its public key directly beneath it: the key given, or a generated one.
func (g *graph) newPem() (pulumi.StringOutput, error) {
	if g.oidc.pem != nil {
		return secret(g.oidc.pem.ApplyT(oidcpem.Normalize).(pulumi.StringOutput)), nil
	}
	key, err := tls.NewPrivateKey(g.ctx, g.logical("oidc-key"), &tls.PrivateKeyArgs{
		Algorithm: pulumi.String("RSA"),
		RsaBits:   g.oidc.keyBits,
	}, g.under(nil)...)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	joined := pulumi.All(key.PrivateKeyPemPkcs8, key.PublicKeyPem).ApplyT(func(halves []any) string {
		return oidcpem.Join(halves[0].(string), halves[1].(string))
	}).(pulumi.StringOutput)
	return secret(joined), nil
}

func (g *graph) newSecret(child string, name pulumi.StringInput, data pulumi.StringMap) (*corev1.Secret, error) {
	return corev1.NewSecret(g.ctx, g.logical(child), &corev1.SecretArgs{
		Metadata: g.meta(name, "", nil),
		Type:     pulumi.String("Opaque"),
		Data:     data,
	}, g.under(nil)...)
}

func secret(value pulumi.StringOutput) pulumi.StringOutput {
	return pulumi.ToSecret(value).(pulumi.StringOutput)
}

// encoded fills data rather than stringData, which a refresh cannot compare with the cluster.
func encoded(value pulumi.StringOutput) pulumi.StringOutput {
	return value.ApplyT(func(plain string) string {
		return base64.StdEncoding.EncodeToString([]byte(plain))
	}).(pulumi.StringOutput)
}
