package component

import (
	"fmt"

	"github.com/pulumi/pulumi-go-provider/infer"
	corev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// RedisArgs describe the Redis server; proxy and server get the same arguments.
type RedisArgs struct {
	// Address of the Redis server, without a scheme. The port may be left out where it is 6379.
	Address pulumi.StringInput `pulumi:"address"`
	// Database is the number of the logical database. The Platform uses 0, so another is safe on a server that both share.
	Database pulumi.IntPtrInput `pulumi:"database,optional"`
	// Cluster tells that the server runs in Redis Cluster mode, which has no other database than 0.
	Cluster pulumi.BoolPtrInput `pulumi:"cluster,optional"`
	// Prefix of every key that Studios writes.
	Prefix pulumi.StringPtrInput `pulumi:"prefix,optional"`
	// TLS connects to Redis over TLS.
	TLS pulumi.BoolPtrInput `pulumi:"tls,optional"`
	// TLSSkipVerify accepts every certificate of the server, so that whoever stands in between can read and write along.
	TLSSkipVerify pulumi.BoolPtrInput `pulumi:"tlsSkipVerify,optional"`
	// ClientCertificate is what proxy and server show the Redis server of themselves.
	ClientCertificate *ClientCertificateArgs `pulumi:"clientCertificate,optional"`
	// Username of a Redis ACL user.
	Username pulumi.StringPtrInput `pulumi:"username,optional"`
	// Password of Redis; kept in a Secret.
	Password pulumi.StringPtrInput `pulumi:"password,optional" provider:"secret"`
	// ExistingPasswordSecret is where the password of Redis is kept already. Only its version is read; another restarts proxy and
	// server.
	ExistingPasswordSecret *SecretKeyArgs `pulumi:"existingPasswordSecret,optional"`
}

// Annotate describes the arguments in the schema.
func (a *RedisArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *RedisArgs) rows() []row {
	return []row{
		required(&a.Address, rules.RedisAddress, rules.RedisEndpoint),
		derived(&a.Database, "1, and 0 with cluster", rules.RedisDatabase),
		flag(&a.Cluster, false),
		constant(&a.Prefix, "connect:session", rules.RedisPrefix),
		flag(&a.TLS, false),
		option(&a.TLSSkipVerify, "the certificate is verified"),
		optionalGroup(&a.ClientCertificate, none, (*ClientCertificateArgs).rows),
		derived(&a.Username, none, rules.RedisUser),
		derived(&a.Password, none, rules.Password),
		optionalGroup(&a.ExistingPasswordSecret, none, (*SecretKeyArgs).rows).excluding(&a.Password),
	}
}

// ClientCertificateArgs name a Secret with a certificate and its private key, such as one of type kubernetes.io/tls.
type ClientCertificateArgs struct {
	// SecretName is the Secret. Only its version is read; another restarts proxy and server.
	SecretName pulumi.StringInput `pulumi:"secretName"`
	// Certificate is the key of the Secret with the certificate, in PEM form.
	Certificate pulumi.StringPtrInput `pulumi:"certificate,optional"`
	// PrivateKey is the key of the Secret with the private key, in PEM form.
	PrivateKey pulumi.StringPtrInput `pulumi:"privateKey,optional"`
}

// Annotate describes the arguments in the schema.
func (a *ClientCertificateArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *ClientCertificateArgs) rows() []row {
	return []row{
		required(&a.SecretName, rules.ObjectName),
		// Not constant: in a stack, the default of one part would make the whole a group that is given.
		derived(&a.Certificate, `"`+certificateFile+`"`, rules.ConfigMapKey),
		derived(&a.PrivateKey, `"`+privateKeyFile+`"`, rules.ConfigMapKey),
	}
}

func (a *ClientCertificateArgs) keys() (certificate, privateKey pulumi.StringPtrInput) {
	return orElse[pulumi.StringPtrInput](a.Certificate, constantText(certificateFile)),
		orElse[pulumi.StringPtrInput](a.PrivateKey, constantText(privateKeyFile))
}

const (
	redisPasswordKey = "redis-password"

	// certificateFile and privateKeyFile are the keys of a Secret of type kubernetes.io/tls.
	certificateFile = "tls.crt"
	privateKeyFile  = "tls.key"

	redisMount = "/etc/seqera-studios/redis"
)

// database is 1 unless there is only 0.
func (a *RedisArgs) database() pulumi.IntPtrInput {
	return orElse[pulumi.IntPtrInput](a.Database, truth(a.Cluster).ApplyT(func(isCluster bool) int {
		if isCluster {
			return 0
		}
		return 1
	}).(pulumi.IntOutput))
}

// clusterHasOneDatabase is for Redis Cluster, where SELECT fails.
func (a *RedisArgs) clusterHasOneDatabase(c *completion) {
	isCluster, database := awaitInput[bool](c.ctx, a.Cluster), awaitInput[int](c.ctx, a.Database)
	if isCluster.Value && database.Known && database.Value != 0 {
		problem := field.ErrorList{field.Invalid(c.paths[&a.Database], database.Value, "must be 0 with redis.cluster, or be left out: Redis Cluster has no other database")}
		if database.Secret {
			hide(problem)
		}
		c.problems = append(c.problems, problem...)
	}
}

// secretData is what of Redis goes into the Secret.
func (a *RedisArgs) secretData() pulumi.StringMap {
	if a.Password == nil {
		return pulumi.StringMap{}
	}
	return pulumi.StringMap{redisPasswordKey: hidden(text(a.Password))}
}

// redisVariables are the same for proxy and server: they meet in Redis.
func (a *StudiosArgs) redisVariables() []variable {
	variables := []variable{
		env("CONNECT_REDIS_ADDRESS", "redis.address", a.Redis.Address),
		env("CONNECT_REDIS_PREFIX", "redis.prefix", a.Redis.Prefix),
		env("CONNECT_REDIS_TLS_ENABLE", "redis.tls", pulumi.Sprintf("%t", a.Redis.TLS)),
		env("CONNECT_REDIS_DB", "redis.database", decimal(a.Redis.database())),
	}
	if a.Redis.TLSSkipVerify != nil {
		variables = append(variables, env("CONNECT_REDIS_TLS_SKIP_VERIFY", "redis.tlsSkipVerify", pulumi.Sprintf("%t", a.Redis.TLSSkipVerify)))
	}
	if a.Redis.ClientCertificate != nil {
		variables = append(variables,
			env("CONNECT_REDIS_TLS_CERT_FILE", "redis.clientCertificate", constantText(redisMount+"/"+certificateFile)),
			env("CONNECT_REDIS_TLS_KEY_FILE", "redis.clientCertificate", constantText(redisMount+"/"+privateKeyFile)))
	}
	if a.Redis.Username != nil {
		variables = append(variables, env("CONNECT_REDIS_USER", "redis.username", a.Redis.Username))
	}
	const password = "CONNECT_REDIS_PASSWORD"
	if existing := a.Redis.ExistingPasswordSecret; existing != nil {
		variables = append(variables, secretEnv(password, "redis.existingPasswordSecret", existing.Name, existing.Key))
	} else if a.Redis.Password != nil {
		variables = append(variables, secretEnv(password, "redis.password", a.Oidc.TokenSecretName, pulumi.String(redisPasswordKey)))
	}
	return variables
}

// volumes hold the client certificate under names of our own.
func (a *RedisArgs) volumes() []volume {
	if a.ClientCertificate == nil {
		return nil
	}
	certificate, privateKey := a.ClientCertificate.keys()
	return []volume{{name: "redis-client-certificate", path: redisMount, source: corev1.VolumeArgs{
		Secret: &corev1.SecretVolumeSourceArgs{
			SecretName: text(a.ClientCertificate.SecretName),
			Items: corev1.KeyToPathArray{
				&corev1.KeyToPathArgs{Key: text(certificate), Path: pulumi.String(certificateFile)},
				&corev1.KeyToPathArgs{Key: text(privateKey), Path: pulumi.String(privateKeyFile)},
			},
		},
	}}}
}

// readMarks restart proxy and server with what both read of Redis in Secrets, and of a certificate authority.
func (g *graph) readMarks(c *credentials) pulumi.StringMap {
	marks := pulumi.StringMap{}
	if existing := g.Redis.ExistingPasswordSecret; existing != nil {
		marks[redisAnnotation] = g.version(redisAnnotation, existing.Name)
	} else if g.Redis.Password != nil {
		marks[redisAnnotation] = c.redisMark
	}
	if certificate := g.Redis.ClientCertificate; certificate != nil {
		marks[redisCertificateAnnotation] = g.version(redisCertificateAnnotation, certificate.SecretName)
	}
	if g.CertificateAuthority.isTrusted(g.ctx) {
		marks[authorityAnnotation] = g.authorityMark()
	}
	return marks
}

// redisWarnings are about what the Platform shares, and what cannot act.
func (g *graph) redisWarnings() (all []string) {
	address, database := g.known(g.Redis.Address), awaitInput[int](g.ctx, g.Redis.database())
	if database.Known && address != "" && g.found != nil && g.facts.SharesRedis(g.found, address, database.Value) {
		all = append(all, fmt.Sprintf("redis.database: the Platform has its own keys in database %d of this Redis: "+
			"whoever flushes one flushes the other; give another number, or another Redis", database.Value))
	}
	isTLS := awaitInput[bool](g.ctx, g.Redis.TLS)
	if isTLS.Known && !isTLS.Value && g.Redis.ClientCertificate != nil {
		all = append(all, "redis.clientCertificate: is not shown to Redis without redis.tls: true")
	}
	switch skips := awaitInput[bool](g.ctx, g.Redis.TLSSkipVerify); {
	case skips.Value && isTLS.Value:
		all = append(all, "redis.tlsSkipVerify: nobody checks that the Redis server is the one that is meant; "+
			"have its certificate signed by an authority that proxy and server trust, see certificateAuthority.inProxyAndServer")
	case g.Redis.TLSSkipVerify != nil && isTLS.Known && !isTLS.Value:
		all = append(all, "redis.tlsSkipVerify: means nothing without redis.tls: true")
	}
	return all
}
