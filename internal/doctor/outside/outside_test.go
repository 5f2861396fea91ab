package outside_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor/outside"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor/outside/stub"
)

// start runs an installation for as long as the test.
func start(t *testing.T, faults stub.Faults) *stub.Installation {
	t.Helper()
	installation, err := stub.Start(faults)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(installation.Close)
	return installation
}

// said are the findings that are not fine, as "verdict row check".
func said(findings []doctor.Finding) (all []string) {
	for _, f := range findings {
		if f.Verdict != doctor.Fine {
			all = append(all, fmt.Sprintf("%s %d %s", f.Verdict, f.Row, f.Check))
		}
	}
	return all
}

// same compares what was said with what should have been, and shows all of it where they differ.
func same(t *testing.T, findings []doctor.Finding, want ...string) {
	t.Helper()
	if got := said(findings); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
		for _, f := range findings {
			t.Logf("%+v", f)
		}
	}
}

// asIs and after leave the targets of the healthy installation, or change them.
type change func(*outside.Targets)

func TestHealthy(t *testing.T) {
	findings := outside.Look(context.Background(), start(t, stub.Faults{}).Targets())
	same(t, findings)
	checks := map[string]bool{}
	for _, f := range findings {
		checks[f.Check] = true
		if f.Do != "" || f.Row != 0 {
			t.Errorf("is fine, and yet asks for something: %+v", f)
		}
	}
	for _, check := range []string{"root-domain", "platform", "name", "certificate", "plain-http", "issuer", "signing-key", "login-paths",
		"front-door", "login", "websocket", "templates", "features", "ssh"} {
		if !checks[check] {
			t.Errorf("%s says nothing", check)
		}
	}
}

