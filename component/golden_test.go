package component_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	networkingv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/networking/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// cases are arguments beside those that are required, by the file in testdata that shows what they change.
var cases = map[string]func(a *component.StudiosArgs){
	"redis/with-user-password-and-tls": func(a *component.StudiosArgs) {
		a.Redis = component.RedisArgs{
			Address: pulumi.String("redis.example.com:6380"), Database: pulumi.Int(0), Prefix: pulumi.String("studios"),
			TLS: pulumi.Bool(true), Username: pulumi.String("studios"), Password: pulumi.String("password"),
		}
	},
	"redis/with-everything-from-secrets": func(a *component.StudiosArgs) {
		a.Redis = component.RedisArgs{
			Address: pulumi.String("redis.example.com"), Cluster: pulumi.Bool(true), TLS: pulumi.Bool(true), TLSSkipVerify: pulumi.Bool(false),
			ClientCertificate:      &component.ClientCertificateArgs{SecretName: pulumi.String("redis-certificate")},
			ExistingPasswordSecret: &component.SecretKeyArgs{Name: pulumi.String("redis-secret"), Key: pulumi.String("password")},
		}
	},
	"oidc/with-own-token": func(a *component.StudiosArgs) {
		a.Oidc = &component.OidcArgs{RegistrationToken: pulumi.String("0123456789abcdef")}
	},
	"oidc/with-own-key": func(a *component.StudiosArgs) { a.Oidc = &component.OidcArgs{Pem: pulumi.String(recorder.PrivateKey)} },
	"templates/own": func(a *component.StudiosArgs) {
		a.Templates = map[string]component.TemplateArgs{
			"LAB": {Repository: pulumi.String("registry.example.com/lab:1"), Tool: pulumi.String("vscode"), Port: pulumi.Int(3001)},
		}
	},
	"templates/sets-and-more": func(a *component.StudiosArgs) {
		a.Platform = &component.PlatformArgs{Version: pulumi.String("26.2")}
		a.TemplateSets = pulumi.ToStringArray([]string{"recommended", "deprecated"})
		a.RemovedTemplates = pulumi.ToStringArray([]string{"XPRAGA", "XPRAOLD"})
		a.AdditionalTemplates = map[string]component.TemplateArgs{
			"RIDE": {Repository: pulumi.String("registry.example.com/ride:1-0.14"), Tool: pulumi.String("ride")},
			"LAB":  {Repository: pulumi.String("registry.example.com/lab:1-0.14"), Tool: pulumi.String("jupyter"), Status: pulumi.String("experimental")},
		}
	},
	"images/air-gap": func(a *component.StudiosArgs) { a.ImageRegistry = pulumi.String("registry.example.com:5000/seqera") },
	"images/parts": func(a *component.StudiosArgs) {
		a.Proxy = &component.ProxyArgs{
			ImageTag: pulumi.String("0.14.1"), ImageDigest: pulumi.String("sha256:" + strings.Repeat("a", 64)), ImagePullPolicy: pulumi.String("IfNotPresent"),
		}
		a.Server = &component.ServerArgs{
			ImageRepository: pulumi.String("registry.example.com/server"), ImageDigest: pulumi.String("sha256:" + strings.Repeat("b", 64)),
		}
	},
	"quotas/of-the-documentation": func(a *component.StudiosArgs) {
		a.Platform = &component.PlatformArgs{Version: pulumi.String("26.2")}
		a.Quotas = &component.QuotasArgs{
			Buckets: map[string]component.BucketArgs{
				"user_id": {
					Quotas: pulumi.StringMap{"720h": pulumi.String("1TB")}, Header: pulumi.String("X-Connect-Sub"), Permissions: pulumi.String("userId"),
				},
				"ip": {Quotas: pulumi.StringMap{"24h": pulumi.String("50GB"), "1h": pulumi.String("3GB")}, ClientIP: pulumi.Bool(true)},
			},
			TrustedProxyCIDRs: pulumi.ToStringArray([]string{"10.0.0.0/8", "172.16.0.0/12"}),
		}
	},
	"workspaces/of-parts": func(a *component.StudiosArgs) {
		a.Platform = &component.PlatformArgs{Version: pulumi.String("26.2")}
		a.Workspaces = &component.WorkspacesArgs{SSH: pulumi.String("all"), Iframe: pulumi.String("none"), Metrics: pulumi.String("12345, 67890")}
	},
	"workspaces/some": func(a *component.StudiosArgs) {
		a.AllowedWorkspaces = pulumi.IntArray{pulumi.Int(12345), pulumi.Int(67890)}
	},
	"workspaces/none": func(a *component.StudiosArgs) { a.AllowedWorkspaces = pulumi.IntArray{} },
	"ingress/copied": func(a *component.StudiosArgs) {
		a.Ingress = &component.IngressArgs{CopyFrom: pulumi.String("front-ingress")}
	},
	"ingress/copied-with-another-class": func(a *component.StudiosArgs) {
		a.Ingress = &component.IngressArgs{CopyFrom: pulumi.String("front-ingress"), ClassName: pulumi.String("other")}
	},
	"ingress/with-class-and-tls": func(a *component.StudiosArgs) {
		a.Ingress = &component.IngressArgs{
			ClassName: pulumi.String("nginx"), TLSSecretName: pulumi.String("wildcard"),
		}
	},
	"ingress/with-class-alb": func(a *component.StudiosArgs) {
		a.Ingress = &component.IngressArgs{ClassName: pulumi.String("alb")}
	},
	"ingress/in-a-group": func(a *component.StudiosArgs) {
		a.Ingress = &component.IngressArgs{Annotations: pulumi.StringMap{
			"alb.ingress.kubernetes.io/group.name": pulumi.String("seqera"),
		}}
	},
	"ingress/in-a-group-with-order": func(a *component.StudiosArgs) {
		a.Ingress = &component.IngressArgs{Annotations: pulumi.StringMap{
			"alb.ingress.kubernetes.io/group.name": pulumi.String("seqera"), "alb.ingress.kubernetes.io/group.order": pulumi.String("7"),
		}}
	},
	"metadata/labels-and-annotations": func(a *component.StudiosArgs) {
		a.Labels = pulumi.StringMap{"team": pulumi.String("genomics")}
		a.Annotations = pulumi.StringMap{"example.com/owner": pulumi.String("genomics")}
	},
	"running/openshift":  func(a *component.StudiosArgs) { a.OpenShift = pulumi.Bool(true) },
	"running/restricted": func(a *component.StudiosArgs) { a.PodSecurity = pulumi.String("restricted") },
	"running/autoscaled": func(a *component.StudiosArgs) {
		a.Proxy = &component.ProxyArgs{Autoscaling: &component.AutoscalingArgs{MaxReplicas: pulumi.Int(5)}}
	},
	"running/with-account": func(a *component.StudiosArgs) {
		a.ServiceAccount = &component.ServiceAccountArgs{Name: pulumi.String("studios")}
	},
	"running/one-replica": func(a *component.StudiosArgs) { a.Proxy = &component.ProxyArgs{Replicas: pulumi.Int(1)} },
	"running/policies": func(a *component.StudiosArgs) {
		a.NetworkPolicy = &component.NetworkPolicyArgs{Enabled: pulumi.Bool(true)}
	},
	"ssh/with-generated-key": func(a *component.StudiosArgs) {
		a.SSH = &component.SSHArgs{Enabled: pulumi.Bool(true)}
		fromTwelve(a)
	},
	"ssh/on-node-ports": func(a *component.StudiosArgs) {
		a.SSH = &component.SSHArgs{Enabled: pulumi.Bool(true), Service: &component.SSHServiceArgs{Type: pulumi.String("NodePort"), NodePort: pulumi.Int(32222)}}
		fromTwelve(a)
	},
	"ingress/behind-alb":     behind("alb"),
	"ingress/behind-nginx":   behind("nginx"),
	"ingress/behind-traefik": behind("traefik"),
	"ingress/behind-gke":     behind("gke"),
	"ingress/behind-agic":    behind("agic"),
	"ingress/with-cert-manager": func(a *component.StudiosArgs) {
		a.Ingress = &component.IngressArgs{Controller: pulumi.String("nginx"), ClusterIssuer: pulumi.String("letsencrypt")}
	},
	"ingress/none": func(a *component.StudiosArgs) { a.Ingress = &component.IngressArgs{Enabled: pulumi.Bool(false)} },
	"certificate/of-a-secret": func(a *component.StudiosArgs) {
		a.Certificate = &component.CertificateArgs{SecretName: pulumi.String("wildcard")}
	},
	"gateway/routes": func(a *component.StudiosArgs) {
		a.Gateway = &component.GatewayArgs{Name: pulumi.String("public"), SSHSectionName: pulumi.String("ssh"), RequestTimeout: pulumi.String("0s")}
		a.SSH = &component.SSHArgs{Enabled: pulumi.Bool(true), Service: &component.SSHServiceArgs{Type: pulumi.String("ClusterIP")}}
		fromTwelve(a)
	},
	"certificate/authority": func(a *component.StudiosArgs) {
		a.Platform = &component.PlatformArgs{Version: pulumi.String("26.2")}
		a.CertificateAuthority = &component.CertificateAuthorityArgs{PEM: pulumi.String(recorder.Root)}
	},
	"certificate/authority-of-a-secret": func(a *component.StudiosArgs) {
		a.Platform = &component.PlatformArgs{Version: pulumi.String("26.2")}
		a.CertificateAuthority = &component.CertificateAuthorityArgs{SecretName: pulumi.String("authority"), InProxyAndServer: pulumi.Bool(true)}
	},
	"running/escape-hatches": func(a *component.StudiosArgs) {
		a.Proxy = &component.ProxyArgs{
			ServiceLabels: pulumi.StringMap{"team": pulumi.String("genomics")}, ServiceNodePort: pulumi.Int(30080), ExtraServicePorts: servicePort("web"),
		}
		a.Server = &component.ServerArgs{Pod: &component.PodArgs{Command: pulumi.ToStringArray([]string{"/server"}), Args: pulumi.ToStringArray([]string{"-v"})}}
		a.Ingress = &component.IngressArgs{
			Labels:     pulumi.StringMap{"team": pulumi.String("genomics")},
			ExtraRules: networkingv1.IngressRuleArray{&networkingv1.IngressRuleArgs{Host: pulumi.String("www.example.com")}},
		}
	},
	"everything": func(a *component.StudiosArgs) { *a = *everything() },
}

