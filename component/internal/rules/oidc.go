package rules

import (
	"regexp"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

var registrationToken = regexp.MustCompile(`^[A-Za-z0-9]{16,}$`)

// RegistrationToken accepts letters and digits, at least 16: fewer are within reach of guessing, and whoever has the
// token may register a client of the Platform. The token is never part of the message.
func RegistrationToken(path *field.Path, value string) field.ErrorList {
	if !registrationToken.MatchString(value) {
		return invalid(path, "[secret]",
			`must be at least 16 letters and digits, such as "openssl rand -hex 16" prints; leave it out to have one generated`)
	}
	return nil
}

// KeySize accepts the sizes of an RSA key that are safe and that every OIDC client can verify.
func KeySize(path *field.Path, value int) field.ErrorList {
	if value < 2048 || value > 8192 || value%8 != 0 {
		return invalid(path, value, "must be a multiple of 8 from 2048 (what Seqera recommends at least) to 8192, such as 3072")
	}
	return nil
}
