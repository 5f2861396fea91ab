package rules

import (
	"net"
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Host accepts a DNS name or an address, and nothing around it: a client adds a port itself.
var Host = that(`a host without scheme and port, such as "ssh.example.com"`, func(value string) bool {
	return isDNSName(strings.ToLower(value)) || net.ParseIP(value) != nil
})

// SSHKeyType accepts the name of a type of key, as public keys begin.
var SSHKeyType = that(`the name of a type of key, such as "ssh-ed25519"`, regexp.MustCompile(`^[a-z0-9]+([@.-][a-z0-9]+)+$`).MatchString)

// ClassName accepts the class of a load balancer.
var ClassName = Rule[string]{"a name, as a rule with a domain, such as \"service.k8s.aws/nlb\"", func(path *field.Path, value string) field.ErrorList {
	return wrapped(path, value, validation.IsQualifiedName(value))
}}