func TestEachFaultIsItsRow(t *testing.T) {
	for sentence, c := range map[string]struct {
		faults stub.Faults
		want   []string
	}{
		"the Platform does not know the proxy":        {stub.Faults{UnknownClient: true}, []string{"warning 1 login"}},
		"the Platform signs with another key":         {stub.Faults{OtherKey: true}, []string{"problem 2 signing-key"}},
		"the Platform has no key":                     {stub.Faults{NoKey: true}, []string{"problem 3 issuer", "problem 3 signing-key"}},
		"the key is not RSA":                          {stub.Faults{NoRSAKey: true}, []string{"problem 3 signing-key"}},
		"the issuer is http":                          {stub.Faults{Issuer: "http://platform.example.com/api"}, []string{"problem 8 issuer"}},
		"the Platform is served over plain http":      {stub.Faults{PlainHTTP: true}, []string{"warning 8 plain-http"}},
		"the proxy has another connect URL":           {stub.Faults{ProxyURL: "https://studios.example.com"}, []string{"warning 9 login"}},
		"the issuer is another":                       {stub.Faults{Issuer: "https://tower.example.com/api"}, []string{"problem 10 issuer"}},
		"the issuer has another path":                 {stub.Faults{Issuer: "https://platform.example.com/auth"}, []string{"problem 10 issuer"}},
		"the proxy has another Platform URL":          {stub.Faults{PlatformURL: "https://tower.example.com"}, []string{"warning 10 login"}},
		"WebSockets are cut":                          {stub.Faults{WebSocketCut: 50 * time.Millisecond}, []string{"problem 12 websocket"}},
		"the wildcard leads to the front end":         {stub.Faults{FrontEndAtWildcard: true}, []string{"problem 13 front-door", "unknown 0 websocket"}},
		"the wildcard shows a page of the same title": {stub.Faults{SameTitleAtWildcard: true}, []string{"warning 13 front-door"}},
		"a template is custom": {stub.Faults{Templates: `{"templates":[{"repository":"r/x:1","tool":"custom","status":"recommended"}]}`},
			[]string{"problem 26 templates"}},
		"a template is unsupported": {stub.Faults{Templates: `{"templates":[{"repository":"r/x:1","tool":"jupyter","status":"unsupported"}]}`},
			[]string{"warning 26 templates"}},
		"there are no templates":              {stub.Faults{Templates: `{"templates":[]}`}, []string{"warning 26 templates"}},
		"Studios is off in 25.3":              {stub.Faults{Version: "25.3.4", FeaturesOff: []string{"DATA_STUDIO"}}, []string{"problem 24 features"}},
		"Studios is off in 26.2":              {stub.Faults{FeaturesOff: []string{"DATA_STUDIO"}}, []string{"problem 25 features"}},
		"SSH is off":                          {stub.Faults{FeaturesOff: []string{"DATA_STUDIO_SSH_ENABLED"}}, []string{"problem 25 features"}},
		"Data Explorer is off":                {stub.Faults{FeaturesOff: []string{"DATA_EXPLORER"}}, []string{"problem 27 features"}},
		"several host keys":                   {stub.Faults{HostKeysDiffer: true}, []string{"problem 29 ssh"}},
		"another host key":                    {stub.Faults{OtherHostKey: true}, []string{"problem 30 ssh"}},
		"nothing at the SSH port":             {stub.Faults{NoSSH: true}, []string{"problem 30 ssh"}},
		"users cannot add their SSH keys":     {stub.Faults{FeaturesOff: []string{"SSH_KEYS_MANAGEMENT"}}, []string{"problem 30 features"}},
		"the front end answers /auth":         {stub.Faults{PathsLost: []string{"/auth"}}, []string{"warning 35 login-paths"}},
		"certificate near its end":            {stub.Faults{CertificateEnds: 10 * 24 * time.Hour}, []string{"warning 0 certificate"}},
		"nobody answers behind the door":      {stub.Faults{Door: with(503, "", "")}, []string{"problem 0 front-door", "problem 0 front-door", "unknown 0 login", "unknown 0 websocket"}},
		"the ALB has no healthy target":       {stub.Faults{Door: with(503, "awselb/2.0", "")}, []string{"warning 11 front-door", "warning 11 front-door", "unknown 0 login", "unknown 0 websocket"}},
		"the ALB has no rule":                 {stub.Faults{Door: with(404, "awselb/2.0", "")}, []string{"problem 13 front-door", "problem 13 front-door", "unknown 0 login", "unknown 0 websocket"}},
		"nginx has no rule":                   {stub.Faults{Door: with(404, "", "<html><hr><center>nginx</center></html>")}, []string{"problem 13 front-door", "problem 13 front-door", "unknown 0 login", "unknown 0 websocket"}},
		"the proxy opens no WebSocket so":     {stub.Faults{NoWebSockets: true}, []string{"unknown 0 websocket"}},
		"the session says farewell":           {stub.Faults{WebSocketLeave: 50 * time.Millisecond}, []string{"unknown 0 websocket"}},
		"the wildcard does not resolve":       {stub.Faults{NoWildcardName: true}, []string{"problem 6 name", "unknown 0 certificate", "unknown 0 front-door", "unknown 0 websocket"}},
		"the certificate is a label too deep": {stub.Faults{CertificateTooDeep: true}, []string{"problem 6 certificate", "unknown 0 front-door", "unknown 0 websocket"}},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			same(t, outside.Look(context.Background(), start(t, c.faults).Targets()), c.want...)
		})
	}
}

func with(status int, server, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Server", server)
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// everythingByHTTPS cannot be looked at where no certificate is accepted.
var everythingByHTTPS = []string{"unknown 0 issuer", "unknown 0 signing-key", "unknown 0 login-paths", "unknown 0 front-door", "unknown 0 front-door",
	"unknown 0 login", "unknown 0 websocket", "unknown 0 templates", "unknown 0 features"}

func TestCertificatesThatNothingAccepts(t *testing.T) {
	for sentence, c := range map[string]struct {
		faults stub.Faults
		change change
		want   string
	}{
		"expired":                    {stub.Faults{CertificateEnds: -time.Hour}, func(*outside.Targets) {}, "problem 0 certificate"},
		"of a root that is not told": {stub.Faults{}, func(to *outside.Targets) { to.Authorities = nil }, "warning 32 certificate"},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			targets := start(t, c.faults).Targets()
			c.change(&targets)
			same(t, outside.Look(context.Background(), targets), append([]string{"unknown 0 platform", c.want}, everythingByHTTPS...)...)
		})
	}
}

