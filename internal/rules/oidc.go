package rules

import "regexp"

var registrationToken = regexp.MustCompile(`^[A-Za-z0-9-]{16,}$`)

// RegistrationToken accepts letters, digits and hyphens, at least 16: fewer are within reach of guessing, and whoever has the
// token may register a client of the Platform.
var RegistrationToken = that(`at least 16 letters, digits and hyphens, such as "openssl rand -hex 16" prints`, registrationToken.MatchString)

// KeySize accepts the sizes of an RSA key that are safe and that every OIDC client can verify.
var KeySize = that("a multiple of 8 from 2048 (what Seqera recommends at least) to 8192, such as 3072",
	func(bits int) bool { return bits >= 2048 && bits <= 8192 && bits%8 == 0 })
