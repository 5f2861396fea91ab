// Package faults stands between a client and an API server, and lets some of the requests fail: as a busy server, a broken one or
// a bad line would.
package faults

import (
	"context"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// Fault is what happens to a request.
type Fault string

const (
	None         Fault = "none"
	TooMany      Fault = "429"        // with Retry-After
	Broken       Fault = "500"        // not done
	Unauthorized Fault = "401"        // as with a token that has expired
	Slow         Fault = "slow"       // done late
	Cut          Fault = "cut"        // the connection ends before the request is done
	Unanswered   Fault = "cut answer" // the request is done, and the connection ends without an answer
)

// Token is what the proxy's kubeconfig has. Nothing looks at it, so whoever shows it has shown a secret of the kubeconfig.
const Token = "canary-kubeconfig-token-91d2"

// Decide tells what happens to a request.
type Decide func(*http.Request) Fault

// Never lets every request through.
func Never(*http.Request) Fault { return None }

// Random lets every so-many-th request fail, in a manner that the seed chooses.
func Random(seed uint64, oneOf int, manners ...Fault) Decide {
	dice := rand.New(rand.NewPCG(seed, 0))
	var one sync.Mutex
	return func(*http.Request) Fault {
		one.Lock()
		defer one.Unlock()
		if dice.IntN(oneOf) > 0 {
			return None
		}
		return manners[dice.IntN(len(manners))]
	}
}

// Writes are what a decision is for; reads go through.
func Writes(decide Decide) Decide {
	return func(r *http.Request) Fault {
		if r.Method == http.MethodGet {
			return None
		}
		return decide(r)
	}
}

// Proxy is a server beside the one that it stands before.
type Proxy struct {
	// Kubeconfig is a kubeconfig for it, with all rights.
	Kubeconfig []byte
	// Delay is how long a slow request waits.
	Delay time.Duration

	server  *httptest.Server
	forward *httputil.ReverseProxy
	mutex   sync.Mutex
	decide  Decide
	counted map[Fault]int
}

// Start stands before the API server of a kubeconfig file, with the credentials in that.
func Start(kubeconfig string) (*Proxy, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	transport, err := rest.TransportFor(config)
	if err != nil {
		return nil, err
	}
	behind, err := url.Parse(config.Host)
	if err != nil {
		return nil, err
	}
	p := &Proxy{Delay: time.Second, decide: Never, counted: map[Fault]int{}}
	p.forward = &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(behind) },
		Transport:     transport,
		FlushInterval: -1, // a watch tells at once
		ErrorLog:      log.New(io.Discard, "", 0),
	}
	p.server = httptest.NewUnstartedServer(p)
	p.server.Config.ErrorLog = p.forward.ErrorLog
	p.server.StartTLS()
	p.Kubeconfig, err = clientcmd.Write(api.Config{
		Clusters:       map[string]*api.Cluster{"faulty": {Server: p.server.URL, InsecureSkipTLSVerify: true}},
		Contexts:       map[string]*api.Context{"faulty": {Cluster: "faulty", AuthInfo: "faulty"}},
		AuthInfos:      map[string]*api.AuthInfo{"faulty": {Token: Token}},
		CurrentContext: "faulty",
	})
	return p, err
}

// Stop ends it, and every request that is still on its way.
func (p *Proxy) Stop() {
	p.server.CloseClientConnections()
	p.server.Close()
}

// Let has another decision from now on.
func (p *Proxy) Let(decide Decide) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.decide = decide
}

// Counted are the faults so far.
func (p *Proxy) Counted() string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return fmt.Sprint(p.counted)
}

func (p *Proxy) next(r *http.Request) Fault {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	fault := p.decide(r)
	p.counted[fault]++
	return fault
}

func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Whoever asks does not say who it is: the credentials are those of the connection behind.
	r.Header.Del("Authorization")
	switch p.next(r) {
	case TooMany:
		w.Header().Set("Retry-After", "1")
		refuse(w, http.StatusTooManyRequests, "TooManyRequests", "the server has received too many requests and has asked us to try again later")
	case Broken:
		refuse(w, http.StatusInternalServerError, "InternalError", "Internal error occurred: etcdserver: request timed out")
	case Unauthorized:
		refuse(w, http.StatusUnauthorized, "Unauthorized", "Unauthorized")
	case Cut:
		panic(http.ErrAbortHandler)
	case Unanswered:
		// Done to its end, whatever becomes of who asked.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), 2*time.Second)
		defer cancel()
		p.forward.ServeHTTP(httptest.NewRecorder(), r.WithContext(ctx))
		panic(http.ErrAbortHandler)
	case Slow:
		time.Sleep(p.Delay)
		p.forward.ServeHTTP(w, r)
	default:
		p.forward.ServeHTTP(w, r)
	}
}

// refuse answers in the words of an API server.
func refuse(w http.ResponseWriter, code int, reason, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	fmt.Fprintf(w, `{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":%q,"reason":%q,"code":%d}`, message, reason, code)
}
