package outside_test

import (
	"context"
	"fmt"
	"net"
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

// same compares the findings that are not fine, as "verdict row check", with what they should be, and shows all where they differ.
func same(t *testing.T, findings []doctor.Finding, want ...string) {
	t.Helper()
	var got []string
	for _, f := range findings {
		if f.Verdict != doctor.Fine {
			got = append(got, fmt.Sprintf("%s %d %s", f.Verdict, f.Row, f.Check))
		}
	}
	if strings.Join(got, "\n") == strings.Join(want, "\n") {
		return
	}
	t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	for _, f := range findings {
		t.Logf("%+v", f)
	}
}

// silent holds the findings against secrets.
func silent(t *testing.T, findings []doctor.Finding, secrets ...string) {
	t.Helper()
	for _, f := range findings {
		for _, secret := range secrets {
			if strings.Contains(fmt.Sprintf("%+v", f), secret) {
				t.Errorf("tells %s: %+v", secret, f)
			}
		}
	}
}

var allChecks = []string{"root-domain", "platform", "name", "certificate", "plain-http", "issuer", "signing-key", "login-paths", "front-door",
	"login", "websocket", "templates", "features", "ssh"}

func TestHealthy(t *testing.T) {
	findings := outside.Look(context.Background(), start(t, stub.Faults{}).Targets())
	same(t, findings)
	for _, check := range allChecks {
		says := false
		for _, f := range findings {
			says = says || f.Check == check
		}
		if !says {
			t.Errorf("%s says nothing", check)
		}
	}
	for _, f := range findings {
		if f.Do != "" || f.Row != 0 || f.Message == "" {
			t.Errorf("must say what was seen, and ask for nothing: %+v", f)
		}
	}
}

// TestGone looks at an installation that does not answer at all: what is asked comes to an end, and accuses nobody of anything.
func TestGone(t *testing.T) {
	targets := start(t, stub.Faults{}).Targets()
	targets.Timeout = 100 * time.Millisecond
	targets.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	begin := time.Now()
	same(t, outside.Look(context.Background(), targets), "unknown 0 platform", "unknown 0 certificate", "unknown 0 certificate", "unknown 0 certificate",
		"unknown 0 issuer", "unknown 0 signing-key", "unknown 0 login-paths", "unknown 0 front-door", "unknown 0 front-door", "unknown 0 login",
		"unknown 0 websocket", "unknown 0 templates", "unknown 0 features", "warning 30 ssh")
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("took %s", took)
	}
}

// TestCancelled ends at once, whatever may still be waited for.
func TestCancelled(t *testing.T) {
	targets := start(t, stub.Faults{}).Targets()
	targets.Stay = time.Hour
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	outside.Look(ctx, targets) // or the test never ends
}
