package main

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor/outside/stub"
)

// nameServer is the address of one that a process of this test asks, in which the command runs as it was typed.
const nameServer = "STUDIOS_DOCTOR_NAME_SERVER"

func TestMain(m *testing.M) {
	if address := os.Getenv(nameServer); address != "" {
		net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "udp", address)
		}}
		main()
	}
	os.Exit(m.Run())
}

// TestOutsideAsTyped runs the whole command as somebody types it who has no cluster: flags, names, connections, TLS, what it prints and its
// status. The only stand-in for what users have is the server that tells addresses.
func TestOutsideAsTyped(t *testing.T) {
	for name, c := range map[string]struct {
		faults stub.Faults
		token  string
		status int
		says   []string
	}{
		"healthy":  {stub.Faults{}, stub.Token, 0, []string{"15 fine, 0 not"}},
		"no token": {stub.Faults{}, "", 0, []string{"unknown  outside/templates", "13 fine, 2 not"}},
		"a certificate that is too deep": {stub.Faults{CertificateTooDeep: true}, stub.Token, 1,
			[]string{"problem  outside/certificate (row 6): a", "give the proxy's front door a certificate with *.example.com"}},
		"another issuer": {stub.Faults{Issuer: "https://tower.example.com/api"}, stub.Token, 1,
			[]string{"problem  outside/issuer (row 10): "}},
		"Data Explorer is off": {stub.Faults{FeaturesOff: []string{"DATA_EXPLORER"}}, stub.Token, 1,
			[]string{"problem  outside/features (row 27): "}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			installation, err := stub.Start(c.faults)
			if err != nil {
				t.Fatal(err)
			}
			defer installation.Close()
			platform, connect, root := installation.Typed()
			authorities := filepath.Join(t.TempDir(), "root.pem")
			if err := os.WriteFile(authorities, root, 0o600); err != nil {
				t.Fatal(err)
			}
			command := exec.Command(os.Args[0], "-platform-url", platform, "-connect-url", connect, "-authorities", authorities,
				"-workspace", "4242", "-stay", "200ms")
			command.Env = append(os.Environ(), nameServer+"="+serveNames(t), "TOWER_ACCESS_TOKEN="+c.token)
			text, _ := command.CombinedOutput()
			if status := command.ProcessState.ExitCode(); status != c.status {
				t.Errorf("the status is %d, not %d", status, c.status)
			}
			for _, words := range c.says {
				if !strings.Contains(string(text), words) {
					t.Errorf("it does not say %q:\n%s", words, text)
				}
			}
		})
	}
}

// serveNames leads every name to this machine.
func serveNames(t *testing.T) (address string) {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		question := make([]byte, 512)
		for {
			n, from, err := conn.ReadFrom(question)
			if err != nil {
				return
			}
			if answer, err := here(question[:n]); err == nil {
				_, _ = conn.WriteTo(answer, from)
			}
		}
	}()
	return conn.LocalAddr().String()
}

func here(question []byte) ([]byte, error) {
	var message dnsmessage.Message
	if err := message.Unpack(question); err != nil {
		return nil, err
	}
	message.Response, message.Additionals = true, nil
	for _, q := range message.Questions {
		if q.Type == dnsmessage.TypeA {
			message.Answers = append(message.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class}, Body: &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}},
			})
		}
	}
	return message.Pack()
}
