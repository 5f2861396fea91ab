package rules

import (
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

var at = field.NewPath("argument")

// found joins the problems of a value into one text.
func found(problems field.ErrorList) string {
	var lines []string
	for _, problem := range problems {
		lines = append(lines, problem.Error())
	}
	return strings.Join(lines, "\n")
}

func TestTexts(t *testing.T) {
	const url = `must be an https URL with a host and without a path, such as "https://connect.example.com"`
	const redis = `must be host or host:port, such as "redis.example.com:6379"`
	const image = `must be an image with a tag or digest, such as "cr.seqera.io/enterprise/studios/proxy:0.11.0"`
	cases := map[string]struct {
		rule  Rule[string]
		value string
		want  string // of the message, after the value; empty: the value is good
	}{
		"a URL":                                {HTTPSURL, "https://connect.example.com", ""},
		"a URL with a slash at the end":        {HTTPSURL, "https://connect.example.com/", ""},
		"a URL with a port":                    {HTTPSURL, "https://connect.example.com:8443", ""},
		"a URL in capitals":                    {HTTPSURL, "https://Connect.Example.com", ""},
		"http":                                 {HTTPSURL, "http://connect.example.com", url},
		"no scheme":                            {HTTPSURL, "connect.example.com", url},
		"a path":                               {HTTPSURL, "https://example.com/studios", url},
		"a query":                              {HTTPSURL, "https://example.com?a=b", url},
		"a fragment":                           {HTTPSURL, "https://example.com#", url},
		"an IP address":                        {HTTPSURL, "https://10.0.0.1", "must have a DNS name, not an IP address; " + url},
		"an IPv6 address as URL":               {HTTPSURL, "https://[::1]:8443", "must have a DNS name, not an IP address; " + url},
		"a mistyped IP address":                {HTTPSURL, "https://10.0.0.256", url},
		"a port with a sign":                   {HTTPSURL, "https://example.com:+443", url},
		"a path of slashes":                    {HTTPSURL, "https://example.com//", url},
		"a name that looks like a placeholder": {HTTPSURL, "https://connect.your-server.de", ""},
		"braces":                               {HTTPSURL, "https://connect.{{ .Domain }}", "still holds a placeholder; " + url},
		"no slashes":                           {HTTPSURL, "https:example.com", url},
		"an empty query":                       {HTTPSURL, "https://example.com?", url},
		"no host":                              {HTTPSURL, "https://", url},
		"a port out of range":                  {HTTPSURL, "https://example.com:99999", url},
		"an empty port":                        {HTTPSURL, "https://example.com:", url},
		"an underscore in the host":            {HTTPSURL, "https://my_host.example.com", url},
		"a placeholder":                        {HTTPSURL, "https://connect.<YOUR HOST>", "still holds a placeholder; " + url},
		"another placeholder":                  {HTTPSURL, "https://YOUR-TOWER-HOST.com", "still holds a placeholder; " + url},

		"a Redis host":                   {RedisAddress, "redis.example.com", ""},
		"a Redis host and port":          {RedisAddress, "redis.example.com:6380", ""},
		"an IPv6 address":                {RedisAddress, "[fd00::1]:6379", ""},
		"a Redis scheme":                 {RedisAddress, "rediss://redis.example.com:6379", "must have no scheme; " + redis},
		"a Redis placeholder":            {RedisAddress, "<CONNECT_REDIS_ADDRESS>:6379", "still holds a placeholder; " + redis},
		"a Redis port of letters":        {RedisAddress, "redis:port", redis},
		"a Redis port out of range":      {RedisAddress, "redis:70000", redis},
		"an IPv4 address":                {RedisAddress, "10.0.0.1:6379", ""},
		"an absolute name":               {RedisAddress, "redis.example.com.:6379", ""},
		"localhost":                      {RedisAddress, "localhost:6379", "must not be on the local host, which is the pod itself; " + redis},
		"a loopback address":             {RedisAddress, "127.0.0.2", "must not be on the local host, which is the pod itself; " + redis},
		"no address at all":              {RedisAddress, "[::]:6379", "must not be on the local host, which is the pod itself; " + redis},
		"an IPv6 address without a port": {RedisAddress, "[fd00::1]", ""},
		"an IPv6 address without brackets": {RedisAddress, "fd00::1:6379",
			`must have an IPv6 address in brackets, such as "[fd00::1]:6379"`},
		"a Redis port with a sign": {RedisAddress, "redis:+6379", redis},
		"a Redis port of nothing":  {RedisAddress, "redis:", redis},
		"a name in brackets":       {RedisAddress, "[redis]:6379", redis},
		"a name in brackets alone": {RedisAddress, "[redis]", redis},
		"brackets inside out":      {RedisAddress, "]redis[", redis},
		"brackets in brackets":     {RedisAddress, "[[::1]]", redis},
		"a Redis path":             {RedisAddress, "redis/0", redis},
		"no Redis":                 {RedisAddress, "", redis},

		"a template key": {TemplateKey, "JUPYTER-OLD", ""},
		"a template key in small letters": {TemplateKey, "jupyter",
			`must be capital letters and digits in parts joined by "-", such as "JUPYTER-OLD"; a "_" would end the key`},
		"a template key with _": {TemplateKey, "JUPYTER_OLD",
			`must be capital letters and digits in parts joined by "-", such as "JUPYTER-OLD"; a "_" would end the key`},

		"an image with a tag":          {Image, "cr.seqera.io/enterprise/studios/proxy:0.11.0", ""},
		"an image with a port":         {Image, "localhost:5000/proxy:1", ""},
		"an image with a digest":       {Image, "a.io/b@sha256:" + strings.Repeat("0", 64), ""},
		"an image with both":           {Image, "a.io/b:1@sha256:" + strings.Repeat("0", 64), ""},
		"an image with a short digest": {Image, "a.io/b@sha256:00", image},
		"an image in capitals":         {Image, "Proxy:1", image},
		"an image with two dots":       {Image, "a..b/c:1", image},
		"an image without a tag":       {Image, "cr.seqera.io/enterprise/studios/proxy", image},
		"only a port":                  {Image, "localhost:5000/proxy", image},
		"an image with a scheme":       {Image, "https://cr.seqera.io/proxy:1", image},
		"an image with a space":        {Image, "proxy: 1", image},

		"a repository":                     {Repository, "registry.example.com:5000/studios/proxy", ""},
		"a repository with a tag":          {Repository, "studios/proxy:1", `must be the repository of an image, without a tag, such as "registry.example.com/studios/proxy"`},
		"a path of a repository":           {Path, "studios/sessions", ""},
		"a path with a registry":           {Path, "registry.example.com:5000/sessions", `must be a repository without its registry, such as "studios/sessions"`},
		"a tag":                            {Tag, "0.14.1", ""},
		"a tag with a colon":               {Tag, ":0.14.1", `must be the tag of an image, such as "0.14.1"`},
		"a digest":                         {Digest, "sha256:" + strings.Repeat("0", 64), ""},
		"a short digest":                   {Digest, "sha256:0", `must be a digest, "sha256:" and 64 hexadecimal digits in small letters`},
		"a registry":                       {Registry, "registry.example.com", ""},
		"a registry with port and path":    {Registry, "registry:5000/seqera", ""},
		"a registry that is Docker's path": {Registry, "seqera", `must be a registry, with a path perhaps and without a scheme, such as "registry.example.com/seqera"`},
		"a registry with a slash":          {Registry, "registry.example.com/", `must be a registry, with a path perhaps and without a scheme, such as "registry.example.com/seqera"`},
		"a registry's host":                {RegistryHost, "123456789012.dkr.ecr.eu-west-1.amazonaws.com", ""},
		"a registry's host with a path":    {RegistryHost, "registry.example.com/a", `must be the host of a registry, without a scheme, such as "registry.example.com"`},

		"a duration of the Platform's":   {PlatformDuration, "10m", ""},
		"a duration that Java has alone": {PlatformDuration, "1d", `must be a number above zero with ms, s, m or h, such as "10m"`},
		"a duration that Go has alone":   {PlatformDuration, "1h30m", `must be a number above zero with ms, s, m or h, such as "10m"`},
		"a network":                      {CIDR, "10.0.0.0/8", ""},
		"an IPv6 network":                {CIDR, "fd00::/8", ""},
		"an address alone":               {CIDR, "10.0.0.1", `must be a network in CIDR notation, such as "10.0.0.0/16"`},
		"an address in a network":        {CIDR, "10.0.0.1/8", `must be a network in CIDR notation, such as "10.0.0.0/16"`},
		"all workspaces":                 {Workspaces, "all", ""},
		"no workspaces":                  {Workspaces, "none", ""},
		"one workspace":                  {Workspaces, "12345", ""},
		"workspaces with spaces":         {Workspaces, "12345, 67890", ""},
		"no text of workspaces":          {Workspaces, "", `must be "all", "none", or the numeric IDs of workspaces, each once, such as "12345,67890"`},
		"a workspace twice":              {Workspaces, "1, 2,1", `must be "all", "none", or the numeric IDs of workspaces, each once, such as "12345,67890"`},
		"a workspace of Terraform's":     {Workspaces, "-1", `must be "all", "none", or the numeric IDs of workspaces, each once, such as "12345,67890"`},
		"a workspace and all":            {Workspaces, "1,all", `must be "all", "none", or the numeric IDs of workspaces, each once, such as "12345,67890"`},
		"a link":                         {HTTPSLink, "https://example.com/features.json?a=b", ""},
		"a link without TLS":             {HTTPSLink, "http://example.com", `must be an https URL without user and password, such as "https://example.com/features.json"`},

		"a duration":          {Duration, "90s", ""},
		"a number alone":      {Duration, "90", `must be a Go duration above zero, such as "2m" or "90s"`},
		"a negative duration": {Duration, "-1s", `must be a Go duration above zero, such as "2m" or "90s"`},

		"a wildcard host":       {IngressHost, "*.example.com", ""},
		"a host alone":          {IngressHost, "connect.example.com", ""},
		"an IP address as host": {IngressHost, "10.0.0.1", `must be a DNS name, as a rule with a wildcard, such as "*.example.com"`},
		"a wildcard alone":      {IngressHost, "*", `must be a DNS name, as a rule with a wildcard, such as "*.example.com"`},
		"two wildcards":         {IngressHost, "*.*.example.com", `must be a DNS name, as a rule with a wildcard, such as "*.example.com"`},
		"an Ingress path":       {IngressPath, "/*", ""},
		"a relative path":       {IngressPath, "studios", `must be a path that begins with "/", without "//", "." and ".." as parts and "%2F", such as "/*" for an ALB or "/" with path type Prefix`},
		"a Redis prefix":        {RedisPrefix, "connect:session", ""},
		"a prefix of space":     {RedisPrefix, "a b", `must be a text without white space and without "$(", which Kubernetes would replace, such as "connect:session"`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			want := ""
			if c.want != "" {
				want = `argument: Invalid value: "` + c.value + `": ` + c.want
			}
			if got := found(c.rule.Check(at, c.value)); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestChoices(t *testing.T) {
	rule := OneOf("info", "warn")
	if got := found(rule.Check(at, "warn")); got != "" {
		t.Error(got)
	}
	const want = `argument: Unsupported value: "nonsense": supported values: "info", "warn"`
	if got := found(rule.Check(at, "nonsense")); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestEach(t *testing.T) {
	got := found(Each(ObjectName).Check(at, []string{"good", "", "Bad"}))
	if lines := strings.Split(got, "\n"); len(lines) != 2 || !strings.HasPrefix(lines[0], "argument[1]:") ||
		!strings.HasPrefix(lines[1], `argument[2]: Invalid value: "Bad"`) {
		t.Error(got)
	}
}

func TestNumbers(t *testing.T) {
	cases := map[string]struct {
		rule      Rule[int]
		good, bad []int
		want      string
	}{
		"port":     {Port, []int{1, 8081, 65535}, []int{0, -1, 65536}, "must be between 1 and 65535, inclusive"},
		"database": {RedisDatabase, []int{0, 1, 15}, []int{-1}, "must be 0 or more"},
		"replicas": {AtLeast(1), []int{1, 9}, []int{0, -3}, "must be 1 or more"},
		"key size": {KeySize, []int{2048, 3072, 4096, 8192}, []int{0, 1024, 2047, 2050, 8200, 16384},
			"must be a multiple of 8 from 2048 (what Seqera recommends at least) to 8192, such as 3072"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			for _, good := range c.good {
				if got := found(c.rule.Check(at, good)); got != "" {
					t.Error(got)
				}
			}
			for _, bad := range c.bad {
				want := fmt.Sprintf("argument: Invalid value: %d: %s", bad, c.want)
				if got := found(c.rule.Check(at, bad)); got != want {
					t.Errorf("got  %s\nwant %s", got, want)
				}
			}
		})
	}
}

// The layouts that Seqera's installation page allows, and what breaks cookies or certificates.
func TestSameRootDomain(t *testing.T) {
	cases := map[string]struct{ connect, platform, want string }{
		"beside the Platform":                 {"https://connect.example.com", "https://platform.example.com", ""},
		"below the Platform":                  {"https://connect.platform.example.com", "https://platform.example.com", ""},
		"the Platform at the root":            {"https://studios.example.com", "https://example.com", ""},
		"far below":                           {"https://connect.another.subdomain.example.com", "https://example.com", ""},
		"under a public suffix of two labels": {"https://connect.example.co.uk", "https://platform.example.co.uk", ""},
		"another company": {"https://connect.other.co.uk", "https://platform.example.co.uk",
			`must be under the Platform's domain example.co.uk, such as "https://connect.example.co.uk"`},
		"another domain": {"https://connect.example.org", "https://platform.example.com",
			`must be under the Platform's domain example.com, such as "https://connect.example.com"`},
		"the same host": {"https://platform.example.com", "https://platform.example.com",
			`must have another host than platformUrl, such as "https://connect.example.com"`},
		"the root itself, whose wildcard would be *.com": {"https://example.com", "https://platform.example.com",
			`must be under the Platform's domain example.com, such as "https://connect.example.com"`},
		"a domain that no list knows": {"https://connect.platform.internal", "https://platform.internal", ""},
		"siblings below no public suffix": {"https://connect.local", "https://platform.local",
			`must be under the Platform's domain platform.local, such as "https://connect.platform.local"`},
		"a public suffix below the Platform's domain": {"https://connect.a.eu-west-1.elb.amazonaws.com", "https://platform.amazonaws.com",
			`must be under the Platform's domain amazonaws.com, such as "https://connect.amazonaws.com"`},
		"a Platform at a public suffix": {"https://connect.co.uk", "https://co.uk",
			`cannot share a domain with https://co.uk, whose host has none; both need a DNS name such as "connect.example.com"`},
		"IP addresses": {"https://10.1.0.1", "https://10.0.0.1",
			`cannot share a domain with https://10.0.0.1, whose host has none; both need a DNS name such as "connect.example.com"`},
		"a Platform without a domain": {"https://connect", "https://platform",
			`cannot share a domain with https://platform, whose host has none; both need a DNS name such as "connect.example.com"`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			want := ""
			if c.want != "" {
				want = `argument: Invalid value: "` + c.connect + `": ` + c.want
			}
			if got := found(SameRootDomain(at, c.connect, c.platform)); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestCanonicalForms(t *testing.T) {
	for _, c := range []struct{ what, got, want string }{
		{"origin", Origin("https://Connect.Example.com/"), "https://connect.example.com"},
		{"origin with a port", Origin("https://connect.example.com:8443/"), "https://connect.example.com:8443"},
		{"wildcard", WildcardHost("https://connect.example.com"), "*.example.com"},
		{"wildcard below the Platform", WildcardHost("https://connect.platform.example.com:443"), "*.platform.example.com"},
		{"Redis without a port", RedisEndpoint("redis"), "redis:6379"},
		{"Redis with a port", RedisEndpoint("redis:6380"), "redis:6380"},
		{"IPv6 without a port", RedisEndpoint("fd00::1"), "[fd00::1]:6379"},
		{"a covering host", found(HostCovers(at, "*.example.com", "https://connect.example.com")), ""},
		{
			"everybody's hosts", found(HostCovers(at, "*.com", "https://connect.example.com")),
			`argument: Invalid value: "*.com": must cover connect.example.com and the sessions beside it, as "*.example.com" does`,
		},
		{"a covering host further up", found(HostCovers(at, "*.example.com", "https://connect.studios.example.com")), ""},
		{
			"the connect host alone", found(HostCovers(at, "connect.example.com", "https://connect.example.com")),
			`argument: Invalid value: "connect.example.com": must cover connect.example.com and the sessions beside it, as "*.example.com" does`,
		},
		{
			"a host a level too deep", found(HostCovers(at, "*.connect.example.com", "https://connect.example.com")),
			`argument: Invalid value: "*.connect.example.com": must cover connect.example.com and the sessions beside it, as "*.example.com" does`,
		},
		{
			"workspace IDs", found(WorkspaceIDs.Check(at, []int{5, -1, 5})),
			"argument[1]: Invalid value: -1: must be the numeric ID of a workspace, such as 12345\nargument[2]: Duplicate value: 5",
		},
		{"any text", found(NotEmpty.Check(at, "x")), ""},
		{"a text of space", found(NotEmpty.Check(at, " ")), "argument: Required value: leave the argument out to have its default"},
		{
			"exclusive", found(Exclusive(at, field.NewPath("other"))),
			"argument: Forbidden: excludes other: give one of them",
		},
	} {
		if c.got != c.want {
			t.Errorf("%s: got  %s\nwant %s", c.what, c.got, c.want)
		}
	}
}

func TestNamesThatBecomeLabels(t *testing.T) {
	if got := found(StatefulSetName.Check(at, "s"+strings.Repeat("a", 51))); got != "" {
		t.Error(got)
	}
	for _, bad := range []string{"s" + strings.Repeat("a", 52), strings.Repeat("a", 64), "0"} {
		if found(StatefulSetName.Check(at, bad)) == "" {
			t.Errorf("%q is taken", bad)
		}
	}
}

// Kubernetes allows an object 256 KiB, in which two arguments and what we write ourselves may meet.
func TestAnnotationsHaveASize(t *testing.T) {
	if got := found(Annotations.Check(at, map[string]string{"a": strings.Repeat("x", 120<<10-1)})); got != "" {
		t.Error(got)
	}
	if found(Annotations.Check(at, map[string]string{"a": strings.Repeat("x", 120<<10)})) == "" {
		t.Error("more than 120 KiB are taken")
	}
}

// The longest variable of a template is a key of a ConfigMap, which has 253 characters at most.
func TestTemplateKeyHasALength(t *testing.T) {
	longest := strings.Repeat("A", 253-len("TOWER_DATA_STUDIO_TEMPLATES__REPOSITORY"))
	if got := found(TemplateKey.Check(at, longest)); got != "" {
		t.Error(got)
	}
	if got := found(TemplateKey.Check(at, longest+"A")); !strings.Contains(got, "may not be more than 214") {
		t.Error(got)
	}
}

func TestEachOnce(t *testing.T) {
	if got := found(EachOnce(ObjectName).Check(at, []string{"a", "A", "a"})); !strings.Contains(got, `argument[1]: Invalid`) || !strings.Contains(got, `argument[2]: Duplicate value: "a"`) {
		t.Error(got)
	}
}

func TestIngressPaths(t *testing.T) {
	for path, isGood := range map[string]bool{
		"/": true, "/*": true, "/a.b/..c/.d": true, "/a b": true, "a": false, "": false,
		"/a//b": false, "/a/./b": false, "/a/..": false, "/../a": false, "/a%2Fb": false, "/a%2fb": false,
	} {
		if got := found(IngressPath.Check(at, path)); (got == "") != isGood {
			t.Errorf("%q: %s", path, got)
		}
	}
}

func TestNetworks(t *testing.T) {
	for network, isGood := range map[string]bool{
		"10.0.0.0/8": true, "fd00::/8": true, "0.0.0.0/0": true, "10.0.0.1/8": false, "10.0.0.0": false, "::ffff:10.0.0.0/104": false,
	} {
		if got := found(CIDR.Check(at, network)); (got == "") != isGood {
			t.Errorf("%q: %s", network, got)
		}
	}
}

// What cannot be divided is asked for whole, and names are those that the API server takes for a container.
func TestResourcesThatCannotBeDivided(t *testing.T) {
	for name, c := range map[string]struct{ value, want string }{
		"nvidia.com/gpu":         {"500m", `argument[nvidia.com/gpu]: Invalid value: "500m": must be a whole number, such as "1"`},
		"example.com/a":          {"2", ""},
		"hugepages-2Mi":          {"3Mi", `argument[hugepages-2Mi]: Invalid value: "3Mi": must be a multiple of 2Mi`},
		"hugepages-1Gi":          {"2Gi", ""},
		"cpu":                    {"500m", ""},
		"hugepages-a":            {"1", "must be \"cpu\""},
		"requests.example.com/a": {"1", "must be \"cpu\""},
	} {
		got := found(ResourceList.Check(at, map[string]string{name: c.value}))
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %s: %s", name, c.value, got)
		}
	}
	pages := map[string]string{"hugepages-2Mi": "4Mi"}
	if got, want := found(LimitsCover(at, pages, pages)), "argument[cpu]: Required value: hugepages-2Mi needs cpu or memory beside it"; got != want {
		t.Error(got)
	}
	if got := found(LimitsCover(at, map[string]string{"hugepages-2Mi": "4Mi", "memory": "1Gi"}, pages)); got != "" {
		t.Error(got)
	}
}

func TestLimitsCover(t *testing.T) {
	requests := map[string]string{"cpu": "250m", "memory": "64Mi", "nvidia.com/gpu": "1"}
	if got := found(LimitsCover(at, map[string]string{"cpu": "0.25", "nvidia.com/gpu": "1"}, requests)); got != "" {
		t.Error(got)
	}
	const want = `argument[cpu]: Invalid value: "30m": must not be below the request, which is 250m
argument[nvidia.com/gpu]: Invalid value: "2": must equal the request of 1`
	if got := found(LimitsCover(at, map[string]string{"cpu": "30m", "nvidia.com/gpu": "2"}, requests)); got != want {
		t.Error(got)
	}
	if got := found(LimitsCover(at, nil, map[string]string{"nvidia.com/gpu": "1"})); !strings.Contains(got, "argument[nvidia.com/gpu]: Required") {
		t.Error(got)
	}
}

func TestRegistrationToken(t *testing.T) {
	for _, bad := range []string{"", "short", "with_an_underscore_in_the_middle", "ünïcödeünïcödeünïcöde"} {
		if found(RegistrationToken.Check(at, bad)) == "" {
			t.Errorf("%q is taken", bad)
		}
	}
	for _, good := range []string{strings.Repeat("aZ09", 8), "b3f1c2d4-0f7e-4a57-9a34-6f0c1f6f4f10"} {
		if got := found(RegistrationToken.Check(at, good)); got != "" {
			t.Error(got)
		}
	}
}

// A password in an address is the user's mistake, but not for logs to repeat.
func TestUserStaysSecret(t *testing.T) {
	const url = `must be an https URL with a host and without a path, such as "https://connect.example.com"`
	const redis = `must be host or host:port, such as "redis.example.com:6379"`
	for _, c := range []struct {
		rule        Rule[string]
		value, want string
	}{
		{HTTPSURL, "https://me:hunter2@example.com", `"https://[secret]@example.com": ` + url},
		{HTTPSURL, "https://me:hunter2@<YOUR HOST>", `"https://[secret]@<YOUR HOST>": still holds a placeholder; ` + url},
		{RedisAddress, "rediss://:hunter2@redis:6379", `"rediss://[secret]@redis:6379": must have no scheme; ` + redis},
		{RedisAddress, "me:hunter2@1@redis", `"[secret]@redis": must have no user or password; ` + redis},
	} {
		if got, want := found(c.rule.Check(at, c.value)), "argument: Invalid value: "+c.want; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func FuzzAddresses(f *testing.F) {
	f.Add("https://connect.example.com:443/")
	f.Add("[::1]:6379")
	f.Add("rediss://user:password@[fd00::1]/0")
	f.Fuzz(func(t *testing.T, text string) {
		if len(HTTPSURL.Check(at, text)) == 0 && len(HTTPSURL.Check(at, Origin(text))) > 0 {
			t.Errorf("the origin %q of the good URL %q is not good", Origin(text), text)
		}
		if len(RedisAddress.Check(at, text)) == 0 && RedisEndpoint(RedisEndpoint(text)) != RedisEndpoint(text) {
			t.Errorf("the endpoint of %q is not stable", text)
		}
	})
}

func TestAmounts(t *testing.T) {
	for value, want := range map[string][2]bool{ // as an amount, and as one that may be none
		"1": {true, true}, "25%": {true, true}, "100%": {true, true}, "0": {false, true}, "0%": {false, true},
		"": {false, false}, "-1": {false, false}, "101%": {false, false}, "1.5": {false, false}, "one": {false, false},
	} {
		path := field.NewPath("x")
		if got := [2]bool{len(Amount.Check(path, value)) == 0, len(AmountOrNone.Check(path, value)) == 0}; got != want {
			t.Errorf("%q: %v, not %v", value, got, want)
		}
	}
	for least, want := range map[string]bool{"1": true, "2": true, "3": false, "66%": true, "67%": false, "100%": false} {
		if got := len(CanDrain(field.NewPath("x"), least, 3)) == 0; got != want {
			t.Errorf("%s of 3 can be drained: %v", least, got)
		}
	}
}
