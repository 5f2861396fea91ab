package md

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/cmd/preview-comment/internal/plan"
)

func TestCode(t *testing.T) {
	for text, want := range map[string]string{
		"plain":           "`plain`",
		"":                "`\"\"`",
		"a|b":             "<code>a&#124;b</code>",
		"`a` <b>":         "<code>&#96;a&#96;&#32;&#60;b&#62;</code>",
		" a":              "<code>&#32;a</code>",
		"two\nlines":      "`two\\nlines`",
		"right\u202eleft": "`right\\u202eleft`",
		"@team <b>":       "`@team <b>`",
		"bad\xff":         "`bad\ufffd`",
	} {
		if got := Code(text); got != want {
			t.Errorf("%q: %s, not %s", text, got, want)
		}
	}
}

func TestFence(t *testing.T) {
	if got := Fence("a\n```\n<b>\x1b[31m\n"); got != "````text\na\n```\n<b>\\u001b[31m\n````" {
		t.Errorf("%q", got)
	}
}

func TestLink(t *testing.T) {
	for address, want := range map[string]string{
		"https://example.com/a b(c)": "[x](https://example.com/abc)", "javascript:alert(1)": "x", "": "x",
	} {
		if got := Link("x", address); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}

func TestCut(t *testing.T) {
	if got := Cut(strings.Repeat("ä", 90)+"end", 9); got != "ääääää … end (93 characters)" {
		t.Error(got)
	}
	if got := Cut("short", 5); got != "short" {
		t.Error(got)
	}
}

// Programs forget to mark secrets; whoever reads a pull request need not see them.
func TestValuesThatLookLikeCredentials(t *testing.T) {
	decoded := func(text string) (value any) {
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		return value
	}
	for _, c := range []struct {
		path  string
		value any
		want  string
	}{
		{"spec.replicas", json.Number("3"), "`3`"},
		{"a", nil, "*none*"},
		{"a", plan.Unknown, "*known in the update*"},
		{"a", "x-" + plan.Unknown, "`x-<known in the update>`"},
		{"a", plan.Secret, "`[secret]`"},
		{"redis.password", "canary", "`[hidden]`"},
		{"data.DB_PASS", "canary", "`[hidden]`"},
		{"spec.env[API_TOKEN].value", "canary", "`[hidden]`"},
		{"spec.env[LOG_LEVEL].value", "info", "`info`"},
		{"oidc.secretName", "platform-oidc-certs", "`platform-oidc-certs`"},
		{"imagePullSecrets[0]", "cr.seqera.io", "`cr.seqera.io`"},
		{"url", "redis://user:canary@host:6379/1", "`redis://user:[hidden]@host:6379/1`"},
		{"data.file", "x\n-----BEGIN RSA PRIVATE KEY-----\ncanary", "`[hidden]`"},
		{`metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]`, "canary", "`[hidden]`"},
		{"containers", decoded(`[{"env":[{"name":"DB_PASSWORD","value":"canary"},{"name":"A","value":"<b>"}]}]`),
			"`[{\"env\":[{\"name\":\"DB_PASSWORD\",\"value\":\"[hidden]\"},{\"name\":\"A\",\"value\":\"<b>\"}]}]`"},
	} {
		var path plan.Path
		for _, part := range plan.ParsePath(c.path) {
			path = append(path, part)
		}
		if got := Value(path, c.value); got != c.want {
			t.Errorf("%s: %s, not %s", c.path, got, c.want)
		}
	}
	message := Scrub("dial amqp://a:canary@host: -----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY----- refused")
	if message != "dial amqp://a:[hidden]@host: [hidden] refused" {
		t.Error(message)
	}
}
