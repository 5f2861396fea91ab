package stub

import (
	"cmp"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	"golang.org/x/crypto/ssh"
)

// proxy leads to a login, and opens WebSockets for whoever asks.
func (i *Installation) proxy(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Header.Get("Upgrade") == "websocket" && !i.faults.NoWebSockets:
		i.webSocket(w, r)
	case i.faults.SameTitleAtWildcard && hostOf(r) != ConnectHost:
		page(w, "<html><head><title>Seqera Platform</title></head><body>nonce-1</body></html>")
	case hostOf(r) == ConnectHost && r.URL.Path == "/":
		back := url.QueryEscape(cmp.Or(i.faults.ProxyURL, beside(r, ConnectHost)) + "/callback")
		http.Redirect(w, r, cmp.Or(i.faults.PlatformURL, beside(r, PlatformHost))+"/api/oauth/authorize?client_id="+clientID+
			"&state=secret-state&redirect_uri="+back, http.StatusFound)
	default:
		http.NotFound(w, r)
	}
}

func (i *Installation) webSocket(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return
	}
	defer conn.CloseNow()
	if i.faults.WebSocketCut > 0 {
		time.Sleep(i.faults.WebSocketCut)
		return
	}
	if i.faults.WebSocketLeave > 0 {
		time.Sleep(i.faults.WebSocketLeave)
		_ = conn.Close(websocket.StatusNormalClosure, "")
		return
	}
	if i.faults.WebSocketForgotten {
		<-i.closed
		return
	}
	_, _, _ = conn.Read(r.Context()) // answers pings until the other side leaves
}

func (i *Installation) serveSSH(listener net.Listener) {
	var served atomic.Int64
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		key := i.keys.hosts[0]
		if i.faults.OtherHostKey || i.faults.HostKeysDiffer && served.Add(1)%2 == 0 {
			key = i.keys.hosts[1]
		}
		go i.ssh(conn, key)
	}
}

func (i *Installation) ssh(conn net.Conn, key ssh.Signer) {
	defer conn.Close()
	if i.faults.SSH != nil {
		i.faults.SSH(conn)
		return
	}
	config := &ssh.ServerConfig{PublicKeyCallback: func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) {
		return nil, net.ErrClosed // nobody gets in
	}}
	config.AddHostKey(key)
	_, _, _, _ = ssh.NewServerConn(conn, config)
}
