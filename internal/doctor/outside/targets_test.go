package outside_test

import (
	"context"
	"crypto/rsa"
	"math/big"
	"testing"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor/outside"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor/outside/stub"
)

const password = "hunter2"

// TestWhatIsTold has a healthy installation, and other things told of it.
func TestWhatIsTold(t *testing.T) {
	for sentence, c := range map[string]struct {
		change func(*outside.Targets)
		want   []string
	}{
		"http":                              {func(to *outside.Targets) { to.Platform = "http://platform.example.com" }, []string{"problem 8 targets"}},
		"a user in a URL":                   {func(to *outside.Targets) { to.Connect = "https://me:hunter2@connect.example.com" }, []string{"problem 0 targets"}},
		"two URLs that are none":            {func(to *outside.Targets) { to.Connect, to.Platform = "", "platform" }, []string{"problem 0 targets", "problem 0 targets"}},
		"a user in a session's URL":         {func(to *outside.Targets) { to.Session = "https://me:hunter2@a1.example.com/" }, []string{"problem 0 targets"}},
		"a session of somebody else's":      {func(to *outside.Targets) { to.Session = "https://a1.example.org/" }, []string{"problem 0 targets"}},
		"a key as authority":                {func(to *outside.Targets) { to.Authorities = []byte("hunter2") }, []string{"problem 0 targets"}},
		"a URL as SSH address":              {func(to *outside.Targets) { to.SSHAddress = "https://me:hunter2@ssh.example.com" }, []string{"problem 30 ssh"}},
		"a fingerprint that is none":        {func(to *outside.Targets) { to.SSHFingerprint = password }, []string{"problem 30 ssh"}},
		"a slash, capitals and the port":    {func(to *outside.Targets) { to.Platform = "https://Platform.Example.com:443/" }, nil},
		"no token":                          {func(to *outside.Targets) { to.Token = "" }, []string{"unknown 0 templates", "unknown 0 features"}},
		"a token that the Platform refuses": {func(to *outside.Targets) { to.Token = password }, []string{"unknown 0 templates", "unknown 0 features"}},
		"no workspace":                      {func(to *outside.Targets) { to.Workspace = 0 }, nil},
		"no SSH":                            {func(to *outside.Targets) { to.SSHPort = 0 }, nil},
		"no fingerprint and no key":         {func(to *outside.Targets) { to.SSHFingerprint, to.PublicKey = "", nil }, nil},
		"a key that is not the Platform's": {func(to *outside.Targets) {
			to.PublicKey = &rsa.PublicKey{N: big.NewInt(65537), E: 3}
		}, []string{"problem 2 signing-key"}},
		"path routing, which Xpra has not":   {func(to *outside.Targets) { to.PathRouting = true }, []string{"warning 33 templates"}},
		"Connect that is far ahead":          {func(to *outside.Targets) { to.ConnectVersion = "0.15.0" }, []string{"warning 26 templates"}},
		"Connect that is no more than ahead": {func(to *outside.Targets) { to.ConnectVersion = "0.14.1" }, nil},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			targets := start(t, stub.Faults{}).Targets()
			c.change(&targets)
			findings := outside.Look(context.Background(), targets)
			same(t, findings, c.want...)
			silent(t, findings, password)
		})
	}
}

// TestOtherRootDomain says first what all else follows from.
func TestOtherRootDomain(t *testing.T) {
	targets := start(t, stub.Faults{}).Targets()
	targets.Connect = "https://connect.example.org" // where the stub is not
	same(t, outside.Look(context.Background(), targets), "problem 7 root-domain", "problem 6 name", "problem 6 name", "unknown 0 certificate",
		"unknown 0 certificate", "unknown 0 front-door", "unknown 0 front-door", "unknown 0 login", "unknown 0 websocket", "problem 30 ssh")
}

// TestUserAlone takes a feature that is off for a hint only.
func TestUserAlone(t *testing.T) {
	targets := start(t, stub.Faults{FeaturesOff: []string{"DATA_STUDIO"}}).Targets()
	targets.Workspace = 0
	same(t, outside.Look(context.Background(), targets), "warning 25 features")
}

// TestSession is asked with its cookie, and nobody else is.
func TestSession(t *testing.T) {
	installation := start(t, stub.Faults{})
	targets := installation.Targets()
	targets.Session, targets.SessionCookie = "https://a1b2c3d4.example.com/lab", "sid="+password
	findings := outside.Look(context.Background(), targets)
	same(t, findings)
	silent(t, findings, password)
	asked := 0
	for _, r := range installation.Requests() {
		if r.Cookie == "" {
			continue
		}
		asked++
		if r.Host != "a1b2c3d4.example.com" || r.Path != "/lab" || r.Cookie != "sid="+password {
			t.Errorf("the cookie went out as %+v", r)
		}
	}
	if asked != 1 {
		t.Errorf("the session was asked %d times", asked)
	}
}

// TestCookieWithoutASession stays here.
func TestCookieWithoutASession(t *testing.T) {
	installation := start(t, stub.Faults{})
	targets := installation.Targets()
	targets.SessionCookie = "sid=" + password
	same(t, outside.Look(context.Background(), targets))
	for _, r := range installation.Requests() {
		if r.Cookie != "" {
			t.Errorf("the cookie went out as %+v", r)
		}
	}
}

// TestWebSocketIsForgotten takes one that looks open, as behind a firewall that has forgotten it, for one that was cut.
func TestWebSocketIsForgotten(t *testing.T) {
	targets := start(t, stub.Faults{WebSocketForgotten: true}).Targets()
	targets.Timeout = 3 * time.Second
	same(t, outside.Look(context.Background(), targets), "problem 12 websocket")
}

// TestSessionIsRefused hints at what may not pass on the request.
func TestSessionIsRefused(t *testing.T) {
	targets := start(t, stub.Faults{NoWebSockets: true}).Targets()
	targets.Session = "https://a1b2c3d4.example.com/lab"
	same(t, outside.Look(context.Background(), targets), "warning 12 websocket")
}

// everythingByHTTPS cannot be looked at where no certificate is accepted.
var everythingByHTTPS = []string{"unknown 0 issuer", "unknown 0 signing-key", "unknown 0 login-paths", "unknown 0 front-door", "unknown 0 front-door",
	"unknown 0 login", "unknown 0 websocket", "unknown 0 templates", "unknown 0 features"}

func TestCertificatesThatNobodyAccepts(t *testing.T) {
	for sentence, c := range map[string]struct {
		faults stub.Faults
		knows  bool
		want   string
	}{
		"expired":                    {stub.Faults{CertificateEnds: -time.Hour}, true, "problem 0 certificate"},
		"of a root that is not told": {stub.Faults{}, false, "warning 32 certificate"},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			installation := start(t, c.faults)
			targets := installation.Targets()
			if !c.knows {
				targets.Authorities = nil
			}
			same(t, outside.Look(context.Background(), targets), append([]string{"unknown 0 platform", c.want}, everythingByHTTPS...)...)
			for _, r := range installation.Requests() {
				t.Errorf("what is not accepted was asked all the same: %+v", r)
			}
		})
	}
}
