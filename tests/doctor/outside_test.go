package doctor_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor/outside"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/doctor/outside/stub"
)

// outsideFault is one that shows from outside, and what has to be said of it: verdict, row and check.
type outsideFault struct {
	faults stub.Faults
	want   []string
}

// outsideFaults are told by their number in docs/what-goes-wrong.md.
var outsideFaults = map[string]outsideFault{
	"1: the Platform does not know the proxy":         {stub.Faults{UnknownClient: true}, []string{"warning 1 login"}},
	"2: the Platform signs with another key":          {stub.Faults{OtherKey: true}, []string{"problem 2 signing-key"}},
	"3: the Platform has no key":                      {stub.Faults{NoKey: true}, []string{"problem 3 issuer", "problem 3 signing-key"}},
	"3: the key is not RSA":                           {stub.Faults{NoRSAKey: true}, []string{"problem 3 signing-key"}},
	"6: the wildcard does not resolve":                {stub.Faults{NoWildcardName: true}, []string{"problem 6 name", "unknown 0 certificate", "unknown 0 front-door", "unknown 0 websocket"}},
	"6: the certificate is a label too deep":          {stub.Faults{CertificateTooDeep: true}, []string{"problem 6 certificate", "unknown 0 front-door", "unknown 0 websocket"}},
	"8: the issuer is http":                           {stub.Faults{Issuer: "http://platform.example.com/api"}, []string{"problem 8 issuer"}},
	"8: the Platform is served over http":             {stub.Faults{PlainHTTP: true}, []string{"warning 8 plain-http"}},
	"9: the proxy has another connect URL":            {stub.Faults{ProxyURL: "https://studios.example.com"}, []string{"warning 9 login"}},
	"10: the issuer is another host":                  {stub.Faults{Issuer: "https://tower.example.com/api"}, []string{"problem 10 issuer"}},
	"10: the issuer has another path":                 {stub.Faults{Issuer: "https://platform.example.com/auth"}, []string{"problem 10 issuer"}},
	"10: the proxy has another Platform":              {stub.Faults{PlatformURL: "https://tower.example.com"}, []string{"warning 10 login"}},
	"11: an ALB has no healthy target":                {stub.Faults{Door: stub.Answer(503, "awselb/2.0", "")}, doors("warning 11 front-door")},
	"12: an idle WebSocket is cut":                    {stub.Faults{WebSocketCut: 50 * time.Millisecond}, []string{"problem 12 websocket"}},
	"13: the wildcard leads to the front end":         {stub.Faults{FrontEndAtWildcard: true}, []string{"problem 13 front-door", "unknown 0 websocket"}},
	"13: the wildcard shows a page of the same title": {stub.Faults{SameTitleAtWildcard: true}, []string{"warning 13 front-door"}},
	"13: an ALB has no rule":                          {stub.Faults{Door: stub.Answer(404, "awselb/2.0", "")}, doors("problem 13 front-door")},
	"13: nginx has no rule":                           {stub.Faults{Door: stub.Answer(404, "", "<hr><center>nginx</center>")}, doors("problem 13 front-door")},
	"24: Studios is off in 25.3":                      {off("25.3.4", "DATA_STUDIO"), []string{"problem 24 features"}},
	"25: Studios is off in 26.1":                      {off("26.1.0", "DATA_STUDIO"), []string{"problem 25 features"}},
	"25: SSH is off":                                  {off("", "DATA_STUDIO_SSH_ENABLED"), []string{"problem 25 features"}},
	"26: a template is custom":                        {template("custom", "recommended"), []string{"problem 26 templates"}},
	"26: a template is unsupported":                   {template("jupyter", "unsupported"), []string{"warning 26 templates"}},
	"26: there are no templates":                      {stub.Faults{Templates: `{"templates":[]}`}, []string{"warning 26 templates"}},
	"27: Data Explorer is off":                        {off("", "DATA_EXPLORER"), []string{"problem 27 features"}},
	"29: several host keys":                           {stub.Faults{HostKeysDiffer: true}, []string{"problem 29 ssh"}},
	"30: another host key":                            {stub.Faults{OtherHostKey: true}, []string{"problem 30 ssh"}},
	"30: nothing at the SSH port":                     {stub.Faults{NoSSH: true}, []string{"problem 30 ssh"}},
	"30: users cannot add their keys":                 {off("", "SSH_KEYS_MANAGEMENT"), []string{"problem 30 features"}},
	"35: the front end answers /auth":                 {stub.Faults{PathsLost: []string{"/auth"}}, []string{"warning 35 login-paths"}},
	"35: the front end answers /api": {stub.Faults{PathsLost: []string{"/api"}}, []string{"problem 35 platform", "problem 35 issuer", "problem 35 signing-key",
		"problem 35 templates", "problem 35 features"}},

	"the certificate ends soon":           {stub.Faults{CertificateEnds: 10 * 24 * time.Hour}, []string{"warning 0 certificate"}},
	"nothing serves behind the door":      {stub.Faults{Door: stub.Answer(503, "", "")}, doors("problem 0 front-door")},
	"a session's farewell is not the cut": {stub.Faults{WebSocketLeave: 50 * time.Millisecond}, []string{"unknown 0 websocket"}},
	"without a session nothing is opened": {stub.Faults{NoWebSockets: true}, []string{"unknown 0 websocket"}},
	"several hosts are told one by one":   {stub.Faults{NoWildcardName: true, NoConnect: true}, append([]string{"problem 6 name", "problem 6 name", "unknown 0 certificate"}, nowhere...)},
}

