package outside_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor/outside"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor/outside/stub"
)

// TestAPIMisbehaves finds no way to hang, to fill the memory or to lead the token away.
func TestAPIMisbehaves(t *testing.T) {
	document := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		}
	}
	all := func(finding string) (each []string) {
		for _, check := range []string{"platform", "issuer", "signing-key", "templates", "features"} {
			each = append(each, finding+" "+check)
		}
		return each
	}
	for sentence, c := range map[string]struct {
		api  http.HandlerFunc
		want []string
	}{
		"garbage":        {document("{]"), all("problem 0")},
		"a huge body":    {document(strings.Repeat(" ", 3<<20) + "{}"), all("unknown 0")},
		"a bad gateway":  {stub.Answer(502, "", "<html>502</html>"), all("problem 0")},
		"a page":         {stub.Answer(200, "", "<title>x</title>"), all("problem 35")},
		"no page":        {stub.Answer(404, "", "<html>404</html>"), all("problem 35")},
		"elsewhere":      {http.RedirectHandler("https://elsewhere.example.com/?token=hunter2", 307).ServeHTTP, all("problem 0")},
		"in circles":     {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, 307) }, all("problem 0")},
		"later than all": {never, all("unknown 0")},
		"what it is sent": {document(`{"serviceInfo":{"version":"` + stub.Token + `"},"issuer":"https://` + stub.Token + `","keys":[],` +
			`"features":[],"templates":[{"repository":"` + stub.Token + `","tool":"custom","status":"deprecated"}]}`),
			[]string{"problem 10 issuer", "problem 3 signing-key", "problem 26 templates", "problem 25 features", "problem 27 features",
				"problem 25 features", "problem 30 features"}},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			installation := start(t, stub.Faults{API: c.api})
			targets := installation.Targets()
			targets.Timeout = 3 * time.Second // for all, on a machine that is busy
			findings := outside.Look(context.Background(), targets)
			same(t, findings, c.want...)
			silent(t, findings, stub.Token, password, "secret-state")
			tokenStays(t, installation)
		})
	}
}

// never answers, not even when the other side has left: on a busy machine it might still hear it.
func never(_ http.ResponseWriter, r *http.Request) {
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// tokenStays wants the token at the Platform's API only.
func tokenStays(t *testing.T, installation *stub.Installation) {
	t.Helper()
	sent := 0
	for _, r := range installation.Requests() {
		if r.Authorization == "" {
			continue
		}
		sent++
		if r.Host != stub.PlatformHost || r.Path != "/api/studios/templates" && r.Path != "/api/permissions/features" {
			t.Errorf("the token went to %s%s", r.Host, r.Path)
		}
	}
	if sent != 2 {
		t.Errorf("the token was sent %d times", sent)
	}
}

func TestSSHPortServesSomethingElse(t *testing.T) {
	for sentence, serve := range map[string]func(net.Conn){
		"HTTP":                  func(c net.Conn) { read(c); write(c, "HTTP/1.1 400 Bad Request\r\n\r\n") },
		"TLS":                   func(c net.Conn) { read(c); write(c, "\x15\x03\x01\x00\x02\x02\x16") },
		"something else":        func(c net.Conn) { write(c, "220 mail.example.com ESMTP\r\n"); read(c) },
		"nothing, and hangs up": func(net.Conn) {},
		"nothing, and stays":    func(c net.Conn) { read(c); read(c) },
		"without an end": func(c net.Conn) {
			for write(c, strings.Repeat("x", 4096)) == nil {
			}
		},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			targets := start(t, stub.Faults{SSH: serve}).Targets()
			targets.Timeout = 3 * time.Second
			findings := outside.Look(context.Background(), targets)
			same(t, findings, "problem 30 ssh")
			if last := findings[len(findings)-1].Message; (sentence == "HTTP" || sentence == "TLS") && !strings.Contains(last, "speaks "+sentence) {
				t.Error("does not tell what speaks there:", last)
			}
		})
	}
}

func read(c net.Conn) { _, _ = c.Read(make([]byte, 256)) }

func write(c net.Conn, text string) error {
	_, err := c.Write([]byte(text))
	return err
}

// TestSSHPortIsForOthers takes silence for what it may be: a firewall.
func TestSSHPortIsForOthers(t *testing.T) {
	targets := start(t, stub.Faults{}).Targets()
	dial := targets.Dial
	targets.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasSuffix(address, ":22") {
			return nil, context.DeadlineExceeded
		}
		return dial(ctx, network, address)
	}
	same(t, outside.Look(context.Background(), targets), "warning 30 ssh")
}

// TestMessagesAreOneLine keeps what a terminal would obey out of it, whoever sends it.
func TestMessagesAreOneLine(t *testing.T) {
	evil := "https://evil.example.com/\x1b[2J\nproblem" + strings.Repeat("x", 5000)
	findings := outside.Look(context.Background(), start(t, stub.Faults{Issuer: evil, Version: "26\x1b[2J\n" + strings.Repeat("y", 5000)}).Targets())
	for _, f := range findings {
		if strings.ContainsAny(f.Message+f.Do, "\x1b\n") || len(f.Message) > 1000 {
			t.Errorf("%q", f.Message)
		}
	}
	if !has(findings, "issuer", doctor.Problem) {
		t.Error("the issuer is not told")
	}
}

func has(findings []doctor.Finding, check string, verdict doctor.Verdict) bool {
	for _, f := range findings {
		if f.Check == check && f.Verdict == verdict {
			return true
		}
	}
	return false
}
