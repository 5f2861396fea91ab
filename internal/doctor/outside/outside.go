// Package outside looks at an installation of Studios as users' browsers and SSH clients do, whoever has made it: by name,
// certificate, HTTP, WebSocket and SSH. It needs no cluster, and writes nothing.
//
// Each file asks one thing and decides it: what asks knows the network, what decides is a function from what was answered to
// findings. What only follows from something else, and is not known, is a warning that says so.
//
// The access token goes to the Platform's own host, by a certificate that was verified, and nowhere else: no redirect is ever
// followed.
package outside

import (
	"context"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
)

// Targets are what is looked at, and what is known of it. The URLs are needed, the zero value of all else will do.
type Targets struct {
	doctor.Told

	// Token is an access token of the Platform. Templates and features are looked at with one only.
	Token string
	// Workspace is the numeric ID of the workspace whose templates and features are looked at; 0 is that of the token's user.
	Workspace int64

	// Session is the URL of a session that runs, and SessionCookie what its user's browser sends there as "Cookie". Without, a
	// session that does not exist is asked for a WebSocket, which the proxy may refuse.
	Session, SessionCookie string
	// Stay is how long a WebSocket on which nothing is said has to stay open. It defaults to five seconds.
	Stay time.Duration

	// Authorities are root certificates in PEM form, trusted beside those of this machine.
	Authorities []byte

	// Timeout is how long one answer may take. It defaults to ten seconds.
	Timeout time.Duration
	// Resolve and Dial stand in for the network of this machine.
	Resolve func(ctx context.Context, host string) ([]string, error)
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
}

// Look asks everything at once, and gives the findings in an order of their own.
func Look(ctx context.Context, targets Targets) []doctor.Finding {
	l, findings := prepare(targets)
	if l == nil {
		return findings
	}
	defer l.client.CloseIdleConnections()
	version, found := serviceInfo(ctx, l) // first, for what a feature means follows from the version
	l.version = version
	findings = append(findings, found...)

	probes := []func(context.Context, *look) []doctor.Finding{
		names, certificates, plainHTTP, issuer, signingKey, loginPaths, door, login, webSocket, templates, features, sshDoor,
	}
	results := make([][]doctor.Finding, len(probes))
	var running sync.WaitGroup
	for i, probe := range probes {
		running.Go(func() { results[i] = probe(ctx, l) })
	}
	running.Wait()
	for _, result := range results {
		findings = append(findings, result...)
	}
	return l.withoutSecrets(findings)
}

// withoutSecrets is a second net: nothing should have got here, but a server may repeat what it was sent.
func (l *look) withoutSecrets(findings []doctor.Finding) []doctor.Finding {
	for _, secret := range []string{l.Token, l.SessionCookie} {
		if secret == "" {
			continue
		}
		for i := range findings {
			findings[i].Message = strings.ReplaceAll(findings[i].Message, secret, "[secret]")
			findings[i].Do = strings.ReplaceAll(findings[i].Do, secret, "[secret]")
		}
	}
	return findings
}
