// Package policy writes the document by which the Studios proxy limits transfers, and finds what would keep the proxy from
// starting with it.
package policy

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/seqeralabs/pulumi-seqera-studios/internal/rules"
)

// Bucket is what is counted together. What is empty is left out.
type Bucket struct {
	Name                              string
	Quotas                            map[string]string // bytes, by window
	Header, Token, Claim, Permissions string
	ClientIP                          bool
}

// BucketName accepts what can stand between colons in a key of Redis, and as a label's value of a metric.
var BucketName = rules.New(`letters, digits, "_" and "-", such as "user_id"`, func(path *field.Path, value string) field.ErrorList {
	if regexp.MustCompile(`^[A-Za-z0-9_-]+$`).MatchString(value) {
		return nil
	}
	return field.ErrorList{field.Invalid(path, value, `must be letters, digits, "_" and "-", such as "user_id": it is part of a key in Redis`)}
})

// Header accepts the name of an HTTP header.
var Header = rules.New(`the name of an HTTP header, such as "X-Connect-Sub"`, func(path *field.Path, value string) field.ErrorList {
	if regexp.MustCompile(`^[A-Za-z0-9-]+$`).MatchString(value) {
		return nil
	}
	return field.ErrorList{field.Invalid(path, value, `must be the name of an HTTP header, such as "X-Connect-Sub"`)}
})

var size = regexp.MustCompile(`^[1-9][0-9]{0,17}(KB|MB|GB|TB)?$`)

// Quotas accepts numbers of bytes by windows of time. The proxy keeps a counter for each number of seconds.
var Quotas = rules.New(`at least one number of bytes, such as 1048576 or "50GB", by a Go duration of whole seconds, such as "24h"`,
	func(path *field.Path, values map[string]string) (problems field.ErrorList) {
		if len(values) == 0 {
			return field.ErrorList{field.Required(path, `a bucket without quotas limits nothing; give one, such as {"24h": "50GB"}`)}
		}
		seen := map[time.Duration]bool{}
		for _, window := range rules.Sorted(values) {
			length, err := time.ParseDuration(window)
			switch {
			case err != nil || length < time.Second || length%time.Second != 0:
				problems = append(problems, field.Invalid(path, window, `must be a Go duration of whole seconds, such as "1h" or "720h"`))
			case seen[length]:
				problems = append(problems, field.Invalid(path, window, "is as long as another window, in other words; a bucket has one quota for each"))
			}
			seen[length] = true
			if !size.MatchString(values[window]) {
				problems = append(problems, field.Invalid(path.Key(window), values[window],
					`must be a whole number of bytes above zero, perhaps with KB, MB, GB or TB, such as "50GB"`))
			}
		}
		return problems
	})

// Extractors demands of a bucket what the proxy does: it tells users apart, and each protocol by one thing only.
func Extractors(path *field.Path, b Bucket) field.ErrorList {
	specific := slices.DeleteFunc([]string{b.Header, b.Token, b.Permissions}, func(of string) bool { return of == "" })
	switch {
	case b.ClientIP && len(specific) > 0:
		return field.ErrorList{field.Forbidden(path.Child("clientIp"),
			"is for every protocol, and with another for one of them the proxy does not start: make two buckets of it")}
	case !b.ClientIP && len(specific) == 0:
		return field.ErrorList{field.Required(path, `must tell users apart by header, jwt, permissions or clientIp, such as header: "X-Connect-Sub"`)}
	}
	return nil
}

type document struct {
	Buckets []bucket `json:"buckets"`
}

type bucket struct {
	Name       string      `json:"name"`
	Quotas     []quota     `json:"quotas"`
	Extractors []extractor `json:"extractors"`
}

type quota struct {
	Bytes    any    `json:"bytes"`
	Window   string `json:"window"`
	OnExceed string `json:"on_exceed"`
}

type extractor struct {
	Protocol string `json:"protocol"`
	Source   source `json:"source"`
}

type source struct {
	Type  string `json:"type"`
	Name  string `json:"name,omitempty"`
	Field string `json:"field,omitempty"`
	Token string `json:"token,omitempty"`
	Claim string `json:"claim,omitempty"`
}

// Document is the policy as the proxy reads it, the same for the same buckets.
func Document(buckets []Bucket) string {
	var all document
	for _, b := range buckets {
		all.Buckets = append(all.Buckets, bucket{b.Name, b.quotas(), b.extractors()})
	}
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("a policy of texts: %v", err))
	}
	return string(text) + "\n"
}

// quotas begin with the shortest window.
func (b Bucket) quotas() (all []quota) {
	windows := rules.Sorted(b.Quotas)
	slices.SortStableFunc(windows, func(a, b string) int {
		first, _ := time.ParseDuration(a)
		second, _ := time.ParseDuration(b)
		return cmp.Compare(first, second)
	})
	for _, window := range windows {
		all = append(all, quota{amount(b.Quotas[window]), window, "deny"})
	}
	return all
}

// amount is a number where it has no unit: the proxy takes bare integers for bytes.
func amount(text string) any {
	if number, err := strconv.ParseInt(text, 10, 64); err == nil && !strings.HasSuffix(text, "B") {
		return number
	}
	return text
}

func (b Bucket) extractors() (all []extractor) {
	if b.Header != "" {
		all = append(all, extractor{"http", source{Type: "header", Name: b.Header}})
	}
	if b.Token != "" {
		all = append(all, extractor{"http", source{Type: "jwt", Token: b.Token, Claim: b.Claim}})
	}
	if b.Permissions != "" {
		all = append(all, extractor{"ssh", source{Type: "permissions", Field: b.Permissions}})
	}
	if b.ClientIP {
		all = append(all, extractor{"any", source{Type: "client_ip"}})
	}
	return all
}
