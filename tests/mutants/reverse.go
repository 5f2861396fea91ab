package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// reverses are patches that take the mend of one harm back. Each is called like the story that has to fail with it, and no
// other story of these may: TestA.patch, or TestA,case.patch for one of its cases. Where others cannot but fail with it, its head names
// them, each in a line of its own after alsoFails, and then exactly those have to.
const reverses = "tests/stories/testdata/reverse"

const alsoFails = "Also fails: "

// reverse takes back one mend after the other, in copies of the checkout, and runs the stories on the testbed.
func reverse(ctx context.Context, only *regexp.Regexp) error {
	files, err := filepath.Glob(filepath.Join(root(reverses), "*.patch"))
	if err != nil || len(files) == 0 {
		return errors.Join(err, errors.New("there are no patches"))
	}
	var stories []string
	for _, file := range files {
		stories = append(stories, storyOf(file))
	}
	var failures []error
	for _, file := range files {
		if !only.MatchString(filepath.Base(file)) {
			continue
		}
		failed, err := failing(ctx, file, stories)
		switch want := storyOf(file); {
		case err != nil:
			failures = append(failures, fmt.Errorf("%s: %w", filepath.Base(file), err))
		case !slices.Equal(failed, wanted(file)):
			failures = append(failures, fmt.Errorf("without the mend of %s these fail: %s", want, strings.Join(failed, ", ")))
		}
		fmt.Printf("without the mend of %s: %s\n", storyOf(file), strings.Join(failed, ", "))
	}
	return errors.Join(failures...)
}

// wanted are the stories that have to fail with a patch, sorted.
func wanted(file string) []string {
	all := []string{storyOf(file)}
	text, _ := os.ReadFile(file) // git tells of one that cannot be read
	for line := range strings.Lines(string(text)) {
		if story, isNamed := strings.CutPrefix(strings.TrimSpace(line), alsoFails); isNamed {
			all = append(all, story)
		}
	}
	slices.Sort(all)
	return all
}

func storyOf(file string) string {
	return strings.ReplaceAll(strings.TrimSuffix(filepath.Base(file), ".patch"), ",", "/")
}

// failing are those of the stories that fail with a patch.
func failing(ctx context.Context, patch string, stories []string) ([]string, error) {
	dir, err := os.MkdirTemp("", "seqera-studios-reverse-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	const copied = "git ls-files -z --cached --others --exclude-standard | xargs -0 tar cf - | tar xf - -C "
	if err := command(ctx, root("."), "sh", "-c", copied+dir); err != nil {
		return nil, err
	}
	if err := command(ctx, dir, "git", "apply", patch); err != nil {
		return nil, fmt.Errorf("the code has gone on, write the patch anew: %w", err)
	}
	test := exec.CommandContext(ctx, "go", "test", "-tags", "testbed", "-count=1", "-timeout", "30m", "-parallel", "6", "-run", choice(stories), "./tests/stories")
	test.Dir = dir
	output, err := test.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, err
	}
	if bytes.Contains(output, []byte("[build failed]")) {
		return nil, fmt.Errorf("it does not compile:\n%s", output)
	}
	return innermost(string(output)), nil
}

// choice is the -run of stories, of which some are cases of one test; none of the others has cases.
func choice(stories []string) string {
	var tests, cases []string
	for _, story := range stories {
		test, one, isCase := strings.Cut(story, "/")
		tests = append(tests, test)
		if isCase {
			cases = append(cases, one)
		}
	}
	slices.Sort(tests)
	run := "^(" + strings.Join(slices.Compact(tests), "|") + ")$"
	if len(cases) > 0 {
		run += "/^(" + strings.Join(cases, "|") + ")$"
	}
	return run
}

var failedStory = regexp.MustCompile(`(?m)^ *--- FAIL: (\S+)`)

// innermost are the tests that fail, without those that only hold one which does.
func innermost(output string) (all []string) {
	for _, match := range failedStory.FindAllStringSubmatch(output, -1) {
		all = append(all, match[1])
	}
	holds := func(name string) bool {
		return slices.ContainsFunc(all, func(other string) bool { return strings.HasPrefix(other, name+"/") })
	}
	all = slices.DeleteFunc(slices.Clone(all), holds)
	slices.Sort(all)
	return all
}

func command(ctx context.Context, dir, name string, arguments ...string) error {
	command := exec.CommandContext(ctx, name, arguments...)
	command.Dir = dir
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, output)
	}
	return nil
}
