package outside

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

// bodyLimit is far above what is read here: some kilobytes.
const bodyLimit = 1 << 20

// answer is what came back, with everything that a decision needs.
type answer struct {
	Status   int
	Type     string   // media type, such as "text/html"
	Server   string   // as the Server header says
	Location *url.URL // absolute, where it redirects
	Body     []byte
	TooLarge bool
	// Silence tells why there is no answer.
	Silence string
}

func (l *look) newClient() *http.Client {
	return &http.Client{
		Timeout: l.Timeout,
		Transport: &http.Transport{
			DialContext:            l.Dial,
			TLSClientConfig:        &tls.Config{RootCAs: l.roots},
			MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func (l *look) get(ctx context.Context, address string) answer { return l.ask(ctx, address, nil) }

// getAll asks side by side, so that several that do not answer take no longer than one.
func (l *look) getAll(ctx context.Context, addresses ...string) []answer {
	answers := make([]answer, len(addresses))
	var running sync.WaitGroup
	for i, address := range addresses {
		running.Go(func() { answers[i] = l.get(ctx, address) })
	}
	running.Wait()
	return answers
}

// api is the only one that has the token.
func (l *look) api(ctx context.Context, path string) answer {
	return l.ask(ctx, l.Platform+path, http.Header{"Authorization": {"Bearer " + l.Token}})
}

func (l *look) ask(ctx context.Context, address string, header http.Header) answer {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return answer{Silence: l.why(err)}
	}
	if header != nil {
		request.Header = header
	}
	request.Header.Set("User-Agent", "seqera-studios-doctor")
	response, err := l.client.Do(request)
	if err != nil {
		return answer{Silence: l.why(err)}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, bodyLimit+1))
	if err != nil {
		return answer{Silence: l.why(err)}
	}
	got := answer{Status: response.StatusCode, Server: response.Header.Get("Server"), TooLarge: len(body) > bodyLimit, Body: body}
	got.Type, _, _ = mime.ParseMediaType(response.Header.Get("Content-Type"))
	if to, err := response.Location(); err == nil && got.Status >= 300 && got.Status < 400 {
		got.Location = to
	}
	return got
}

// why tells what kept an answer away, and nothing of what was asked.
func (l *look) why(err error) string {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	var name *net.DNSError
	var refused *tls.CertificateVerificationError
	var late net.Error
	switch {
	case errors.As(err, &refused):
		return "its certificate is not accepted: see the check certificate"
	case errors.As(err, &name):
		return "its name does not resolve: see the check name"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &late) && late.Timeout():
		return fmt.Sprintf("no answer within %s", l.Timeout.Round(time.Millisecond))
	}
	return shown(err.Error())
}

// isNowhere tells that the backend has nothing at a path of which everybody may ask. One that wants to know who asks may say 401 of
// whatever it does not have; where it does so of all, something in front of it wants to know.
func (l *look) isNowhere(a answer) bool {
	return !a.isPage() && (a.Status == http.StatusNotFound || a.Status == http.StatusUnauthorized && l.version != "")
}

// isPage tells of an answer that is for people: the front end's, or that of something on the way.
func (a answer) isPage() bool { return a.Type == "text/html" }

// says is the answer in a few words.
func (a answer) says() string {
	switch {
	case a.Silence != "":
		return a.Silence
	case a.Location != nil:
		return fmt.Sprintf("%d, on to %s", a.Status, place(a.Location))
	case a.isPage():
		return fmt.Sprintf("%d, with a page", a.Status)
	}
	return fmt.Sprint(a.Status)
}

// place is a URL without its query, which may hold a secret, and without a user.
func place(u *url.URL) string { return shown(u.Scheme + "://" + u.Host + u.EscapedPath()) }

// document reads the answer of an endpoint that everybody with a Platform has, and finds what is wrong with it where it cannot.
func (a answer) document(check, path string, into any) []doctor.Finding {
	switch {
	case a.Silence != "":
		return one(unknown(check, path+" could not be looked at: "+a.Silence, "ask from where users are, or mend what is in the way"))
	case a.Location != nil:
		return one(problem(check, 0, path+" is answered with "+a.says()+", which is not followed",
			"give the URL that the Platform has itself, its TOWER_SERVER_URL"))
	case a.isPage() && a.Status < http.StatusInternalServerError:
		return one(problem(check, 35, path+" is answered with a page ("+a.says()+") and not by the Platform's backend",
			"let what stands in front of the Platform send /api to it"))
	case a.Status != http.StatusOK:
		return one(problem(check, 0, fmt.Sprintf("%s is answered with %d", path, a.Status), "look at the Platform's backend, and at its log"))
	case a.TooLarge:
		return one(unknown(check, fmt.Sprintf("%s is answered with more than %d bytes, which are not read", path, bodyLimit),
			"look at what answers there"))
	case json.Unmarshal(a.Body, into) != nil:
		return one(problem(check, 0, path+" is answered with something that is not the JSON it should be", "look at what answers there"))
	}
	return nil
}
