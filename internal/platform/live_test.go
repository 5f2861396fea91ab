package platform

import (
	"fmt"
	"strings"
	"testing"
)

func TestLive(t *testing.T) {
	held := Manager{FieldManager, "Apply", []string{"A", "B", Token}}
	configMap := ConfigMap{Values: map[string]string{"A": "a", "B": "b", Token: Hash("t")}, Managers: []Manager{held}}
	reverted := configMap
	reverted.Values = map[string]string{"A": "old", "B": "b"}
	taken := configMap
	taken.Managers = []Manager{{FieldManager, "Apply", []string{"A"}}, {"kubectl", "Update", []string{"B"}}}
	known := func(text string) Value { return Value{text, true} }
	secret := &Secret{Hashes: map[string]string{"key": Hash("k")}}
	for name, c := range map[string]struct{ got, want State }{
		"as wanted":             {configMap.Has(map[string]Value{"A": known("a"), "B": known("b"), Token: known("t")}, FieldManager), Live},
		"withdrawn":             {configMap.Has(map[string]Value{"A": known("a"), Token: known("t")}, FieldManager), Stale},
		"another token":         {configMap.Has(map[string]Value{Token: known("u")}, FieldManager), Stale},
		"reverted":              {reverted.Has(map[string]Value{"A": known("a")}, FieldManager), Stale},
		"held by somebody else": {taken.Has(map[string]Value{"A": known("a"), "B": known("b")}, FieldManager), Stale},
		"held by another patch": {configMap.Has(map[string]Value{"A": known("a")}, FieldManager+"-1"), Stale},
		"not known yet":         {configMap.Has(map[string]Value{"A": known("a"), "B": known("b"), Token: {}}, FieldManager), Unknown},
		"stale for certain":     {configMap.Has(map[string]Value{"A": known("z"), Token: {}}, FieldManager), Stale},

		"a Secret that is not there": {(*Secret)(nil).Has(map[string]Value{"key": known("k")}), Stale},
		"a Secret as wanted":         {secret.Has(map[string]Value{"key": known("k")}), Live},
		"a Secret with another key":  {secret.Has(map[string]Value{"key": known("l")}), Stale},
		"a Secret with one too few":  {secret.Has(map[string]Value{"key": known("k"), "more": known("m")}), Stale},

		"marks":         {(&Deployment{PodAnnotations: map[string]string{"m": "1"}}).HasAnnotations(map[string]Value{"m": known("1")}), Live},
		"other marks":   {(&Deployment{PodAnnotations: map[string]string{"m": "1"}}).HasAnnotations(map[string]Value{"m": known("2")}), Stale},
		"marks to come": {(&Deployment{}).HasAnnotations(map[string]Value{"m": {}}), Unknown},
	} {
		if c.got != c.want {
			t.Errorf("%s: state %d, not %d", name, c.got, c.want)
		}
	}
}

// A part of a file is as good as none.
func TestHasFiles(t *testing.T) {
	files := []File{
		{Volume: "v", Secret: "s", Mount: "/m", Name: "k", Variable: PemPath},
		{Volume: "w", ConfigMap: "c", Key: "ca.crt", Mount: "/n", Name: "ca.pem", Variable: Authority},
	}
	whole := func() *Deployment {
		return &Deployment{
			Volumes: []Volume{{Name: "v", Secret: "s"}, {Name: "w", ConfigMap: "c", Items: []Item{{"ca.crt", "ca.pem"}}}},
			Containers: []Container{{
				Name: "c", Mounts: []Mount{{Volume: "v", Path: "/m"}, {Volume: "w", Path: "/n"}},
				Env: []Variable{{Name: PemPath, Value: "/m/k"}, {Name: Authority, Value: "/n/ca.pem"}},
			}},
		}
	}
	if whole().HasFiles("c", files) != Live || whole().HasFiles("c", nil) != Live {
		t.Error("the files are not seen")
	}
	for name, change := range map[string]func(d *Deployment){
		"another Secret":    func(d *Deployment) { d.Volumes[0].Secret = "t" },
		"another ConfigMap": func(d *Deployment) { d.Volumes[1].ConfigMap = "d" },
		"another key":       func(d *Deployment) { d.Volumes[1].Items[0].Key = "root.crt" },
		"another volume":    func(d *Deployment) { d.Volumes[0].Name = "x" },
		"no mount":          func(d *Deployment) { d.Containers[0].Mounts = nil },
		"one mount":         func(d *Deployment) { d.Containers[0].Mounts = d.Containers[0].Mounts[:1] },
		"another path":      func(d *Deployment) { d.Containers[0].Mounts[0].Path = "/n" },
		"no variable":       func(d *Deployment) { d.Containers[0].Env = nil },
		"another file":      func(d *Deployment) { d.Containers[0].Env[1].Value = "/n/l" },
	} {
		d := whole()
		change(d)
		if d.HasFiles("c", files) != Stale {
			t.Errorf("%s is not seen", name)
		}
	}
}

