package policy

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

var at = field.NewPath("quotas", "buckets").Key("b")

func found(problems field.ErrorList) string {
	var lines []string
	for _, problem := range problems {
		lines = append(lines, problem.Error())
	}
	return strings.Join(lines, "\n")
}

// The policy of Seqera's page on transfer quotas, which comes out as it stands there.
func TestDocument(t *testing.T) {
	const page = `{ "buckets": [
		{ "name": "user_id",
		  "quotas": [ { "bytes": "1TB", "window": "720h", "on_exceed": "deny" } ],
		  "extractors": [
			{ "protocol": "http", "source": { "type": "header", "name": "X-Connect-Sub" } },
			{ "protocol": "ssh", "source": { "type": "permissions", "field": "userId" } } ] },
		{ "name": "ip",
		  "quotas": [ { "bytes": "3GB", "window": "1h", "on_exceed": "deny" }, { "bytes": "50GB", "window": "24h", "on_exceed": "deny" } ],
		  "extractors": [ { "protocol": "any", "source": { "type": "client_ip" } } ] },
		{ "name": "token",
		  "quotas": [ { "bytes": 1048576, "window": "90s", "on_exceed": "deny" } ],
		  "extractors": [ { "protocol": "http", "source": { "type": "jwt", "token": "access", "claim": "sub" } } ] } ] }`
	var want, got any
	if err := json.Unmarshal([]byte(page), &want); err != nil {
		t.Fatal(err)
	}
	text := Document([]Bucket{
		{Name: "user_id", Quotas: map[string]string{"720h": "1TB"}, Header: "X-Connect-Sub", Permissions: "userId"},
		{Name: "ip", Quotas: map[string]string{"24h": "50GB", "1h": "3GB"}, ClientIP: true},
		{Name: "token", Quotas: map[string]string{"90s": "1048576"}, Token: "access", Claim: "sub"},
	})
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the policy is %s", text)
	}
}

func TestQuotas(t *testing.T) {
	const bytes, window = "must be a whole number of bytes", "must be a Go duration of whole seconds"
	for name, c := range map[string]struct {
		quotas map[string]string
		says   []string
	}{
		"all units":         {map[string]string{"1s": "1", "1m": "1KB", "1h": "2MB", "24h": "3GB", "720h": "4TB"}, nil},
		"none":              {nil, []string{"Required value: a bucket without quotas limits nothing"}},
		"days":              {map[string]string{"1d": "1"}, []string{window}},
		"less than seconds": {map[string]string{"1500ms": "1"}, []string{window}},
		"no time":           {map[string]string{"0s": "1"}, []string{window}},
		"the same twice":    {map[string]string{"1h": "1", "60m": "2"}, []string{`"60m": is as long as another window`}},
		"nothing":           {map[string]string{"1h": "0"}, []string{bytes}},
		"parts":             {map[string]string{"1h": "1.5GB"}, []string{bytes}},
		"small letters":     {map[string]string{"1h": "1gb"}, []string{bytes}},
		"binary units":      {map[string]string{"1h": "1GiB"}, []string{bytes}},
		"both":              {map[string]string{"1d": "x"}, []string{window, `[1d]: Invalid value: "x": ` + bytes}},
	} {
		t.Run(name, func(t *testing.T) {
			problems := Quotas.Check(at, c.quotas)
			if len(problems) != len(c.says) {
				t.Fatalf("found %s", found(problems))
			}
			for _, part := range c.says {
				if !strings.Contains(found(problems), part) {
					t.Errorf("nothing says %s in %s", part, found(problems))
				}
			}
		})
	}
}

// What the proxy does not start with, and what would count nothing.
func TestExtractors(t *testing.T) {
	for name, c := range map[string]struct {
		bucket Bucket
		says   string
	}{
		"one for each protocol": {Bucket{Header: "X-Connect-Sub", Permissions: "userId"}, ""},
		"a token":               {Bucket{Token: "access", Claim: "sub"}, ""},
		"the address":           {Bucket{ClientIP: true}, ""},
		"any beside http":       {Bucket{ClientIP: true, Header: "X-Connect-Sub"}, "quotas.buckets[b].clientIp: Forbidden: is for every protocol"},
		"any beside ssh":        {Bucket{ClientIP: true, Permissions: "userId"}, "quotas.buckets[b].clientIp: Forbidden"},
		"any beside a token":    {Bucket{ClientIP: true, Token: "access"}, "quotas.buckets[b].clientIp: Forbidden"},
		"nothing":               {Bucket{}, "quotas.buckets[b]: Required value: must tell users apart"},
	} {
		if got := found(Extractors(at, c.bucket)); !strings.HasPrefix(got, c.says) || got != "" && c.says == "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestNames(t *testing.T) {
	for name, isGood := range map[string]bool{"user_id": true, "per-user": true, "": false, "a:b": false, "a b": false} {
		if got := found(BucketName.Check(at, name)); (got == "") != isGood {
			t.Errorf("bucket %q: %s", name, got)
		}
	}
	for name, isGood := range map[string]bool{"X-Connect-Sub": true, "": false, "X:Y": false} {
		if got := found(Header.Check(at, name)); (got == "") != isGood {
			t.Errorf("header %q: %s", name, got)
		}
	}
}
