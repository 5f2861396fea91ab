package doctor

import (
	"crypto/rsa"
	"strconv"
	"strings"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/oidcpem"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/platform"
)

// Told is what an installation tells its users and clients, and what is seen of it from outside is held against. The zero value
// of all but the URLs is for what is not known.
type Told struct {
	// Platform and Connect are the URLs that users have.
	Platform, Connect string
	// PathRouting tells that sessions are served below the connect host, and have no hosts of their own.
	PathRouting bool

	// SSHAddress and SSHPort are what the Platform tells users. They default to the connect host and 22; where neither is given,
	// SSH is not looked at.
	SSHAddress string
	SSHPort    int
	// SSHFingerprint is what the Platform tells users, as "ssh-keygen -lf" prints it.
	SSHFingerprint string

	// ConnectVersion is that of proxy and server, such as 0.14.1: no template may be far behind it.
	ConnectVersion string
	// PublicKey is that of the signing key which the Platform has been given.
	PublicKey *rsa.PublicKey
}

// Told is what the containers are set to tell. Nothing is known where there is no installation.
func (f *Facts) Told(given platform.Given) Told {
	i := f.find(given)
	if i.found == nil || i.proxy == nil {
		return Told{}
	}
	told := Told{
		Platform: i.value(i.backend, serverURL).text, Connect: i.value(i.proxy, proxyURL).text, PathRouting: i.isPathRouted(),
		ConnectVersion: platform.Tag(i.proxy.container.Image), PublicKey: i.publicKey(),
	}
	if i.hasSSH() {
		told.SSHAddress, told.SSHFingerprint = i.value(i.backend, sshAddress).text, i.value(i.backend, sshFingerprint).text
		told.SSHPort, _ = strconv.Atoi(i.value(i.backend, sshPublic).or("22"))
	}
	return told
}

// hasSSH tells whether the proxy serves SSH.
func (i *installation) hasSSH() bool {
	return strings.EqualFold(i.value(i.proxy, "CONNECT_SSH_ENABLED").text, "true")
}

// publicKey is nil where the signing key may not be read, or is none.
func (i *installation) publicKey() *rsa.PublicKey {
	path := i.value(i.backend, platform.PemPath).text
	if path == "" {
		return nil
	}
	return oidcpem.PublicKey(i.content(i.fileAt(i.backend, path)).text)
}
