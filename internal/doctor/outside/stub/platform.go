package stub

import (
	"cmp"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"slices"
	"strings"
)

const clientID = "studios-proxy"

// platform is the front end, with the backend behind the paths that are the backend's.
func (i *Installation) platform(w http.ResponseWriter, r *http.Request) {
	prefix, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	isBackend := slices.Contains([]string{"api", "oauth", "auth", "openapi", "content"}, prefix)
	switch {
	case !isBackend, slices.Contains(i.faults.PathsLost, "/"+prefix):
		page(w, frontPage)
	case prefix == "api" && i.faults.API != nil:
		i.faults.API(w, r)
	default:
		i.backend(w, r)
	}
}

const frontPage = `<!doctype html><html><head><title>Seqera Platform</title></head><body><div id="app"></div></body></html>`

func page(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(text))
}

func (i *Installation) backend(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case i.faults.NoKey && strings.HasPrefix(path, "/api/.well-known/"):
		answer(w, 404, map[string]any{"message": "Page Not Found"})
	case path == "/api/service-info":
		answer(w, 200, map[string]any{"serviceInfo": map[string]any{"version": cmp.Or(i.faults.Version, "26.2.0"), "waveEnabled": true}})
	case path == "/api/.well-known/openid-configuration":
		answer(w, 200, map[string]any{"issuer": cmp.Or(i.faults.Issuer, beside(r, PlatformHost)+"/api")})
	case path == "/api/.well-known/jwks.json":
		answer(w, 200, map[string]any{"keys": i.published()})
	case path == "/api/oauth/authorize":
		i.authorize(w, r)
	case r.Header.Get("Authorization") != "Bearer "+Token && strings.HasPrefix(path, "/api/"):
		answer(w, 401, map[string]any{"message": "Unauthorized"})
	case path == "/api/studios/templates":
		_, _ = w.Write([]byte(cmp.Or(i.faults.Templates, goodTemplates)))
	case path == "/api/permissions/features":
		isOff := func(feature string) bool { return slices.Contains(i.faults.FeaturesOff, feature) }
		answer(w, 200, map[string]any{"features": slices.DeleteFunc(allFeatures(), isOff)})
	default:
		answer(w, 404, map[string]any{"message": "Page Not Found"})
	}
}

const goodTemplates = `{"templates":[
	{"repository":"public.cr.seqera.io/platform/data-studio-jupyter:4.6.0-0.14","tool":"jupyter","status":"recommended","icon":"jupyter"},
	{"repository":"public.cr.seqera.io/platform/data-studio-xpra:6.2.0-r2-1-0.12","tool":"xpra","status":"deprecated","icon":"xpra"}
],"totalSize":2}`

func allFeatures() []string {
	return []string{"DATA_EXPLORER", "DATA_STUDIO", "DATA_STUDIO_SSH_ENABLED", "SSH_KEYS_MANAGEMENT", "CONTAINERS"}
}

func (i *Installation) published() []map[string]string {
	switch {
	case i.faults.NoRSAKey:
		return []map[string]string{{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}}
	case i.faults.OtherKey:
		return []map[string]string{published(&i.keys.other.PublicKey)}
	}
	return []map[string]string{published(&i.keys.signing.PublicKey)}
}

func published(key *rsa.PublicKey) map[string]string {
	return map[string]string{
		"kty": "RSA", "alg": "RS256", "use": "sig",
		"n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()),
		"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
	}
}

// authorize is where the proxy leads who has not logged in.
func (i *Installation) authorize(w http.ResponseWriter, r *http.Request) {
	if i.faults.UnknownClient || r.URL.Query().Get("client_id") != clientID {
		answer(w, 401, map[string]any{"error": "invalid_client"})
		return
	}
	http.Redirect(w, r, "/login", http.StatusFound)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
