package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/comment"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/forge"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/review"
)

// do makes the comment and brings it to where it is wanted.
func (o *options) do(ctx context.Context, j job) (int, error) {
	var to forge.Forge
	run, err := forge.Run{}, error(nil)
	if o.publish != "" {
		if to, run, err = forge.Of(o.publish, j.env, forge.Client()); err != nil {
			return exitUsage, err
		}
	}
	run = forge.Run{
		Commit: cmp.Or(o.commit, run.Commit), CommitURL: cmp.Or(o.commitURL, run.CommitURL), RunURL: cmp.Or(o.runURL, run.RunURL),
	}
	if o.markStale {
		warning := comment.StaleWarning("", run.Commit)
		return o.published(j, func() (string, error) {
			return forge.MarkStale(ctx, to, comment.Marker(o.project, o.stack, o.kind), warning)
		})
	}
	p, err := o.read(j.in)
	if err != nil {
		return exitError, err
	}
	if p.Stack == "" {
		return exitUsage, errors.New("--stack: Required value: the preview has ended before it told its stack")
	}
	of := comment.Subject{Project: p.Project, Stack: p.Stack, Kind: o.kind, Commit: run.Commit, CommitURL: run.CommitURL, RunURL: run.RunURL}
	limit := comment.Limit
	if to != nil {
		limit = to.Limit()
		if head, err := to.Head(ctx); err == nil && run.Commit != "" && head != run.Commit {
			of.Newer = head
		}
	}
	r := review.Of(p)
	body := comment.Of(r, of, cmp.Or(o.limit, limit))
	if err := o.write(j.out, body); err != nil {
		return exitError, err
	}
	if to != nil {
		code, err := o.published(j, func() (string, error) {
			return put(ctx, to, comment.Marker(of.Project, of.Stack, of.Kind), body, r.Level == review.Nothing)
		})
		if err != nil {
			return code, err
		}
	}
	return o.code(r.Level), nil
}

// published tells what was done to the comment.
func (o *options) published(j job, publish func() (string, error)) (int, error) {
	done, err := publish()
	if err != nil {
		return exitError, err
	}
	what := "comment"
	if strings.HasSuffix(o.publish, "-issue") {
		what = "issue"
	}
	fmt.Fprintln(j.err, "preview-comment:", what, done)
	return exitFine, nil
}

// put publishes a comment; an issue is there only while there is something to say.
func put(ctx context.Context, to forge.Forge, marker, body string, isNothing bool) (string, error) {
	if tracker, isTracker := to.(forge.Tracker); isTracker && isNothing {
		return forge.Close(ctx, tracker, marker)
	}
	return forge.Publish(ctx, to, marker, body)
}

// read reads the preview. One of which there is nothing has failed, and that is worth a comment too.
func (o *options) read(in io.Reader) (*plan.Preview, error) {
	var document []byte
	var err error
	if o.file == "" || o.file == "-" {
		document, err = io.ReadAll(in)
	} else {
		document, err = os.ReadFile(o.file)
	}
	if err != nil {
		return nil, err
	}
	p, err := plan.Read(document)
	if errors.Is(err, plan.ErrNoPlan) {
		p, err = plan.None(), nil
	}
	if err != nil {
		return nil, err
	}
	if o.eventLog != "" {
		log, err := os.ReadFile(o.eventLog)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if err := p.ReadEvents(log); err != nil {
			return nil, err
		}
	}
	p.Project, p.Stack = cmp.Or(o.project, p.Project), cmp.Or(o.stack, p.Stack)
	return p, nil
}

func (o *options) write(out io.Writer, body string) error {
	if o.summary != "" {
		file, err := os.OpenFile(o.summary, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err != nil {
			return err
		}
		_, err = file.WriteString(body)
		if err := errors.Join(err, file.Close()); err != nil {
			return err
		}
	}
	if o.output != "" {
		return os.WriteFile(o.output, []byte(body), 0o644)
	}
	_, err := io.WriteString(out, body)
	return err
}

func (o *options) code(level review.Level) int {
	if !o.exitCode {
		return exitFine
	}
	return map[review.Level]int{
		review.Nothing: exitFine, review.Change: exitChange, review.Rollout: exitChange, review.Loss: exitLoss, review.Failure: exitFailure,
	}[level]
}
