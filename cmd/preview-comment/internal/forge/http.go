package forge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// api speaks to a forge over HTTP.
type api struct {
	client *http.Client
	base   string
	header http.Header
}

// Client follows nowhere: elsewhere the token would go along, and of a POST a GET would be made.
func Client() *http.Client {
	return &http.Client{Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// statusError is an answer that is none of success.
type statusError struct {
	request string
	status  int
	message string
	after   time.Duration // that the forge asks to wait, if any
}

func (e *statusError) Error() string {
	return fmt.Sprintf("%s: %d %s: %s", e.request, e.status, http.StatusText(e.status), e.message)
}

const (
	tries        = 3
	longestPause = time.Minute
	pageSize     = 100
)

// call sends a request, and again what may succeed later.
func (a *api) call(ctx context.Context, method, path string, body, answer any) error {
	_, err := a.send(ctx, method, path, body, answer)
	return err
}

func (a *api) send(ctx context.Context, method, path string, body, answer any) (http.Header, error) {
	for try := 1; ; try++ {
		header, err := a.once(ctx, method, path, body, answer)
		pause, isPassing := pauseAfter(err, method, time.Duration(try)*time.Second)
		if !isPassing || try == tries {
			return header, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// pauseAfter is how long to wait until what failed may succeed. A forge that was asked too often has done nothing; of other failures
// nobody knows whether a comment was made, so there is no second attempt at one.
func pauseAfter(err error, method string, usual time.Duration) (pause time.Duration, isPassing bool) {
	var answer *statusError
	isAnswer := errors.As(err, &answer)
	switch {
	case err == nil:
		return 0, false
	case isAnswer && (answer.status == http.StatusTooManyRequests || answer.status == http.StatusForbidden && answer.after > 0):
		return max(usual, answer.after), answer.after <= longestPause
	}
	return usual, method != http.MethodPost && (!isAnswer || answer.status >= http.StatusInternalServerError)
}

func (a *api) once(ctx context.Context, method, path string, body, answer any) (http.Header, error) {
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			return nil, err
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, a.base+path, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	request.Header = a.header.Clone()
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := a.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, 64<<20))
	if err != nil {
		return nil, err
	}
	said := &statusError{request: method + " " + path, status: response.StatusCode, message: strings.TrimSpace(string(content[:min(len(content), 300)]))}
	if response.StatusCode >= 300 {
		seconds, _ := strconv.Atoi(response.Header.Get("Retry-After"))
		said.after = time.Duration(seconds) * time.Second
		return nil, said
	}
	if answer != nil && json.Unmarshal(content, answer) != nil {
		said.message = "this is not the API's answer: " + said.message
		return nil, said
	}
	return response.Header, nil
}

// pages reads a list to its end.
func pages[T any](ctx context.Context, a *api, path string) (all []T, err error) {
	for page := 1; ; page++ {
		var some []T
		header, err := a.send(ctx, http.MethodGet, fmt.Sprintf("%s&per_page=%d&page=%d", path, pageSize, page), nil, &some)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
		if !hasNext(header, len(some)) {
			return all, nil
		}
	}
}

// hasNext goes by what both forges say where there are several pages. One with fewer entries need not be the last: GitLab takes
// out of each page what the reader may not see.
func hasNext(header http.Header, entries int) bool {
	if links := header.Values("Link"); len(links) > 0 {
		return strings.Contains(strings.Join(links, ","), `rel="next"`)
	}
	return entries == pageSize
}
