package rules

import (
	"net"
	"strings"
	"unicode"

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
	isHost := net.ParseIP(host) != nil || isDNSName(strings.TrimSuffix(strings.ToLower(host), "."))
	switch {
	case isLocal(host):
		return invalid(path, value, "must not be on the local host, which is the pod itself; "+redisRule)
	case err != nil, !isHost, !isPort(port), !isIPv6 && strings.HasPrefix(value, "["):
		return invalid(path, value, redisRule)
	case isIPv6 && !strings.HasPrefix(value, "["):
		return invalid(path, value, // or fd00::1:6379 would silently be an address without a port
			`must have an IPv6 address in brackets, such as "[fd00::1]:6379"`)
	}
	return nil
}

func isLocal(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") || ip != nil && (ip.IsLoopback() || ip.IsUnspecified())
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
var RedisPrefix = that(`a text without white space and without "$(", which Kubernetes would replace, such as "connect:session"`, isVariable)

// RedisUser accepts what can stand in a variable.
var RedisUser = that(`a name without white space and without "$(", which Kubernetes would replace, such as "studios"`, isVariable)

func isVariable(value string) bool {
	return value != "" && !strings.ContainsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) &&
		!strings.Contains(value, "$(")
}

// Password accepts every text without control characters: a new line at the end is one of the file that it was read from.
var Password = that("a text without control characters, such as a new line at its end", func(value string) bool {
	return strings.TrimSpace(value) != "" && !strings.ContainsFunc(value, unicode.IsControl)
})
