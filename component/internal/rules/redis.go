package rules

import (
	"net"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

const (
	redisPort = "6379"
	redisRule = `must be host or host:port, such as "redis.example.com:6379"`
)

// RedisAddress accepts host[:port].
func RedisAddress(path *field.Path, value string) field.ErrorList {
	switch {
	case hasPlaceholder(value):
		return invalid(path, value, "still holds a placeholder; "+redisRule)
	case strings.Contains(value, "://"):
		return invalid(path, value, "must have no scheme; "+redisRule)
	}
	host, port, err := net.SplitHostPort(RedisEndpoint(value))
	if err != nil || !isHost(host) || !isPort(port) {
		return invalid(path, value, redisRule)
	}
	return nil
}

// RedisEndpoint adds the port that Redis listens on by default.
func RedisEndpoint(address string) string {
	if _, _, err := net.SplitHostPort(address); err == nil || address == "" {
		return address
	}
	return net.JoinHostPort(strings.Trim(address, "[]"), redisPort)
}

// RedisDatabase accepts 0 and more: how many databases there are is for the server to say.
func RedisDatabase(path *field.Path, value int) field.ErrorList {
	if value < 0 {
		return invalid(path, value, "must be 0 or more, such as 1")
	}
	return nil
}

// RedisPrefix accepts what can stand in front of a key.
func RedisPrefix(path *field.Path, value string) field.ErrorList {
	if value == "" || strings.ContainsAny(value, " \t\r\n") {
		return invalid(path, value, `must be a text without white space, such as "connect:session"`)
	}
	return nil
}
