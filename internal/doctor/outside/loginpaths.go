package outside

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

// backendPaths are those of the Platform's backend, of which /api is looked at in a document of its own.
var backendPaths = []string{"/oauth", "/auth", "/openapi", "/content"}

// loginPaths asks below each of them for something that there is not: the backend says so, where the front end shows its page.
func loginPaths(ctx context.Context, l *look) []doctor.Finding {
	const missing = "/studios-doctor-looks-whether-this-is-there"
	addresses := []string{l.Platform + missing}
	for _, path := range backendPaths {
		addresses = append(addresses, l.Platform+path+missing)
	}
	answers := l.getAll(ctx, addresses...)
	return loginPathsOf(answers[0], answers[1:])
}

// loginPathsOf compares the answers of the backend's paths with that of any other.
func loginPathsOf(other answer, answers []answer) []doctor.Finding {
	const check = "login-paths"
	var lost []string
	for i, path := range backendPaths {
		a := answers[i]
		if a.Silence != "" {
			return one(unknown(check, path+" could not be looked at: "+a.Silence, "ask again, or from where users are"))
		}
		if a.isPage() && (a.Status == http.StatusOK || a.Status == other.Status && bytes.Equal(a.Body, other.Body)) {
			lost = append(lost, path)
		}
	}
	if len(lost) > 0 {
		return one(warning(check, 35, fmt.Sprintf("what is below %s seems not to reach the Platform's backend, for it is answered with a page, as any other path is",
			strings.Join(lost, ", ")), "let what stands in front of the Platform send /api, /oauth, /auth, /openapi and /content to it"))
	}
	return one(fine(check, strings.Join(backendPaths, ", ")+" are not answered by the front end"))
}
