package component

import (
	"cmp"
	"encoding/base64"

	"github.com/pulumi/pulumi-go-provider/infer"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi-tls/sdk/v5/go/tls"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/oidcpem"
	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/platform"
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
	// ExistingKeySecret is the Secret with a signing key that the Platform has of its own, as with Seqera's Helm chart. The
	// Platform mounts it itself, and the proxy is restarted when it changes.
	ExistingKeySecret pulumi.StringPtrInput `pulumi:"existingKeySecret,optional"`
	// ExistingTokenSecret is where the Platform has a registration token of its own, as with Seqera's Helm chart. The proxy
	// reads it from there, and is restarted when it changes.
	ExistingTokenSecret *SecretKeyArgs `pulumi:"existingTokenSecret,optional"`
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
		derived(&a.ExistingKeySecret, none, rules.ObjectName).excluding(&a.Pem),
		optionalGroup(&a.ExistingTokenSecret, none, (*SecretKeyArgs).rows).excluding(&a.RegistrationToken),
	}
}

// existingToken is empty where there is none.
func (a *OidcArgs) existingToken() SecretKeyArgs {
	if a.ExistingTokenSecret == nil {
		return SecretKeyArgs{}
	}
	return *a.ExistingTokenSecret
}

// SecretKeyArgs name a key of a Secret.
type SecretKeyArgs struct {
	// Name of the Secret.
	Name pulumi.StringInput `pulumi:"name"`
	// Key in the Secret.
	Key pulumi.StringInput `pulumi:"key"`
}

// Annotate describes the arguments in the schema.
func (a *SecretKeyArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *SecretKeyArgs) rows() []row {
	return []row{required(&a.Name, rules.ObjectName), required(&a.Key, rules.ConfigMapKey)}
}

const (
	// certsMount and certsVolume are where and as what the Platform gets its signing key. They are neither the manual page's
	// nor the Helm chart's, so that a mount of the owner's is never merged with ours.
	certsMount  = "/etc/seqera-studios"
	certsVolume = "seqera-studios-oidc"
	pemFile     = "oidc.pem"

	tokenKey    = "registration-token"
	tokenLength = 32
)

// credentials are what proxy and Platform trust each other by, and the Secrets that hold it as far as they are ours. The marks
// are for the pods that read them.
type credentials struct {
	token       pulumi.StringOutput // empty where it is the Platform's own
	tokenMark   pulumi.StringInput
	keyMark     pulumi.StringInput
	ownMark     pulumi.StringInput // of our Secret alone
	keySecret   *corev1.Secret     // nil where the key is the Platform's own
	tokenSecret *corev1.Secret     // nil where there is nothing to keep
}

func (g *graph) newCredentials() (c *credentials, err error) {
	c = &credentials{}
	if c.token, err = g.newToken(); err != nil {
		return nil, err
	}
	if err := g.newKey(c); err != nil {
		return nil, err
	}
	data := g.Redis.secretData()
	if g.Oidc.ExistingTokenSecret == nil {
		data[tokenKey] = c.token
	}
	if len(data) > 0 {
		if c.tokenSecret, c.ownMark, err = g.newSecret("credentials", g.Oidc.TokenSecretName, data); err != nil {
			return nil, err
		}
	}
	c.tokenMark = c.ownMark
	if existing := g.Oidc.ExistingTokenSecret; existing != nil {
		c.tokenMark = g.version(existing.Name)
	}
	return c, nil
}

// newKey is the Secret with the key given, or a generated one.
func (g *graph) newKey(c *credentials) error {
	if g.Oidc.ExistingKeySecret != nil {
		c.keyMark = g.version(g.Oidc.ExistingKeySecret)
		return nil
	}
	pem, err := g.newPem()
	if err != nil {
		return err
	}
	c.keySecret, c.keyMark, err = g.newSecret("oidc-certs", g.Oidc.SecretName, pulumi.StringMap{pemFile: pem})
	return err
}

// version is that of a Secret of the Platform's own, of which no more than that is read.
func (g *graph) version(secret pulumi.Input) pulumi.StringOutput {
	if g.facts != nil {
		if live := g.facts.Secret(g.known(secret)); live != nil {
			return mark(secret, constantText(live.Version))
		}
		if read := g.facts.MarkedVersion(g.known(secret)); read != "" && g.facts.SecretsUnseen {
			return mark(secret, constantText(read))
		}
	}
	return await.Unknown[string, pulumi.StringOutput]()
}

// newToken is the token given, or one of letters and digits: other characters would have to survive an environment
// variable, an HTTP header and a JSON document.
func (g *graph) newToken() (pulumi.StringOutput, error) {
	if g.Oidc.ExistingTokenSecret != nil {
		return hidden(constantText("")), nil
	}
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
	both := pulumi.All(key.PrivateKeyPemPkcs8, key.PublicKeyPem).ApplyT(func(halves []any) string {
		return oidcpem.Join(halves[0].(string), halves[1].(string))
	}).(pulumi.StringOutput)
	return hidden(both), nil
}

// newSecret is a Secret with its mark.
func (g *graph) newSecret(
	child string, name pulumi.StringPtrInput, data pulumi.StringMap,
) (*corev1.Secret, pulumi.StringInput, error) {
	var was live
	if g.facts != nil {
		was = live{state: platform.Stale, version: gone(g.facts.Mark(g.known(name)))}
		if secret := g.facts.Secret(g.known(name)); secret != nil {
			was = live{secret.Has(g.values(data)), secret.Annotations, secret.Version}
		} else if g.facts.SecretsUnseen {
			was = unseen(g.facts.MarkedVersion(g.known(name)))
		}
	}
	over := writtenOver(overAnnotation, was)
	written := pulumi.StringMap{}
	for key, value := range data {
		written[key] = encoded(text(value))
	}
	secret, err := corev1.NewSecret(g.ctx, g.logical(child), &corev1.SecretArgs{
		// The Secret is ours: what somebody has written there is written over.
		Metadata: g.meta(name, "", pulumi.StringMap{overAnnotation: over, forceAnnotation: pulumi.String("true")}),
		Type:     pulumi.String("Opaque"),
		Data:     written,
	}, g.under(nil)...)
	return secret, mark(name, over), err
}

// unseen is a Secret that is not looked at, and is taken for what the pods have read.
func unseen(read string) live {
	return live{platform.Live, map[string]string{overAnnotation: cmp.Or(read, writtenFirst)}, read}
}

// gone is the version of a Secret that is not there. If pods have read one of that name it is another than theirs, for the
// Secret to be made again.
func gone(mark string) string {
	if mark == "" {
		return ""
	}
	return "nothing-" + shortHash(mark)
}

// mark is what restarts pods with a Secret: another one, or another content.
func mark(secret, version pulumi.Input) pulumi.StringOutput {
	return pulumi.Sprintf("%s/%s", secret, version)
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
