package outside

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/crypto/ssh"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/sshkey"
)

const sshCheck = "ssh"

// greeting is what one connection to the SSH port began with.
type greeting struct {
	fingerprint string
	// first are the first bytes, whatever they are.
	first []byte
	// err is why there was no connection; late tells that nobody answered.
	err  string
	late bool
}

// greetings are enough to meet several pods, by chance.
const greetings = 4

func (l *look) servesSSH() bool { return l.SSHAddress != "" || l.SSHPort != 0 }

func sshDoor(ctx context.Context, l *look) []doctor.Finding {
	if !l.servesSSH() {
		return nil
	}
	host := cmp.Or(l.SSHAddress, rules.HostOf(l.Connect))
	if findings := sshTold(host, l.SSHFingerprint); findings != nil {
		return findings
	}
	address := net.JoinHostPort(host, strconv.Itoa(cmp.Or(l.SSHPort, 22)))
	var heard []greeting
	for range greetings {
		heard = append(heard, l.greet(ctx, address))
		if heard[len(heard)-1].fingerprint == "" {
			break
		}
	}
	return sshOf(address, heard, l.SSHFingerprint)
}

// sshTold is about what users are told, before anybody is asked.
func sshTold(host, fingerprint string) (findings []doctor.Finding) {
	if problems := rules.Host.Check(field.NewPath("address"), host); len(problems) > 0 {
		findings = append(findings, problem(sshCheck, 30, "the SSH address "+problems[0].Detail,
			"set TOWER_DATA_STUDIO_CONNECT_SSH_ADDRESS to the host alone; its port has a variable of its own"))
	}
	if problems := sshkey.FingerprintRule.Check(field.NewPath("fingerprint"), fingerprint); fingerprint != "" && len(problems) > 0 {
		findings = append(findings, problem(sshCheck, 30, "the SSH fingerprint "+problems[0].Detail,
			"set TOWER_DATA_STUDIO_CONNECT_SSH_KEY_FINGERPRINT to it"))
	}
	return findings
}

var errSeen = errors.New("seen")

// hostKeys begin with what the proxy has, and OpenSSH asks for first.
var hostKeys = []string{
	ssh.KeyAlgoED25519, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256,
}

// greet goes as far as the host key, which the other side proves that it has, and leaves before anybody would log in.
func (l *look) greet(ctx context.Context, address string) (g greeting) {
	within, cancel := l.within(ctx)
	defer cancel()
	conn, err := l.Dial(within, "tcp", address)
	if err != nil {
		var late net.Error
		return greeting{err: l.why(err), late: errors.As(err, &late) && late.Timeout() || within.Err() != nil}
	}
	defer conn.Close()
	if until, isLimited := within.Deadline(); isLimited {
		_ = conn.SetDeadline(until)
	}
	overheard := &overheard{Conn: conn}
	_, _, _, err = ssh.NewClientConn(overheard, address, &ssh.ClientConfig{
		User:              "studios-doctor",
		HostKeyAlgorithms: hostKeys,
		HostKeyCallback: func(_ string, _ net.Addr, key ssh.PublicKey) error {
			g.fingerprint = ssh.FingerprintSHA256(key)
			return errSeen
		},
	})
	g.first = overheard.first
	if g.fingerprint == "" && err != nil && len(g.first) == 0 {
		g.err = l.why(err)
	}
	return g
}

// overheard keeps the first bytes that come.
type overheard struct {
	net.Conn
	first []byte
}

func (o *overheard) Read(into []byte) (int, error) {
	n, err := o.Conn.Read(into)
	o.first = append(o.first, into[:min(n, 16-len(o.first))]...)
	return n, err
}

func sshOf(address string, heard []greeting, expected string) []doctor.Finding {
	const layer4 = "expose the proxy's SSH port by a load balancer that passes on TCP, such as a Service of type LoadBalancer"
	last := heard[len(heard)-1]
	var keys []string
	for _, g := range heard {
		if g.fingerprint != "" && !slices.Contains(keys, g.fingerprint) {
			keys = append(keys, g.fingerprint)
		}
	}
	switch {
	case last.late:
		return one(warning(sshCheck, 30, address+" does not answer; if it is not for others only, it cannot be reached",
			"look at the load balancer, and at whom it lets in"))
	case last.fingerprint == "" && bytes.HasPrefix(last.first, []byte("HTTP/")):
		return one(problem(sshCheck, 30, address+" speaks HTTP, not SSH", layer4))
	case last.fingerprint == "" && len(last.first) > 0 && (last.first[0] == tlsAlert || last.first[0] == tlsHandshake):
		return one(problem(sshCheck, 30, address+" speaks TLS, not SSH", layer4))
	case last.fingerprint == "" && last.err != "":
		return one(problem(sshCheck, 30, address+" cannot be reached by SSH: "+last.err,
			"look at address and port, at the load balancer, and at CONNECT_SSH_ENABLED of the proxy"))
	case last.fingerprint == "":
		return one(problem(sshCheck, 30, address+" does not speak SSH", layer4))
	case len(keys) > 1:
		return one(problem(sshCheck, 29, fmt.Sprintf("%s shows several host keys: %s", address, strings.Join(keys, ", ")),
			"give all pods of the proxy the host key of one Secret, and restart them"))
	case expected != "" && keys[0] != expected:
		return one(problem(sshCheck, 30, fmt.Sprintf("%s shows the host key %s, and users are told %s", address, keys[0], expected),
			"set TOWER_DATA_STUDIO_CONNECT_SSH_KEY_FINGERPRINT to that of the proxy's key, or give the proxy that key"))
	}
	return one(fine(sshCheck, address+" shows the host key "+keys[0]))
}

// The first bytes of TLS records.
const (
	tlsAlert     = 0x15
	tlsHandshake = 0x16
)
