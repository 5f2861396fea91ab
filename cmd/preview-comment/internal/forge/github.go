package forge

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/comment"
)

type gitHub struct {
	*api
	repository string
	pull       int
}

// gitHubEvent is the file in which a runner tells what a job was started by.
type gitHubEvent struct {
	PullRequest struct {
		Number int
		Head   struct{ SHA string }
	} `json:"pull_request"`
}

func newGitHub(env func(string) string, client *http.Client, isIssue bool) (Forge, Run, error) {
	repository, server := env("GITHUB_REPOSITORY"), cmp.Or(env("GITHUB_SERVER_URL"), "https://github.com")
	event, err := readEvent(env("GITHUB_EVENT_PATH"))
	if err != nil {
		return nil, Run{}, err
	}
	// GITHUB_SHA is a merge that GitHub has tried, not a commit of the branch.
	run := Run{Commit: cmp.Or(event.PullRequest.Head.SHA, env("GITHUB_SHA"))}
	if repository != "" {
		run.CommitURL = fmt.Sprintf("%s/%s/commit/%s", server, repository, run.Commit)
		run.RunURL = fmt.Sprintf("%s/%s/actions/runs/%s", server, repository, env("GITHUB_RUN_ID"))
	}
	f := &gitHub{repository: repository, pull: event.PullRequest.Number}
	if f.pull == 0 {
		_, _ = fmt.Sscanf(env("GITHUB_REF"), "refs/pull/%d/", &f.pull)
	}
	switch {
	case repository == "":
		return nil, run, errors.New("--publish: the environment has no GITHUB_REPOSITORY, such as owner/name")
	case isIssue && env("GITHUB_TOKEN") == "":
		return nil, run, errNoToken("GITHUB_TOKEN", "write issues (permissions: issues: write)")
	case f.pull == 0 && !isIssue:
		return nil, run, errors.New("--publish: this job belongs to no pull request: neither GITHUB_EVENT_PATH nor GITHUB_REF names one")
	case env("GITHUB_TOKEN") == "":
		return nil, run, errNoToken("GITHUB_TOKEN", "write pull requests (permissions: pull-requests: write)")
	}
	f.api = &api{client: client, base: cmp.Or(env("GITHUB_API_URL"), "https://api.github.com"), header: http.Header{
		"Accept":               {"application/vnd.github+json"},
		"Authorization":        {"Bearer " + env("GITHUB_TOKEN")},
		"X-Github-Api-Version": {"2022-11-28"},
	}}
	if isIssue {
		return &gitHubIssues{f}, run, nil
	}
	return f, run, nil
}

func readEvent(path string) (event gitHubEvent, err error) {
	if path == "" {
		return event, nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return event, fmt.Errorf("GITHUB_EVENT_PATH: %w", err)
	}
	if err := json.Unmarshal(content, &event); err != nil {
		return event, fmt.Errorf("GITHUB_EVENT_PATH: %w", err)
	}
	return event, nil
}

func (f *gitHub) Limit() int { return comment.Limit }

func (f *gitHub) Notes(ctx context.Context) ([]Note, error) {
	type note struct {
		ID   int64
		Body string
		User gitHubUser
	}
	isOwn, err := f.own(ctx)
	if err != nil {
		return nil, err
	}
	notes, err := pages[note](ctx, f.api, fmt.Sprintf("/repos/%s/issues/%d/comments?sort=created", f.repository, f.pull))
	if err != nil {
		return nil, err
	}
	all := make([]Note, len(notes))
	for i, n := range notes {
		all[i] = Note{n.ID, n.Body, isOwn(n.User)}
	}
	return all, nil
}

type gitHubUser struct{ Login, Type string }

// own tells of a user whether it is who holds the token.
func (f *gitHub) own(ctx context.Context) (func(gitHubUser) bool, error) {
	var own gitHubUser
	// The token of a job belongs to an app, which may not ask who it is.
	err := f.call(ctx, http.MethodGet, "/user", nil, &own)
	var refused *statusError
	if err != nil && !(errors.As(err, &refused) && (refused.status == http.StatusForbidden || refused.status == http.StatusUnauthorized || refused.status == http.StatusNotFound)) {
		return nil, err
	}
	return func(user gitHubUser) bool {
		if own.Login != "" {
			return strings.EqualFold(user.Login, own.Login)
		}
		return user.Type == "Bot"
	}, nil
}

func (f *gitHub) Create(ctx context.Context, body string) error {
	return f.call(ctx, http.MethodPost, fmt.Sprintf("/repos/%s/issues/%d/comments", f.repository, f.pull), map[string]string{"body": body}, nil)
}

func (f *gitHub) Edit(ctx context.Context, id int64, body string) error {
	return f.call(ctx, http.MethodPatch, fmt.Sprintf("/repos/%s/issues/comments/%d", f.repository, id), map[string]string{"body": body}, nil)
}

func (f *gitHub) Head(ctx context.Context) (string, error) {
	var pull struct{ Head struct{ SHA string } }
	err := f.call(ctx, http.MethodGet, fmt.Sprintf("/repos/%s/pulls/%d", f.repository, f.pull), nil, &pull)
	return pull.Head.SHA, err
}