func TestReleases(t *testing.T) {
	before := 0
	for _, r := range releases {
		major, minor, ok := Minor(r.Platform)
		if at := major*100 + minor; !ok || at <= before {
			t.Errorf("%s is out of order", r.Platform)
		} else {
			before = at
		}
		if (r.Refused == "") != (len(r.Templates) > 0) {
			t.Errorf("%s is neither refused nor complete", r.Platform)
		}
	}
	for version, want := range map[string]string{"23.4": "24.1", "25.1": "25.1", "25.4": "25.3", "26.2": "26.2", "30.1": "26.2"} {
		major, minor, _ := Minor(version)
		if got := releaseOf(major, minor).Platform; got != want {
			t.Errorf("%s has the row of %s, not %s", version, got, want)
		}
	}
}

func TestMark(t *testing.T) {
	f := &Facts{Deployments: []Deployment{{PodAnnotations: map[string]string{"a": "other/1"}}, {PodAnnotations: map[string]string{"a": "certs/2"}}}}
	if f.Mark("certs") != "certs/2" || f.Mark("cert") != "" {
		t.Errorf("marks are %q and %q", f.Mark("certs"), f.Mark("cert"))
	}
}

func TestImages(t *testing.T) {
	for image, want := range map[string][2]string{
		"cr.seqera.io/enterprise/platform/backend:v25.3.4":               {"backend", "v25.3.4"},
		"registry.example.com:5000/backend":                              {"backend", ""},
		"registry.example.com:5000/mirror/backend:v25.3.4@sha256:012345": {"backend", "v25.3.4"},
		"backend@sha256:012345":                                          {"backend", ""},
	} {
		if got := [2]string{Repository(image), Tag(image)}; got != want {
			t.Errorf("%s is %v, not %v", image, got, want)
		}
	}
}