func behind(controller string) func(a *component.StudiosArgs) {
	return func(a *component.StudiosArgs) {
		a.Ingress = &component.IngressArgs{Controller: pulumi.String(controller)}
	}
}

// The files are for review: what is declared by default, a file for each resource, and what each case changes in it.
func TestGraphs(t *testing.T) {
	byDefault := record(t, minimal())
	isDeclared := map[string]bool{}
	for key, resource := range byDefault {
		name, kind, _ := strings.Cut(key, " ")
		kind = kind[strings.LastIndex(kind, ":")+1:]
		file := fmt.Sprintf("default/%s-%s", strings.TrimPrefix(withoutHash(name), "studios-"), strings.ToLower(kind))
		isDeclared[filepath.Join("testdata", file+".yaml")] = true
		compare(t, file, withoutHash(recorder.Graph{key: resource}.YAML()))
	}
	files, err := filepath.Glob("testdata/default/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !isDeclared[file] {
			t.Errorf("component/%s is of no resource that is declared any more: delete it", file)
		}
	}
	before := flat(byDefault)
	for name, change := range cases {
		args := minimal()
		change(args)
		compare(t, name, strings.Join(changes(before, flat(record(t, args))), "\n")+"\n")
	}
}

// Each argument lands where testdata/lands.yaml says, which is for review: the places that change when it is left out.
func TestEveryArgumentLands(t *testing.T) {
	var page strings.Builder
	whole := flat(record(t, everything()))
	for _, leaf := range leaves() {
		with, without := everything(), everything()
		beside, isNeeded := besides[leaf.Path]
		if isNeeded {
			beside(with)
			beside(without)
		}
		for _, other := range leaf.Excludes { // which everything sets in its place
			for _, args := range []*component.StudiosArgs{with, without} {
				path := leaf.Path[:strings.LastIndex(leaf.Path, ".")+1] + other
				field(args, path, "", func(field reflect.Value) { field.SetZero() })
			}
			field(with, leaf.Path, "", func(field reflect.Value) { field.Set(reflect.ValueOf(excluding[leaf.Path])) })
			field(without, leaf.Path, "", func(field reflect.Value) { field.Set(reflect.ValueOf(excluding[leaf.Path])) })
		}
		before := whole
		if isNeeded || len(leaf.Excludes) > 0 {
			before = flat(record(t, with))
		}
		field(without, leaf.Path, "LAB", func(field reflect.Value) {
			if field.IsNil() {
				t.Errorf("everything does not set %s", leaf.Path)
			}
			if other, needed := others[leaf.Path]; needed {
				field.Set(reflect.ValueOf(other))
			} else {
				field.SetZero()
			}
		})
		if change, isNeeded := instead[leaf.Path]; isNeeded {
			change(without)
		}
		places := map[string]bool{}
		for _, change := range changes(before, flat(record(t, without))) {
			place, _, _ := strings.Cut(change[2:], " = ")
			if !strings.HasPrefix(place, "studios Studios") { // records its arguments
				places[place] = true
			}
		}
		if len(places) == 0 && leaf.Path != "certificate.pem" { // is checked and used for nothing
			t.Errorf("%s lands nowhere", leaf.Path)
		}
		fmt.Fprintf(&page, "%s:\n", leaf.Path)
		for _, place := range slices.Sorted(maps.Keys(places)) {
			fmt.Fprintf(&page, "  - %s\n", place)
		}
	}
	compare(t, "lands", page.String())
}

