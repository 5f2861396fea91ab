package outside

import (
	"context"
	"crypto/rsa"
	"encoding/base64"
	"math/big"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

const keysPath = "/api/.well-known/jwks.json"

func signingKey(ctx context.Context, l *look) []doctor.Finding {
	return signingKeyOf(l.get(ctx, l.Platform+keysPath), l)
}

// key is one of a JSON Web Key Set, as far as an RSA key goes.
type key struct {
	Type string `json:"kty"`
	N    string `json:"n"`
}

// signingKeyOf looks for the key that was given to the Platform among those that it publishes.
func signingKeyOf(a answer, l *look) []doctor.Finding {
	const check = "signing-key"
	if l.isNowhere(a) {
		return one(problem(check, 3, keysPath+" is not there, so the Platform has no signing key that it can read", readableKey))
	}
	var set struct {
		Keys []key `json:"keys"`
	}
	if findings := a.document(check, keysPath, &set); findings != nil {
		return findings
	}
	hasRSA := false
	for _, k := range set.Keys {
		if k.Type != "RSA" {
			continue
		}
		hasRSA = true
		if l.PublicKey != nil && k.is(l.PublicKey) {
			return one(fine(check, "the Platform signs with the key that it was given"))
		}
	}
	switch {
	case !hasRSA:
		return one(problem(check, 3, "the Platform publishes no RSA key", readableKey))
	case l.PublicKey != nil:
		return one(problem(check, 2, "the Platform publishes another key than the one that it was given",
			"restart backend and cron, so that they read it, and before Connect 0.13 the proxy too"))
	}
	return one(fine(check, "the Platform publishes an RSA key; whether it is the right one cannot be told without that"))
}

func (k key) is(given *rsa.PublicKey) bool {
	n, err := base64.RawURLEncoding.DecodeString(k.N)
	return err == nil && new(big.Int).SetBytes(n).Cmp(given.N) == 0
}
