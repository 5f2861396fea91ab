package component

import (
	"encoding/base64"
	"maps"

	"github.com/pulumi/pulumi-go-provider/infer"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi-tls/sdk/v5/go/tls"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/oidcpem"
	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/rules"
)

// OidcArgs hold the credentials by which proxy and Platform trust each other.
type OidcArgs struct {
	// RegistrationToken lets the proxy register as an OIDC client of the Platform.
	RegistrationToken pulumi.StringPtrInput `pulumi:"registrationToken,optional" provider:"secret"`
	// Pem is the key with which the Platform signs, in PEM form.
	Pem pulumi.StringPtrInput `pulumi:"pem,optional" provider:"secret"`
	// KeyBits is the size of the generated RSA key, in bits. Changing it replaces the key. NIST SP 800-57 part 1 counts
	// 2048 bits (112 bits of strength) as enough only until 2030, 3072 (128 bits) beyond.
	KeyBits pulumi.IntPtrInput `pulumi:"keyBits,optional"`
	// SecretName is the Secret that holds the key under "oidc.pem".
	SecretName pulumi.StringPtrInput `pulumi:"secretName,optional"`
	// TokenSecretName is the Secret from which the proxy reads the registration token and the Redis password.
	TokenSecretName pulumi.StringPtrInput `pulumi:"tokenSecretName,optional"`
}

// Annotate describes the arguments in the schema.
func (a *OidcArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *OidcArgs) rows() []row {
	return []row{
		derived(&a.RegistrationToken, "a generated token", rules.RegistrationToken),
		derived(&a.Pem, "a generated RSA key", oidcpem.Rule),
		constant(&a.KeyBits, 3072, rules.KeySize).excluding(&a.Pem),
		constant(&a.SecretName, "platform-oidc-certs", rules.ObjectName),
		constant(&a.TokenSecretName, "connect-credentials", rules.ObjectName),
	}
}

const (
	// certsMount and pemFile are where the Platform finds its signing key, as in Seqera's tower-svc.yml.
	certsMount = "/data/certs"
	pemFile    = "oidc.pem"

	// certsVolume is not the manual page's "cert-volume", so that a volume of the owner's is never merged with ours.
	certsVolume = "seqera-studios-oidc"

	tokenKey    = "registration-token"
	tokenLength = 32
)

// credentials are what proxy and Platform trust each other by, and the Secrets that hold it.
type credentials struct {
	token       pulumi.StringOutput
	fingerprint pulumi.StringOutput // of the public key: changes with the key, tells nothing about it
	keySecret   *corev1.Secret
	tokenSecret *corev1.Secret
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
	keySecret, err := g.newSecret("oidc-certs", g.Oidc.SecretName, pulumi.StringMap{pemFile: encoded(pem)})
	if err != nil {
		return nil, err
	}
	data := pulumi.StringMap{tokenKey: encoded(token)}
	maps.Copy(data, g.Redis.secretData())
	tokenSecret, err := g.newSecret("credentials", g.Oidc.TokenSecretName, data)
	if err != nil {
		return nil, err
	}
	fingerprint := pulumi.Unsecret(pem.ApplyT(oidcpem.Fingerprint).(pulumi.StringOutput)).(pulumi.StringOutput)
	return &credentials{token: token, fingerprint: fingerprint, keySecret: keySecret, tokenSecret: tokenSecret}, nil
}

// newToken is the token given, or one of letters and digits: other characters would have to survive an environment
// variable, an HTTP header and a JSON document.
func (g *graph) newToken() (pulumi.StringOutput, error) {
	if g.Oidc.RegistrationToken != nil {
		return hidden(text(g.Oidc.RegistrationToken)), nil
	}
	password, err := random.NewRandomPassword(g.ctx, g.logical("registration-token"), &random.RandomPasswordArgs{
		Length:  pulumi.Int(tokenLength),
		Special: pulumi.Bool(false),
	}, g.under(nil)...)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	return hidden(password.Result), nil
}

// newPem is the private key with its public key directly beneath it: the key given, or a generated one.
func (g *graph) newPem() (pulumi.StringOutput, error) {
	if g.Oidc.Pem != nil {
		return hidden(text(g.Oidc.Pem).ApplyT(oidcpem.Normalize).(pulumi.StringOutput)), nil
	}
	key, err := tls.NewPrivateKey(g.ctx, g.logical("oidc-key"), &tls.PrivateKeyArgs{
		Algorithm: pulumi.String("RSA"),
		RsaBits:   g.Oidc.KeyBits,
	}, g.under(nil)...)
	if err != nil {
		return pulumi.StringOutput{}, err
	}
	joined := pulumi.All(key.PrivateKeyPemPkcs8, key.PublicKeyPem).ApplyT(func(halves []any) string {
		return oidcpem.Join(halves[0].(string), halves[1].(string))
	}).(pulumi.StringOutput)
	return hidden(joined), nil
}

func (g *graph) newSecret(child string, name pulumi.StringPtrInput, data pulumi.StringMap) (*corev1.Secret, error) {
	return corev1.NewSecret(g.ctx, g.logical(child), &corev1.SecretArgs{
		Metadata: g.meta(name, "", nil),
		Type:     pulumi.String("Opaque"),
		Data:     data,
	}, g.under(nil)...)
}

// hidden marks a value as secret, whether or not the program has.
func hidden(value pulumi.StringOutput) pulumi.StringOutput {
	return pulumi.ToSecret(value).(pulumi.StringOutput)
}

// encoded fills data rather than stringData, which a refresh cannot compare with the cluster.
func encoded(value pulumi.StringOutput) pulumi.StringOutput {
	return value.ApplyT(func(plain string) string {
		return base64.StdEncoding.EncodeToString([]byte(plain))
	}).(pulumi.StringOutput)
}
