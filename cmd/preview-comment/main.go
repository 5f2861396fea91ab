// Command preview-comment makes a comment for a pull request of a Pulumi preview: what is lost, which pods restart and why, what
// somebody else has changed, what is left to do by hand. docs/preview-comment.md tells how to use it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

// The exit codes; those from 10 on only with --exit-code.
const (
	exitFine    = 0
	exitError   = 1
	exitUsage   = 2
	exitChange  = 10
	exitLoss    = 11
	exitFailure = 12
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], job{os.Stdin, os.Stdout, os.Stderr, os.Getenv}))
}

// job is where the command runs.
type job struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
}

type options struct {
	eventLog, project, stack, kind, commit, commitURL, runURL, output, summary, publish string
	limit                                                                               int
	exitCode, markStale                                                                 bool
	file                                                                                string
}

const usage = `preview-comment [flags] [file]

Writes a comment about a Pulumi preview. The file is what pulumi preview --json has written; without one it is read from
standard input. Flags:

`

func parse(args []string, errors io.Writer) (*options, error) {
	o := &options{}
	flags := flag.NewFlagSet("preview-comment", flag.ContinueOnError)
	flags.SetOutput(errors)
	flags.Usage = func() { fmt.Fprint(errors, usage); flags.PrintDefaults() }
	flags.StringVar(&o.eventLog, "event-log", "", "`file` that pulumi preview --event-log has written; one that is not there is left out")
	flags.StringVar(&o.project, "project", "", "`name` of the project, where the preview does not tell")
	flags.StringVar(&o.stack, "stack", "", "`name` of the stack, where the preview does not tell")
	flags.StringVar(&o.kind, "kind", "preview", "what this is: preview, drift, destroy or a `word` of your own; each kind has a comment of its own")
	flags.StringVar(&o.commit, "commit", "", "the `commit` that was previewed (default: that of the job)")
	flags.StringVar(&o.commitURL, "commit-url", "", "`address` of the commit (default: that of the job's)")
	flags.StringVar(&o.runURL, "run-url", "", "`address` of the run (default: that of the job)")
	flags.StringVar(&o.output, "output", "", "write the comment to a `file` instead of standard output")
	flags.StringVar(&o.summary, "job-summary", "", "append the comment to a `file`, such as $GITHUB_STEP_SUMMARY")
	flags.StringVar(&o.publish, "publish", "", "put the comment on the pull request of this job: `github` or gitlab; or into an issue, which is closed when nothing changes: github-issue or gitlab-issue")
	flags.IntVar(&o.limit, "limit", 0, "longest comment, in `bytes` (default: what the forge takes)")
	flags.BoolVar(&o.exitCode, "exit-code", false, "exit with 10 for changes, 11 where something is lost, 12 for a failed preview")
	flags.BoolVar(&o.markStale, "mark-stale", false, "only put a warning on the comment that is there: --commit is being previewed")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if flags.NArg() > 1 {
		return nil, o.wrong(errors, "one file at most, but there are %q", flags.Args())
	}
	o.file = flags.Arg(0)
	if o.limit != 0 && o.limit < 2000 {
		return nil, o.wrong(errors, "--limit: Invalid value: %d: must be 2000 or more", o.limit)
	}
	if o.markStale && (o.publish == "" || o.project == "" || o.stack == "") {
		return nil, o.wrong(errors, "--mark-stale needs --publish, --project and --stack")
	}
	return o, nil
}

func (o *options) wrong(to io.Writer, format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	fmt.Fprintln(to, err)
	return err
}

func run(ctx context.Context, args []string, j job) int {
	o, err := parse(args, j.err)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitFine
	case err != nil:
		return exitUsage
	}
	code, err := o.do(ctx, j)
	if err != nil {
		fmt.Fprintln(j.err, "preview-comment:", err)
	}
	return code
}
