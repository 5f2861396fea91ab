package component_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/recorder"
)

// Another text is another credential, and only that one.
func TestRotationMakesAnotherCredential(t *testing.T) {
	names := func(rotation *component.RotationArgs) (token, key string) {
		args := minimal()
		args.Rotation = rotation
		for name := range record(t, args) {
			switch name, kind, _ := strings.Cut(name, " "); kind {
			case "random:index/randomPassword:RandomPassword":
				token = name
			case "tls:index/privateKey:PrivateKey":
				key = name
			}
		}
		return token, key
	}
	token, key := names(nil)
	if token != "studios-registration-token" || key != "studios-oidc-key" {
		t.Errorf("without a rotation they are %s and %s", token, key)
	}
	second, same := names(&component.RotationArgs{Token: pulumi.String("2026-11")})
	if second == token || same != key {
		t.Errorf("another token: %s and %s", second, same)
	}
	third, other := names(&component.RotationArgs{Token: pulumi.String("2026-12"), Key: pulumi.String("2026-12")})
	if third == token || third == second || other == key {
		t.Errorf("once more, both: %s and %s", third, other)
	}
}

func TestRotationOfWhatIsSomebodyElses(t *testing.T) {
	for given, oidc := range map[string]*component.OidcArgs{
		"rotation.token: Forbidden: would replace nothing: the credential is that of oidc.registrationToken": {
			RegistrationToken: pulumi.String("0123456789abcdef")},
		"rotation.token: Forbidden: would replace nothing: the credential is that of oidc.existingTokenSecret": {
			ExistingTokenSecret: &component.SecretKeyArgs{Name: pulumi.String("a"), Key: pulumi.String("b")}},
		"rotation.key: Forbidden: would replace nothing: the credential is that of oidc.pem": {
			Pem: pulumi.String(recorder.PrivateKey)},
		"rotation.key: Forbidden: would replace nothing: the credential is that of oidc.existingKeySecret": {
			ExistingKeySecret: pulumi.String("a")},
	} {
		args := minimal()
		args.Oidc, args.Rotation = oidc, &component.RotationArgs{Token: pulumi.String("1"), Key: pulumi.String("1")}
		_, err := recorder.Record(nil, func(ctx *pulumi.Context) error {
			_, err := component.NewStudios(ctx, "studios", args)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), given) || strings.Count(err.Error(), "\n  ") != 1 {
			t.Errorf("%s: %v", given, err)
		}
	}
}

// The newest proxies notice another key by themselves, those before are restarted, and so is one of which nothing is known.
func TestProxyIsRestartedWithTheKeyWhereItHasTo(t *testing.T) {
	for image, want := range map[string]bool{
		"registry.example.com/proxy:0.12.0": true, "registry.example.com/proxy:0.13.0": false, "registry.example.com/proxy:0.14.1": false,
		"registry.example.com/proxy:0.9.0": true, "registry.example.com/proxy:stable": true,
	} {
		args := minimal()
		args.Proxy = &component.ProxyArgs{Image: pulumi.String(image)}
		if _, isMarked := podAnnotations(t, args, "studios-proxy kubernetes:apps/v1:Deployment")["seqera-studios/oidc-key"]; isMarked != want {
			t.Errorf("%s is restarted with another key: %v", image, isMarked)
		}
	}
}

// Token and password of Redis are in one Secret. Another token is no business of the server's, which reads the password only.
func TestAnotherTokenIsNotNewsToTheServer(t *testing.T) {
	hash := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return hex.EncodeToString(sum[:])
	}
	live := func(annotations map[string]any, password string) {
		recorder.Alter = func(facts map[string]any) {
			facts["secrets"] = append(facts["secrets"].([]any), map[string]any{
				"name": "connect-credentials", "version": "20", "annotations": annotations,
				"hashes": map[string]any{"registration-token": hash("another"), "redis-password": hash(password)},
			})
		}
	}
	defer func() { recorder.Alter = nil }()
	args := minimal()
	args.Redis.Password = pulumi.String("password")
	for name, c := range map[string]struct {
		annotations    map[string]any
		password       string
		redis, written string
	}{
		"the first time":       {map[string]any{"seqera-studios/written-over": "nothing"}, "password", "nothing", "nothing"},
		"the second time":      {map[string]any{"seqera-studios/written-over": "9", "seqera-studios/redis-written-over": "7"}, "password", "7", "7"},
		"a password as well":   {map[string]any{"seqera-studios/written-over": "9", "seqera-studios/redis-written-over": "7"}, "old", "20", ""},
		"of somebody's making": {nil, "password", "20", ""},
	} {
		live(c.annotations, c.password)
		want := "connect-credentials/" + c.redis
		for _, workload := range []string{"studios-proxy kubernetes:apps/v1:Deployment", "studios-server kubernetes:apps/v1:StatefulSet"} {
			if got := podAnnotations(t, args, workload)["seqera-studios/redis-password"]; got != want {
				t.Errorf("%s: the mark of %s is %v, not %s", name, workload, got, want)
			}
		}
		graph := record(t, args)
		metadata := graph["studios-credentials kubernetes:core/v1:Secret"].Inputs["metadata"].(map[string]any)["annotations"].(map[string]any)
		if got, _ := metadata["seqera-studios/redis-written-over"].(string); got != c.written || metadata["seqera-studios/written-over"] != "20" {
			t.Errorf("%s: the Secret says %v", name, metadata)
		}
		if got := podAnnotations(t, args, "studios-proxy kubernetes:apps/v1:Deployment")["seqera-studios/registration-token"]; got != "connect-credentials/20" {
			t.Errorf("%s: the proxy's mark of the token is %v", name, got)
		}
	}
}

func podAnnotations(t *testing.T, args *component.StudiosArgs, workload string) map[string]any {
	t.Helper()
	declared, isThere := record(t, args)[workload]
	if !isThere {
		t.Fatalf("there is no %s", workload)
	}
	template := declared.Inputs["spec"].(map[string]any)["template"].(map[string]any)
	annotations, _ := template["metadata"].(map[string]any)["annotations"].(map[string]any)
	if annotations == nil {
		t.Fatal(fmt.Sprint("no annotations in ", template["metadata"]))
	}
	return annotations
}
