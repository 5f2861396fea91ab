// Package stub is an installation of Studios as it looks from outside, over real TLS, with one switch for each thing that can be
// wrong with it. It needs neither DNS nor ports of its own: what looks at it resolves and dials through it.
package stub

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor/outside"
)

// The hosts of the installation. Sessions are at siblings of the connect host.
const (
	PlatformHost = "platform.example.com"
	ConnectHost  = "connect.example.com"
	parent       = ".example.com"
)

// Token is the access token that the Platform takes, and Workspace the workspace in which Studios is on.
const (
	Token     = "eyJ0aWQiOiA3fS5zdHVi-a-secret-of-nobody"
	Workspace = 4242
)

// Faults are what is wrong. The zero value is a healthy installation.
type Faults struct {
	Version string // of the Platform, in place of 26.2.0

	Issuer                       string // in place of the Platform's own
	NoKey, OtherKey, NoRSAKey    bool
	NoWildcardName, NoConnect    bool // names that do not resolve
	CertificateTooDeep           bool
	CertificateEnds              time.Duration // from now; negative is in the past
	FrontEndAtWildcard           bool
	SameTitleAtWildcard          bool
	Door                         http.HandlerFunc // answers at the connect host and its siblings
	PlainHTTP                    bool
	PathsLost                    []string // paths of the Platform that the front end answers
	PlatformURL, ProxyURL        string   // as the proxy has them
	UnknownClient                bool
	NoWebSockets                 bool
	WebSocketCut, WebSocketLeave time.Duration
	WebSocketForgotten           bool   // it stays open, and nobody is there
	Templates                    string // in place of good ones, as JSON
	FeaturesOff                  []string
	OtherHostKey, HostKeysDiffer bool
	SSH                          func(net.Conn) // serves the SSH port
	NoSSH                        bool
	API                          http.HandlerFunc // answers below /api of the Platform
}

// Installation is a Platform, its front end, the proxy and what stands in front of them.
type Installation struct {
	faults    Faults
	authority *authority
	keys      keys
	listeners map[string]net.Listener // by port
	closed    chan struct{}

	mu   sync.Mutex
	seen []Request
}

// Request is one that arrived.
type Request struct{ Host, Path, Authorization, Cookie string }

// Start serves until Close.
func Start(faults Faults) (*Installation, error) {
	i := &Installation{faults: faults, listeners: map[string]net.Listener{}, closed: make(chan struct{})}
	var err error
	if i.keys, err = newKeys(); err != nil {
		return nil, err
	}
	if i.authority, err = newAuthority(); err != nil {
		return nil, err
	}
	certificate, err := i.authority.certificate(i.names(), i.end())
	if err != nil {
		return nil, err
	}
	for _, port := range []string{"443", "80", "22"} {
		if i.listeners[port], err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return nil, err
		}
	}
	secure := tls.NewListener(i.listeners["443"], &tls.Config{Certificates: []tls.Certificate{certificate}})
	go serve(secure, http.HandlerFunc(i.https))
	go serve(i.listeners["80"], http.HandlerFunc(i.plain))
	go i.serveSSH(i.listeners["22"])
	return i, nil
}

// Close ends it.
func (i *Installation) Close() {
	close(i.closed)
	for _, listener := range i.listeners {
		listener.Close()
	}
}

// Targets are those of the healthy installation, whatever the faults.
func (i *Installation) Targets() outside.Targets {
	return outside.Targets{
		Told: doctor.Told{
			Platform: "https://" + PlatformHost, Connect: "https://" + ConnectHost,
			SSHPort: 22, SSHFingerprint: i.keys.fingerprint(),
			PublicKey: &i.keys.signing.PublicKey,
		},
		Token: Token, Workspace: Workspace, Authorities: i.authority.pem,
		Stay: 200 * time.Millisecond, Timeout: 5 * time.Second,
		Resolve: i.resolve, Dial: i.dial,
	}
}

// Typed are the URLs as somebody types them who has no other way here than the network of this machine, and the root certificate in PEM
// form. The hosts have to lead to this machine.
func (i *Installation) Typed() (platform, connect string, root []byte) {
	_, port, _ := net.SplitHostPort(i.listeners["443"].Addr().String())
	return "https://" + PlatformHost + ":" + port, "https://" + ConnectHost + ":" + port, i.authority.pem
}

// hostOf is without a port.
func hostOf(r *http.Request) string {
	host, _, _ := strings.Cut(r.Host, ":")
	return host
}

// beside is a host at the port of who asks.
func beside(r *http.Request, host string) string {
	return "https://" + host + strings.TrimPrefix(r.Host, hostOf(r))
}

// Requests are those that have arrived so far.
func (i *Installation) Requests() []Request {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]Request(nil), i.seen...)
}

func (i *Installation) resolve(_ context.Context, host string) ([]string, error) {
	label, isSibling := strings.CutSuffix(host, parent)
	isMissing := !isSibling || strings.Contains(label, ".") || i.faults.NoConnect && host == ConnectHost ||
		i.faults.NoWildcardName && host != ConnectHost && host != PlatformHost
	if isMissing {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return []string{"127.0.0.1"}, nil
}

func (i *Installation) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if _, err := i.resolve(ctx, host); err != nil {
		return nil, err
	}
	listener := i.listeners[port]
	if listener == nil || port == "22" && i.faults.NoSSH {
		return nil, fmt.Errorf("dial tcp %s: connection refused", address)
	}
	return (&net.Dialer{}).DialContext(ctx, network, listener.Addr().String())
}

func serve(listener net.Listener, handler http.Handler) {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute, ErrorLog: quiet}
	_ = server.Serve(listener) // until it is closed
}

// https is the front door.
func (i *Installation) https(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	i.seen = append(i.seen, Request{r.Host, r.URL.Path, r.Header.Get("Authorization"), r.Header.Get("Cookie")})
	i.mu.Unlock()
	isSibling := hostOf(r) != ConnectHost && hostOf(r) != PlatformHost
	switch {
	case hostOf(r) == PlatformHost, isSibling && i.faults.FrontEndAtWildcard:
		i.platform(w, r)
	case i.faults.Door != nil:
		i.faults.Door(w, r)
	default:
		i.proxy(w, r)
	}
}

// plain leads to https.
func (i *Installation) plain(w http.ResponseWriter, r *http.Request) {
	if i.faults.PlainHTTP && hostOf(r) == PlatformHost {
		i.platform(w, r)
		return
	}
	http.Redirect(w, r, "https://"+r.Host+r.URL.Path, http.StatusMovedPermanently)
}

// Answer is one for a door that always says the same.
func Answer(status int, server, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Server", server)
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}
