// Package forge puts one comment on a pull request of GitHub or a merge request of GitLab, and edits it at the next push.
package forge

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/comment"
)

// Note is a comment that stands there.
type Note struct {
	ID   int64
	Body string
	// IsOwn tells that whoever holds the token has written it. What others write is not edited: it would stay theirs to change.
	IsOwn bool
}

// Forge is one pull request, or merge request; or, as Tracker, the open issues of a project.
type Forge interface {
	// Notes are all comments, of all pages, the oldest first.
	Notes(ctx context.Context) ([]Note, error)
	Create(ctx context.Context, body string) error
	Edit(ctx context.Context, id int64, body string) error
	// Head is the newest commit of the branch.
	Head(ctx context.Context) (string, error)
	// Limit is how long a comment may be, in bytes.
	Limit() int
}

// Publish edits the comment with the marker, or makes one. It says which.
func Publish(ctx context.Context, f Forge, marker, body string) (string, error) {
	note, err := find(ctx, f, marker)
	switch {
	case err != nil:
		return "", err
	case note == nil:
		return "created", f.Create(ctx, body)
	case note.Body == body:
		return "left as it is", nil
	}
	return "edited", f.Edit(ctx, note.ID, body)
}

// MarkStale puts a warning on the comment with the marker, if there is one.
func MarkStale(ctx context.Context, f Forge, marker, warning string) (string, error) {
	note, err := find(ctx, f, marker)
	if err != nil || note == nil {
		return "found none", err
	}
	return "marked as stale", f.Edit(ctx, note.ID, comment.Stale(note.Body, warning))
}

// Tracker is a Forge whose notes are open issues, which end.
type Tracker interface {
	Forge
	Close(ctx context.Context, id int64) error
}

// Close closes the issue with the marker, if one is open.
func Close(ctx context.Context, t Tracker, marker string) (string, error) {
	note, err := find(ctx, t, marker)
	if err != nil || note == nil {
		return "not needed", err
	}
	return "closed", t.Close(ctx, note.ID)
}

func find(ctx context.Context, f Forge, marker string) (*Note, error) {
	notes, err := f.Notes(ctx)
	if err != nil {
		return nil, err
	}
	for _, note := range notes {
		if note.IsOwn && comment.IsMarked(note.Body, marker) {
			return &note, nil
		}
	}
	return nil, nil
}

// Of is the forge that runs this job, told from the environment as its runner sets it.
func Of(name string, env func(string) string, client *http.Client) (Forge, Run, error) {
	switch name {
	case "github":
		return newGitHub(env, client, false)
	case "gitlab":
		return newGitLab(env, client, false)
	case "github-issue":
		return newGitHub(env, client, true)
	case "gitlab-issue":
		return newGitLab(env, client, true)
	}
	return nil, Run{}, fmt.Errorf("--publish: Unsupported value: %q: must be github or gitlab, github-issue or gitlab-issue", name)
}

// Run is what the environment tells of a job.
type Run struct{ Commit, CommitURL, RunURL string }

// errNoToken names the variable, for the value never stands in a message.
func errNoToken(variable, needs string) error {
	return errors.New("--publish: the environment has no " + variable + ": a token that may " + needs)
}
