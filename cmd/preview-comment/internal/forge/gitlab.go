package forge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

type gitLab struct {
	*api
	// request is the path of the merge request, of issues that of the project.
	request string
}

func newGitLab(env func(string) string, client *http.Client, isIssue bool) (Forge, Run, error) {
	project, request := cmp.Or(env("CI_MERGE_REQUEST_PROJECT_ID"), env("CI_PROJECT_ID")), env("CI_MERGE_REQUEST_IID")
	// In a pipeline for merged results CI_COMMIT_SHA is none of the branch.
	run := Run{Commit: cmp.Or(env("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"), env("CI_COMMIT_SHA")), RunURL: env("CI_JOB_URL")}
	if web := env("CI_PROJECT_URL"); web != "" && run.Commit != "" {
		run.CommitURL = web + "/-/commit/" + run.Commit
	}
	switch {
	case project == "":
		return nil, run, errors.New("--publish: the environment has no CI_PROJECT_ID")
	case request == "" && !isIssue:
		return nil, run, errors.New("--publish: this job belongs to no merge request: CI_MERGE_REQUEST_IID is not set, as it is in pipelines of merge requests")
	case env("GITLAB_TOKEN") == "":
		return nil, run, errNoToken("GITLAB_TOKEN", "write notes and issues (scope api, role Reporter); the token of a job may not")
	}
	a := &api{client: client, base: cmp.Or(env("CI_API_V4_URL"), "https://gitlab.com/api/v4"), header: http.Header{
		"Private-Token": {env("GITLAB_TOKEN")},
	}}
	if isIssue {
		return &gitLabIssues{&gitLab{a, "/projects/" + url.PathEscape(project)}}, run, nil
	}
	return &gitLab{a, fmt.Sprintf("/projects/%s/merge_requests/%s", url.PathEscape(project), url.PathEscape(request))}, run, nil
}

// Limit is that of GitLab for a note, 1,000,000 characters; nobody reads more than of a comment on GitHub, with some room.
func (f *gitLab) Limit() int { return 200_000 }

type gitLabUser struct{ ID int64 }

func (f *gitLab) Notes(ctx context.Context) ([]Note, error) {
	type note struct {
		ID     int64
		Body   string
		System bool
		Author gitLabUser
	}
	var own gitLabUser
	if err := f.call(ctx, http.MethodGet, "/user", nil, &own); err != nil {
		return nil, err
	}
	notes, err := pages[note](ctx, f.api, f.request+"/notes?sort=asc&order_by=created_at")
	if err != nil {
		return nil, err
	}
	all := make([]Note, len(notes))
	for i, n := range notes {
		all[i] = Note{n.ID, n.Body, !n.System && n.Author.ID == own.ID}
	}
	return all, nil
}

func (f *gitLab) Create(ctx context.Context, body string) error {
	return f.call(ctx, http.MethodPost, f.request+"/notes", map[string]string{"body": body}, nil)
}

func (f *gitLab) Edit(ctx context.Context, id int64, body string) error {
	return f.call(ctx, http.MethodPut, fmt.Sprintf("%s/notes/%d", f.request, id), map[string]string{"body": body}, nil)
}

func (f *gitLab) Head(ctx context.Context) (string, error) {
	var request struct{ SHA string }
	err := f.call(ctx, http.MethodGet, f.request, nil, &request)
	return request.SHA, err
}
