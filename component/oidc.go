package component

import (
	"cmp"

	"github.com/pulumi/pulumi-go-provider/infer"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi-tls/sdk/v5/go/tls"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/await"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/oidcpem"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
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
	// Platform mounts it itself, and before Connect 0.13 the proxy is restarted when it changes.
	ExistingKeySecret pulumi.StringPtrInput `pulumi:"existingKeySecret,optional"`
	// ExistingTokenSecret is where the Platform has a registration token of its own, as with Seqera's Helm chart. The proxy
	// reads it from there, and is restarted when it changes.
	ExistingTokenSecret *SecretKeyArgs `pulumi:"existingTokenSecret,optional"`
	// AccessTokenAudience is for whom the access tokens are that the Platform issues.
	AccessTokenAudience pulumi.StringPtrInput `pulumi:"accessTokenAudience,optional"`
	// EnforceAudience refuses access tokens that are for somebody else.
	EnforceAudience pulumi.BoolPtrInput `pulumi:"enforceAudience,optional"`
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
		derived(&a.AccessTokenAudience, platformsOwn, rules.NotEmpty).since("26.2", ""),
		option(&a.EnforceAudience, platformsOwn).since("26.2", ""),
	}
}

func (a *OidcArgs) audience() pulumi.StringMap {
	return whereGiven(map[string]pulumi.Input{
		"TOWER_OIDC_ACCESS_TOKEN_AUDIENCE":                     a.AccessTokenAudience,
		"TOWER_OIDC_ACCESS_TOKEN_AUDIENCE_ENFORCEMENT_ENABLED": a.EnforceAudience,
	})
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
	redisMark   pulumi.StringInput // of the Redis password alone, beside which the server does not read the token
	keySecret   *corev1.Secret     // nil where the key is the Platform's own
	tokenSecret *corev1.Secret     // nil where there is nothing to keep
	sshMark     pulumi.StringInput // nil without SSH
	sshSecret   *corev1.Secret     // nil where it is somebody else's
	authority   *corev1.ConfigMap  // nil where it is somebody else's
}

func (g *graph) newCredentials() (c *credentials, err error) {
	c = &credentials{}
	if c.token, err = g.newToken(); err != nil {
		return nil, err
	}
	if err := g.newKey(c); err != nil {
		return nil, err
	}
	if err := g.newSSHKey(c); err != nil {
		return nil, err
	}
	if c.authority, err = g.newAuthority(); err != nil {
		return nil, err
	}
	data := g.Redis.secretData()
	if g.Oidc.ExistingTokenSecret == nil {
		data[tokenKey] = c.token
	}
	if len(data) > 0 {
		parts := pulumi.StringMap{}
		if redis := g.Redis.secretData(); len(redis) > 0 {
			over := g.partWrittenOver(redisOverAnnotation, redisAnnotation, g.Oidc.TokenSecretName, redis)
			parts[redisOverAnnotation], c.redisMark = over, mark(g.Oidc.TokenSecretName, over)
		}
		if c.tokenSecret, c.tokenMark, err = g.newSecret("credentials", tokenAnnotation, g.Oidc.TokenSecretName, data, parts); err != nil {
			return nil, err
		}
	}
	if existing := g.Oidc.ExistingTokenSecret; existing != nil {
		c.tokenMark = g.version(tokenAnnotation, existing.Name)
	}
	return c, nil
}

// newKey is the Secret with the key given, or a generated one.
func (g *graph) newKey(c *credentials) error {
	if g.Oidc.ExistingKeySecret != nil {
		c.keyMark = g.version(keyAnnotation, g.Oidc.ExistingKeySecret)
		return nil
	}
	pem, err := g.newPem()
	if err != nil {
		return err
	}
	c.keySecret, c.keyMark, err = g.newSecret("oidc-certs", keyAnnotation, g.Oidc.SecretName, pulumi.StringMap{pemFile: pem}, nil)
	return err
}

// version is that of a Secret of somebody else's, of which no more than that is read.
func (g *graph) version(readAs string, secret pulumi.Input) pulumi.StringOutput {
	name := g.known(secret)
	if g.facts == nil || name == "" {
		return await.Unknown[string, pulumi.StringOutput]()
	}
	version := writtenFirst
	if live := g.facts.Secret(name); live != nil {
		version = live.Version
	} else if g.facts.SecretsUnseen {
		version = cmp.Or(g.facts.MarkedVersion(readAs, name), writtenFirst)
	}
	return mark(secret, constantText(version))
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
	password, err := random.NewRandomPassword(g.ctx, g.rotated("registration-token", g.Rotation.Token), &random.RandomPasswordArgs{
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
	key, err := tls.NewPrivateKey(g.ctx, g.rotated("oidc-key", g.Rotation.Key), &tls.PrivateKeyArgs{
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
