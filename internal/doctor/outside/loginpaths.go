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
	answers := map[string]answer{}
	for _, path := range append([]string{""}, backendPaths...) {
		answers[path] = l.get(ctx, l.Platform+path+missing)
	}
	return loginPathsOf(answers)
}

// loginPathsOf compares each with what any other path, under "", is answered with.
func loginPathsOf(answers map[string]answer) []doctor.Finding {
	const check = "login-paths"
	other := answers[""]
	var lost []string
	for _, path := range backendPaths {
		a := answers[path]
		if a.Silence != "" {
			return one(unknown(check, path+" could not be looked at: "+a.Silence, "ask again, or from where users are"))
		}
		if a.isPage() && (a.Status == http.StatusOK || a.Status == other.Status && bytes.Equal(a.Body, other.Body)) {
			lost = append(lost, path)
		}
	}
	if len(lost) > 0 {
		return one(warning(check, 35, fmt.Sprintf("%s seem not to reach the Platform's backend: they are answered with a page, as any other path is",
			strings.Join(lost, ", ")), "let what stands in front of the Platform send /api, /oauth, /auth, /openapi and /content to it"))
	}
	return one(fine(check, strings.Join(backendPaths, ", ")+" are not answered by the front end"))
}