func off(version string, features ...string) stub.Faults {
	return stub.Faults{Version: version, FeaturesOff: features}
}

func template(tool, status string) stub.Faults {
	return stub.Faults{Templates: `{"templates":[{"repository":"r/x:1","tool":"` + tool + `","status":"` + status + `"}]}`}
}

// TestEachFaultIsItsRow has one thing wrong at a time.
func TestEachFaultIsItsRow(t *testing.T) {
	told := map[string][]doctor.Finding{}
	var writing sync.Mutex
	t.Run("", func(t *testing.T) {
		for sentence, c := range outsideFaults {
			t.Run(sentence, func(t *testing.T) {
				t.Parallel()
				found := outsideOf(t, c.faults)
				if got := inShort(found); !slices.Equal(got, c.want) {
					t.Errorf("it says\n%s%q, not\n%q", said(found), got, c.want)
				}
				writing.Lock()
				defer writing.Unlock()
				told[sentence] = found
			})
		}
	})
	rows := outsideTable(told)
	if !slices.ContainsFunc(rows.rows, func(row []string) bool { return row[0] == strconv.Itoa(behindTheProxy) }) {
		t.Errorf("no fault is of row %d", behindTheProxy)
	}
	section(t, "TestEachFaultIsItsRow", rows)
}

// outsideOf looks at an installation that is served as long as it takes.
func outsideOf(t *testing.T, faults stub.Faults) []doctor.Finding {
	t.Helper()
	installation, err := stub.Start(faults)
	if err != nil {
		t.Fatal(err)
	}
	defer installation.Close()
	return trouble(outside.Look(context.Background(), installation.Targets()))
}

func inShort(all []doctor.Finding) (short []string) {
	for _, f := range all {
		short = append(short, fmt.Sprintf("%s %d %s", f.Verdict, f.Row, f.Check))
	}
	return short
}

// nowhere is what is said where the connect host has no address, and so its SSH port has none.
var nowhere = []string{"unknown 0 certificate", "unknown 0 front-door", "unknown 0 front-door", "unknown 0 login", "unknown 0 websocket", "problem 30 ssh"}

// doors are the connect host and its sibling, with what cannot be seen where neither leads to the proxy.
func doors(finding string) []string {
	return []string{finding, finding, "unknown 0 login", "unknown 0 websocket"}
}
