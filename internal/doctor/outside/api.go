package outside

import (
	"fmt"
	"net/http"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

// query chooses the workspace.
func (l *look) query() string {
	if l.Workspace == 0 {
		return ""
	}
	return fmt.Sprintf("?workspaceId=%d", l.Workspace)
}

// where is what the answers are about.
func (l *look) where() string {
	if l.Workspace == 0 {
		return "for the token's own user"
	}
	return fmt.Sprintf("in workspace %d", l.Workspace)
}

func withoutToken(check, what string) []doctor.Finding {
	return one(unknown(check, what+" are not looked at without an access token", "give one"))
}

// refused tells what a token is not good for.
func (a answer) refused(check, path string) []doctor.Finding {
	switch {
	case a.isPage():
	case a.Status == http.StatusUnauthorized:
		return one(unknown(check, path+" is answered with 401: the Platform does not take the access token", "give another one"))
	case a.Status == http.StatusForbidden, a.Status == http.StatusNotFound:
		return one(unknown(check, fmt.Sprintf("%s is answered with %d: the token's user may not look there, or Studios is off for the workspace",
			path, a.Status), "give a workspace that uses Studios, and the token of one of its users"))
	}
	return nil
}
