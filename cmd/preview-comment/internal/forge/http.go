package forge

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// api speaks to a forge over HTTP.
type api struct {
	client *http.Client
	base   string
	header http.Header
}

// statusError is an answer that is none of success.
type statusError struct {
	request string
	status  int
	message string
}

func (e *statusError) Error() string {
	return fmt.Sprintf("%s: %d %s: %s", e.request, e.status, http.StatusText(e.status), e.message)
}

const (
	tries    = 3
	pageSize = 100
)

// call sends a request, and what can be sent twice again where the forge is busy.
func (a *api) call(ctx context.Context, method, path string, body, answer any) error {
	for try := 1; ; try++ {
		status, err := a.once(ctx, method, path, body, answer)
		if err == nil || try == tries || method == http.MethodPost || !isPassing(status) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(try) * time.Second):
		}
	}
}

func isPassing(status int) bool {
	return status == 0 || status == http.StatusTooManyRequests || status >= http.StatusInternalServerError
}

func (a *api) once(ctx context.Context, method, path string, body, answer any) (int, error) {
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			return 0, err
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, a.base+path, bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	request.Header = a.header.Clone()
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := a.client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, 64<<20))
	if err != nil {
		return 0, err
	}
	if response.StatusCode >= 300 {
		message := strings.TrimSpace(string(content[:min(len(content), 300)]))
		return response.StatusCode, &statusError{method + " " + path, response.StatusCode, message}
	}
	if answer == nil {
		return response.StatusCode, nil
	}
	return response.StatusCode, json.Unmarshal(content, answer)
}

// pages reads a list to its end.
func pages[T any](ctx context.Context, a *api, path string) (all []T, err error) {
	for page := 1; ; page++ {
		var some []T
		if err := a.call(ctx, http.MethodGet, fmt.Sprintf("%s&per_page=%d&page=%d", path, pageSize, page), nil, &some); err != nil {
			return nil, err
		}
		all = append(all, some...)
		if len(some) < pageSize {
			return all, nil
		}
	}
}
