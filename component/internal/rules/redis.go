package rules

import (
	"net"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

const (
	redisPort = "6379"
	redisNeed = `host or host:port, such as "redis.example.com:6379"`
	redisRule = "must be " + redisNeed
)

// RedisAddress accepts host[:port], where the host is a DNS name, an IPv4 address or an IPv6 address in brackets.
var RedisAddress = Rule[string]{redisNeed, redisAddress}

func redisAddress(path *field.Path, value string) field.ErrorList {
	switch {
	case hasPlaceholder(value):
		return invalid(path, withoutUser(value), "still holds a placeholder; "+redisRule)
	case strings.Contains(value, "://"):
		return invalid(path, withoutUser(value), "must have no scheme; "+redisRule)
	case strings.Contains(value, "@"):
		return invalid(path, withoutUser(value), "must have no user or password; "+redisRule)
	}
	host, port, err := net.SplitHostPort(RedisEndpoint(value))
	isIPv6 := strings.Contains(host, ":")
	isHost := net.ParseIP(host) != nil || isDNSName(strings.ToLower(host))
	switch {
	case err != nil, !isHost, !isPort(port), !isIPv6 && strings.HasPrefix(value, "["):
		return invalid(path, value, redisRule)
	case isIPv6 && !strings.HasPrefix(value, "["):
		return invalid(path, value, // or fd00::1:6379 would silently be an address without a port
			`must have an IPv6 address in brackets, such as "[fd00::1]:6379"`)
	}
	return nil
}

// RedisEndpoint adds the port that Redis listens on by default, where there is none.
func RedisEndpoint(address string) string {
	if _, _, err := net.SplitHostPort(address); err == nil || address == "" {
		return address
	}
	host := address
	if strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") {
		host = host[1 : len(host)-1]
	}
	return net.JoinHostPort(host, redisPort)
}

// RedisDatabase accepts 0 and more: how many databases there are is for the server to say.
var RedisDatabase = AtLeast(0)

// RedisPrefix accepts what can stand in front of a key.
var RedisPrefix = that(`a text without white space, such as "connect:session"`, func(value string) bool {
	return value != "" && !strings.ContainsAny(value, " \t\r\n")
})