func TestAround(t *testing.T) {
	f := &Facts{
		Ingresses:  []Ingress{{Name: "front", Hosts: []string{"platform.example.com"}}, {Name: "other", Hosts: []string{""}}},
		ConfigMaps: []ConfigMap{{Name: Record}},
		Secrets:    []Secret{{Name: "pull"}},
		Deployments: []Deployment{
			{Name: "ours", Annotations: map[string]string{"seqera-studios/owner": "p/s/n"}, Containers: []Container{{Env: []Variable{{Name: "CONNECT_OIDC_CLIENT_REGISTRATION_TOKEN"}}}}},
		},
	}
	same := func(a, b *Ingress) bool { return a.Class == b.Class }
	for url, want := range map[string]string{
		"https://Platform.example.com:8443": "[front]", "https://elsewhere.example.com": "[]", "%": "[]",
	} {
		if got := fmt.Sprint(f.IngressesOf(url, same)); got != want {
			t.Errorf("the Ingresses for %s are %s", url, got)
		}
	}
	if got := f.Warnings([]string{"p/s/n"}, map[string]string{"pull": "imagePullSecrets", "connect-credentials": ""}); len(got) > 0 {
		t.Errorf("warned of %v", got)
	}
	f.ConfigMaps, f.Deployments[0].PodAnnotations = nil, map[string]string{"a": "connect-credentials/nothing"}
	if got := f.Warnings([]string{"p/s/n"}, map[string]string{"connect-credentials": ""}); len(got) != 2 {
		t.Errorf("warned of %v", got)
	}
	f.Deployments[0].Annotations = nil
	if got := f.Warnings(nil, map[string]string{"cr.seqera.io": "imagePullSecrets"}); len(got) != 2 {
		t.Errorf("warned of %v", got)
	}
	theirs := Deployment{Name: "backend", PullSecrets: []string{"cr.seqera.io"}}
	f.Deployments = append(f.Deployments, theirs)
	if got := f.Warnings(nil, map[string]string{"cr.seqera.io": "imagePullSecrets"}); len(got) != 1 {
		t.Errorf("with a Secret that the Platform's pods use warned of %v", got)
	}
	f.SecretsUnseen = true
	if got := f.Warnings(nil, map[string]string{"wildcard": "ingress.tlsSecretName"}); len(got) != 1 {
		t.Errorf("of a Secret that was not looked at warned of %v", got)
	}
	f.Ingresses[1].Hosts = []string{"platform.example.com"}
	if got := fmt.Sprint(f.IngressesOf("https://platform.example.com", same)); got != "[front]" {
		t.Errorf("of two that are the same %s", got)
	}
	f.Ingresses[1].Class = "nginx"
	if got := fmt.Sprint(f.IngressesOf("https://platform.example.com", same)); got != "[front other]" {
		t.Errorf("of two that differ %s", got)
	}
}

// What leads to another proxy is told, and what takes it away.
func TestOtherProxies(t *testing.T) {
	env := []Variable{{Name: "CONNECT_OIDC_CLIENT_REGISTRATION_TOKEN"}, {Name: "CONNECT_TUNNEL_URL", Value: "connect-server:7070"}}
	f := &Facts{
		Ingresses:   []Ingress{{Name: "front", Services: []string{"frontend", "connect-proxy"}}},
		Deployments: []Deployment{{Name: "connect-proxy", Containers: []Container{{Env: env}}}},
	}
	for release, want := range map[string]string{
		"": "let Ingress front lead to the new Service instead of \"connect-proxy\"; once no host leads to it, run: " +
			"kubectl delete deployment/connect-proxy service/connect-proxy statefulset/connect-server service/connect-server",
		"seqera": "take away Ingress front, which leads to it: helm upgrade of release \"seqera\" with --reuse-values " +
			"--set studios.ingress.enabled=false; once no host leads to it, " + `switch it off in Helm release "seqera": helm upgrade with --reuse-values --set studios.enabled=false`,
	} {
		f.Deployments[0].Release = release
		if got := f.Warnings(nil, nil); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("of release %q is told %q", release, got)
		}
	}
	f.Deployments[0].Release = ""
	f.Services = []Service{{Name: "connect-proxy", Selector: map[string]string{"app.kubernetes.io/name": "seqera-studios"}}}
	const want = "and its prefix; once no host leads to it, run: kubectl delete deployment/connect-proxy statefulset/connect-server service/connect-server"
	if got := f.Warnings(nil, nil); len(got) != 1 || !strings.HasSuffix(got[0], want) {
		t.Errorf("of a Service that leads to us by now is told %q", got)
	}
}

// What somebody else holds of Studios' in the Platform's pods would stay, with a volume of nothing, when Studios goes.
func TestRestoredDeploymentIsTold(t *testing.T) {
	f := stock()
	f.Deployments[1].Holders = []string{FieldManager + "-1a2b3c4d"}
	if got := f.Warnings(nil, nil); len(got) > 0 {
		t.Errorf("what only Studios holds is told: %q", got)
	}
	f.Deployments[1].Holders = append(f.Deployments[1].Holders, "velero-server")
	if got := f.Warnings(nil, nil); len(got) != 1 || !strings.HasPrefix(got[0], `Deployment "cron": `) || !strings.Contains(got[0], `"velero-server"`) {
		t.Errorf("%q", got)
	}
}
