package component

import (
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component/internal/rules"
)

// RedisArgs describe the Redis server; proxy and server get the same arguments.
type RedisArgs struct {
	// Address of the Redis server, without a scheme. The port may be left out where it is 6379.
	Address pulumi.StringInput `pulumi:"address"`
	// Database is the number of the logical database. The Platform uses 0, so another is safe on a server that both share;
	// Redis Cluster knows only 0.
	Database pulumi.IntPtrInput `pulumi:"database,optional"`
	// Prefix of every key that Studios writes.
	Prefix pulumi.StringPtrInput `pulumi:"prefix,optional"`
	// TLS connects to Redis over TLS.
	TLS pulumi.BoolPtrInput `pulumi:"tls,optional"`
	// Username of a Redis ACL user.
	Username pulumi.StringPtrInput `pulumi:"username,optional"`
	// Password of Redis; kept in a Secret.
	Password pulumi.StringPtrInput `pulumi:"password,optional" provider:"secret"`
}

// Annotate describes the arguments in the schema.
func (a *RedisArgs) Annotate(an infer.Annotator) { annotate(an, a) }

func (a *RedisArgs) rows() []row {
	return []row{
		required(&a.Address, rules.RedisAddress, rules.RedisEndpoint),
		constant(&a.Database, 1, rules.RedisDatabase),
		constant(&a.Prefix, "connect:session", rules.RedisPrefix),
		flag(&a.TLS, false),
		derived(&a.Username, none, rules.RedisUser),
		derived(&a.Password, none, rules.Password),
	}
}

const redisPasswordKey = "redis-password"

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
		env("CONNECT_REDIS_DB", "redis.database", decimal(a.Redis.Database)),
	}
	if a.Redis.Username != nil {
		variables = append(variables, env("CONNECT_REDIS_USER", "redis.username", a.Redis.Username))
	}
	if a.Redis.Password != nil {
		variables = append(variables, secretEnv("CONNECT_REDIS_PASSWORD", "redis.password",
			a.Oidc.TokenSecretName, pulumi.String(redisPasswordKey)))
	}
	return variables
}