// compare tells what differs from a file in testdata.
func compare(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".yaml")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("component/%s is not what is declared: run make generate and read the difference", file)
	}
}

// flat is a graph as values by place: logical name, kind and path.
func flat(graph recorder.Graph) map[string]string {
	all := map[string]string{}
	for key, resource := range graph {
		name, kind, _ := strings.Cut(withoutHash(key), " ")
		place := name + " " + kind[strings.LastIndex(kind, ":")+1:] + " "
		flatten(all, place, resource.Revealed)
		for what, value := range map[string]any{
			"(after)": resource.After, "(ignoreChanges)": resource.IgnoreChanges, "(timeouts)": resource.Timeouts, isThere: true,
		} {
			if text := fmt.Sprint(value); text != "[]" && text != "" {
				all[place+what] = text
			}
		}
	}
	return all
}

// withoutHash leaves the hash out of the names of patches that have that of what they hold.
func withoutHash(text string) string { return hash.ReplaceAllString(text, "$1") }

var hash = regexp.MustCompile(`(-restart|-tower-yml|-switch|seqera-studios)-[0-9a-f]{8}`)

// podsMark says once more that pods change, whatever of them does.
const podsMark = "seqera-studios/pod-template"

// longest is enough to tell two values apart, and short enough to read: keys are longer.
const longest = 200