func TestTargetsAreChecked(t *testing.T) {
	for sentence, c := range map[string]struct {
		change change
		want   []string
	}{
		"http":                              {func(to *outside.Targets) { to.Platform = "http://platform.example.com" }, []string{"problem 8 targets"}},
		"a user in the URL":                 {func(to *outside.Targets) { to.Connect = "https://me:hunter2@connect.example.com" }, []string{"problem 0 targets"}},
		"both":                              {func(to *outside.Targets) { to.Connect, to.Platform = "", "platform" }, []string{"problem 0 targets", "problem 0 targets"}},
		"a user in the session's URL":       {func(to *outside.Targets) { to.Session = "https://me:hunter2@a1.example.com/" }, []string{"problem 0 targets"}},
		"a session of somebody else's":      {func(to *outside.Targets) { to.Session = "https://a1.example.org/" }, []string{"problem 0 targets"}},
		"a URL as SSH address":              {func(to *outside.Targets) { to.SSHAddress = "https://me:hunter2@ssh.example.com" }, []string{"problem 30 ssh"}},
		"a fingerprint that is none":        {func(to *outside.Targets) { to.SSHFingerprint = "hunter2" }, []string{"problem 30 ssh"}},
		"another root domain":               {func(to *outside.Targets) { to.Connect = "https://connect.example.org" }, nil},
		"a slash, capitals and the port":    {func(to *outside.Targets) { to.Platform = "https://Platform.Example.com:443/" }, []string{}},
		"no token":                          {func(to *outside.Targets) { to.Token = "" }, []string{"unknown 0 templates", "unknown 0 features"}},
		"a token that the Platform refuses": {func(to *outside.Targets) { to.Token = "hunter2" }, []string{"unknown 0 templates", "unknown 0 features"}},
		"path routing":                      {func(to *outside.Targets) { to.PathRouting = true }, []string{}},
		"a session with its cookie": {func(to *outside.Targets) {
			to.Session, to.SessionCookie = "https://a1b2c3d4.example.com/lab", "sid=hunter2"
		}, []string{}},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			targets := start(t, stub.Faults{}).Targets()
			c.change(&targets)
			findings := outside.Look(context.Background(), targets)
			for _, f := range findings {
				if strings.Contains(fmt.Sprint(f), "hunter2") {
					t.Errorf("tells a secret: %+v", f)
				}
			}
			if c.want == nil { // the host is nobody's here, so more is said; what counts comes first
				if first := said(findings)[0]; first != "problem 7 root-domain" {
					t.Error("got", first)
				}
				return
			}
			same(t, findings, c.want...)
		})
	}
}

// TestAPIMisbehaves finds no way to hang, to fill the memory or to send the token away.
func TestAPIMisbehaves(t *testing.T) {
	json := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		}
	}
	all := func(verdict string) []string {
		return []string{verdict + " platform", verdict + " issuer", verdict + " signing-key", verdict + " templates", verdict + " features"}
	}
	for sentence, c := range map[string]struct {
		api  http.HandlerFunc
		want []string
	}{
		"garbage":           {json("{]"), all("problem 0")},
		"a huge body":       {json(strings.Repeat(" ", 3<<20) + "{}"), all("unknown 0")},
		"5xx":               {with(502, "", ""), all("problem 0")},
		"elsewhere":         {http.RedirectHandler("https://elsewhere.example.com/?token=hunter2", 307).ServeHTTP, all("problem 0")},
		"in circles":        {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, 307) }, all("problem 0")},
		"the front end":     {func(w http.ResponseWriter, r *http.Request) { with(200, "", "<title>Platform</title>")(w, r) }, all("problem 35")},
		"later than anyone": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, all("unknown 0")},
		"its token back": {func(w http.ResponseWriter, r *http.Request) {
			json(`{"serviceInfo":{"version":"26.2"},"issuer":"https://`+stub.Token+`","keys":[],"features":[],"templates":[{"repository":"`+
				stub.Token+`","tool":"custom"}]}`)(w, r)
		}, []string{"problem 10 issuer", "problem 3 signing-key", "problem 26 templates", "problem 25 features", "problem 27 features",
			"problem 25 features", "problem 30 features"}},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			installation := start(t, stub.Faults{API: c.api})
			targets := installation.Targets()
			if sentence == "later than anyone" {
				targets.Timeout = 3 * time.Second // for others too, on a machine that is busy
			}
			findings := outside.Look(context.Background(), targets)
			var of []doctor.Finding
			for _, f := range findings {
				if f.Check != "login" {
					of = append(of, f)
				}
				if text := fmt.Sprint(f); strings.Contains(text, stub.Token) || strings.Contains(text, "hunter2") || strings.Contains(text, "secret-state") {
					t.Errorf("tells a secret: %+v", f)
				}
			}
			same(t, of, c.want...)
			for _, r := range installation.Requests() {
				if r.Authorization != "" && (r.Host != stub.PlatformHost || !strings.HasPrefix(r.Path, "/api/")) {
					t.Errorf("the token went to %s%s", r.Host, r.Path)
				}
			}
		})
	}
}

