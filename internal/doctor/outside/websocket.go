package outside

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/coder/websocket"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// socket is what became of a WebSocket.
type socket struct {
	// status is what the request for it was answered with, 101 where it was opened; 0 where there was no answer, for silence's reason.
	status  int
	silence string
	// gone tells that it ended before its time, and stayed after what time.
	gone   bool
	stayed time.Duration
	// code is that of a farewell; -1 where it was cut without one.
	code websocket.StatusCode
}

func webSocket(ctx context.Context, l *look) []doctor.Finding {
	address := cmp.Or(l.Session, "https://"+l.sibling+portOf(l.Connect)+"/")
	if l.Session == "" && l.PathRouting {
		address = l.Connect + "/_studio/" + label() + "/"
	}
	return socketOf(l.open(ctx, address), l.Stay, l.Session != "")
}

func (l *look) open(ctx context.Context, address string) socket {
	header := http.Header{"Origin": {rules.Origin(address)}} // a session may take those of its own pages only
	if l.Session != "" && l.SessionCookie != "" {
		header.Set("Cookie", l.SessionCookie)
	}
	conn, response, err := websocket.Dial(ctx, address, &websocket.DialOptions{HTTPClient: l.client, HTTPHeader: header})
	switch {
	case err != nil && response != nil:
		return socket{status: response.StatusCode}
	case err != nil:
		return socket{silence: l.why(err)}
	}
	defer conn.CloseNow()
	return l.wait(ctx, conn)
}

// wait says nothing, for it is silence that is cut. A ping at the end finds out whether the other side is still there: what a
// firewall has forgotten looks open from here.
func (l *look) wait(ctx context.Context, conn *websocket.Conn) socket {
	conn.SetReadLimit(-1) // what is read is thrown away
	begin, ended := time.Now(), make(chan error, 1)
	go func() {
		for {
			_, message, err := conn.Reader(ctx)
			if err == nil {
				_, err = io.Copy(io.Discard, message)
			}
			if err != nil {
				ended <- err
				return
			}
		}
	}()
	open := socket{status: http.StatusSwitchingProtocols}
	var err error
	select {
	case err = <-ended:
	case <-time.After(l.Stay):
		within, cancel := l.within(ctx)
		defer cancel()
		if conn.Ping(within) == nil {
			return open
		}
		conn.CloseNow()
		err = <-ended
	}
	open.stayed, open.gone, open.code = time.Since(begin), true, websocket.CloseStatus(err)
	return open
}

// socketOf takes a farewell for the session's own decision: what is on the way has no words for it, and cuts.
func socketOf(s socket, stay time.Duration, isSession bool) []doctor.Finding {
	const check = "websocket"
	const door = "let every proxy on the way keep idle connections for an hour and pass on WebSockets: see docs/front-doors.md"
	const real = "open a session, and give its URL and its cookie"
	switch after := s.stayed.Round(100 * time.Millisecond); {
	case s.status == 0:
		return one(unknown(check, "no WebSocket could be asked for: "+s.silence, "look at what serves the connect host and the hosts beside it"))
	case s.status != http.StatusSwitchingProtocols && isSession:
		return one(warning(check, 12, fmt.Sprintf("the session answers %d to the request for a WebSocket; something on the way may not pass it on",
			s.status), "see that URL and cookie are those of a session that runs; then "+door))
	case s.status != http.StatusSwitchingProtocols:
		return one(unknown(check, fmt.Sprintf("without a session the proxy opens no WebSocket (%d), so how long one stays open was not seen",
			s.status), real))
	case s.gone && s.code == -1:
		return one(problem(check, 12, fmt.Sprintf("a WebSocket on which nothing was said was cut after %s", after), door))
	case s.gone:
		return one(unknown(check, fmt.Sprintf("the other side closed a WebSocket after %s with %d, so whether anything on the way would "+
			"cut it was not seen", after, s.code), real))
	}
	return one(fine(check, fmt.Sprintf("a WebSocket on which nothing was said stayed open for %s", stay)))
}