func flatten(all map[string]string, place string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, entry := range value {
			if key == podsMark {
				continue
			}
			if strings.ContainsAny(key, "./") {
				key = "[" + key + "]"
			}
			separator := "."
			if strings.HasSuffix(place, " ") || strings.HasPrefix(key, "[") {
				separator = ""
			}
			flatten(all, place+separator+key, entry)
		}
	case []any:
		for i, entry := range value {
			flatten(all, fmt.Sprintf("%s[%s]", place, nameOr(entry, i)), entry)
		}
	default:
		text := []rune(strconv.Quote(fmt.Sprint(value)))
		if len(text) > longest {
			text = append(text[:longest], []rune(fmt.Sprintf("… (%d)", len(text)))...)
		}
		all[place] = string(text)
	}
}

// nameOr names an entry of a list by its name or argument, so that one more does not change the places of the others.
func nameOr(entry any, i int) string {
	object, _ := entry.(map[string]any)
	switch {
	case object["argument"] != nil:
		return fmt.Sprint(object["argument"], " ", object["kind"])
	case object["name"] != nil:
		return fmt.Sprint(object["name"])
	}
	return fmt.Sprint(i)
}

// changes are places with other values. Of a resource that comes or goes no more is told.
func changes(before, after map[string]string) (lines []string) {
	for place, value := range before {
		if other := after[place]; other != value && isTold(place, after) {
			lines = append(lines, "- "+place+" = "+value)
		}
	}
	for place, value := range after {
		if other := before[place]; other != value && isTold(place, before) {
			lines = append(lines, "+ "+place+" = "+value)
		}
	}
	slices.SortFunc(lines, func(a, b string) int {
		if order := strings.Compare(a[2:strings.Index(a, " = ")], b[2:strings.Index(b, " = ")]); order != 0 {
			return order
		}
		return strings.Compare(b, a)
	})
	return lines
}

func isTold(place string, there map[string]string) bool {
	parts := strings.SplitN(place, " ", 3)
	return parts[2] == isThere || there[parts[0]+" "+parts[1]+" "+isThere] != ""
}

const isThere = "(is there)"