func TestSSHPortServesSomethingElse(t *testing.T) {
	for sentence, serve := range map[string]func(net.Conn){
		"HTTP":                  func(c net.Conn) { read(c); _, _ = c.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n")) },
		"TLS":                   func(c net.Conn) { read(c); _, _ = c.Write([]byte{0x15, 3, 1, 0, 2, 2, 22}) },
		"something else":        func(c net.Conn) { _, _ = c.Write([]byte("220 mail.example.com ESMTP\r\n")); read(c) },
		"nothing, and hangs up": func(net.Conn) {},
		"nothing, and stays":    func(c net.Conn) { read(c); read(c) },
		"more than anyone reads": func(c net.Conn) {
			for {
				if _, err := c.Write(make([]byte, 4096)); err != nil {
					return
				}
			}
		},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			targets := start(t, stub.Faults{SSH: serve}).Targets()
			if strings.HasPrefix(sentence, "nothing") {
				targets.Timeout = time.Second
			}
			same(t, outside.Look(context.Background(), targets), "problem 30 ssh")
		})
	}
}

func read(c net.Conn) { _, _ = c.Read(make([]byte, 256)) }

func TestSSHPortDoesNotAnswer(t *testing.T) {
	targets := start(t, stub.Faults{}).Targets()
	dial := targets.Dial
	targets.Timeout = time.Second
	targets.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasSuffix(address, ":22") {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return dial(ctx, network, address)
	}
	same(t, outside.Look(context.Background(), targets), "warning 30 ssh")
}

// TestSessionIsAsked sends the cookie to the session, and nowhere else.
func TestSessionIsAsked(t *testing.T) {
	installation := start(t, stub.Faults{})
	targets := installation.Targets()
	targets.Session, targets.SessionCookie = "https://a1b2c3d4.example.com/lab", "sid=hunter2"
	same(t, outside.Look(context.Background(), targets))
	asked := 0
	for _, r := range installation.Requests() {
		if r.Cookie != "" {
			asked++
			if r.Host != "a1b2c3d4.example.com" || r.Cookie != "sid=hunter2" || r.Path != "/lab" {
				t.Errorf("the cookie went out as %+v", r)
			}
		}
	}
	if asked != 1 {
		t.Errorf("the session was asked %d times", asked)
	}
}

// TestEnds looks at an installation that is gone: what is asked comes to an end, and says so.
func TestEnds(t *testing.T) {
	targets := start(t, stub.Faults{}).Targets()
	targets.Timeout = 200 * time.Millisecond
	targets.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) { <-ctx.Done(); return nil, ctx.Err() }
	begin := time.Now()
	for _, f := range outside.Look(context.Background(), targets) {
		if f.Verdict == doctor.Problem {
			t.Errorf("knows nothing, and yet says %+v", f)
		}
	}
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("took %s", took)
	}
}
