package forge

import (
	"context"
	"fmt"
	"net/http"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/comment"
)

// gitHubIssues are the open issues of a repository. The commit that a nightly job looks at is the newest by being scheduled.
type gitHubIssues struct{ *gitHub }

func (f *gitHubIssues) Notes(ctx context.Context) ([]Note, error) {
	type issue struct {
		Number      int64
		Body        string
		User        gitHubUser
		PullRequest *struct{} `json:"pull_request"`
	}
	isOwn, err := f.own(ctx)
	if err != nil {
		return nil, err
	}
	issues, err := pages[issue](ctx, f.api, fmt.Sprintf("/repos/%s/issues?state=open&sort=created&direction=asc", f.repository))
	if err != nil {
		return nil, err
	}
	var all []Note
	for _, i := range issues {
		if i.PullRequest == nil { // GitHub lists pull requests among issues
			all = append(all, Note{i.Number, i.Body, isOwn(i.User)})
		}
	}
	return all, nil
}

func (f *gitHubIssues) Create(ctx context.Context, body string) error {
	return f.call(ctx, http.MethodPost, fmt.Sprintf("/repos/%s/issues", f.repository), map[string]string{"title": comment.Title(body), "body": body}, nil)
}

func (f *gitHubIssues) Edit(ctx context.Context, number int64, body string) error {
	return f.change(ctx, number, map[string]string{"body": body})
}

func (f *gitHubIssues) Close(ctx context.Context, number int64) error {
	return f.change(ctx, number, map[string]string{"state": "closed", "state_reason": "completed"})
}

func (f *gitHubIssues) change(ctx context.Context, number int64, fields map[string]string) error {
	return f.call(ctx, http.MethodPatch, fmt.Sprintf("/repos/%s/issues/%d", f.repository, number), fields, nil)
}

func (f *gitHubIssues) Head(context.Context) (string, error) { return "", nil }

// gitLabIssues are the same of a project on GitLab.
type gitLabIssues struct{ *gitLab }

func (f *gitLabIssues) Notes(ctx context.Context) ([]Note, error) {
	type issue struct {
		IID         int64
		Description string
		Author      gitLabUser
	}
	var own gitLabUser
	if err := f.call(ctx, http.MethodGet, "/user", nil, &own); err != nil {
		return nil, err
	}
	issues, err := pages[issue](ctx, f.api, f.request+"/issues?state=opened&scope=all&sort=asc&order_by=created_at")
	if err != nil {
		return nil, err
	}
	all := make([]Note, len(issues))
	for i, one := range issues {
		all[i] = Note{one.IID, one.Description, one.Author.ID == own.ID}
	}
	return all, nil
}

func (f *gitLabIssues) Create(ctx context.Context, body string) error {
	return f.call(ctx, http.MethodPost, f.request+"/issues", map[string]string{"title": comment.Title(body), "description": body}, nil)
}

func (f *gitLabIssues) Edit(ctx context.Context, iid int64, body string) error {
	return f.change(ctx, iid, map[string]string{"description": body})
}

func (f *gitLabIssues) Close(ctx context.Context, iid int64) error {
	return f.change(ctx, iid, map[string]string{"state_event": "close"})
}

func (f *gitLabIssues) change(ctx context.Context, iid int64, fields map[string]string) error {
	return f.call(ctx, http.MethodPut, fmt.Sprintf("%s/issues/%d", f.request, iid), fields, nil)
}

func (f *gitLabIssues) Head(context.Context) (string, error) { return "", nil }
