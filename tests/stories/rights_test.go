//go:build testbed

package stories

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seqeralabs/pulumi-seqera-studios/component"
	"github.com/seqeralabs/pulumi-seqera-studios/internal/rights"
	"github.com/seqeralabs/pulumi-seqera-studios/tests/testbed"
)

// withoutSecrets is a destroy that may not list Secrets: docs/least-privilege.md has its three commands.
const withoutSecrets = "**kubernetes:core/v1:Secret::*"

// As whom Pulumi runs depends on this file only: its path is an input of the provider.
func (s *story) kubeconfig() string { return filepath.Join(s.temp, "kubeconfig") }

// become runs what follows as somebody. Previews in pull requests see no Secrets.
func (s *story) become(who *testbed.Account, role rights.Role) {
	s.Helper()
	text, err := os.ReadFile(who.Kubeconfig)
	s.must(err)
	s.must(os.WriteFile(s.kubeconfig(), text, 0o600))
	s.env = []string{"KUBECONFIG=" + s.kubeconfig(), fmt.Sprintf("%s=%t", component.BlindVariable, role.Name == rights.Preview.Name)}
}

// account makes a ServiceAccount with a role, as its manifest says.
func (s *story) account(role rights.Role) *testbed.Account {
	s.Helper()
	s.apply(role.Manifest())
	account, err := cluster.Account(s.Context(), s.namespace, "seqera-studios-"+role.Name, s.TempDir())
	s.must(err)
	return account
}

// rights runs cmd/rights as make does.
func (s *story) rights(role rights.Role) (output string, isComplete bool) {
	s.Helper()
	command := s.command()
	command.Path, command.Args = asking, []string{asking, "-stack", s.stack, "-role", role.Name}
	text, err := command.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		s.Fatalf("rights: %v\n%s", err, text)
	}
	return string(text), err == nil
}

// With exactly the Roles of deploy/rbac the whole life of Studios goes through, each right of theirs is used, and none is missed.
func TestLeastPrivilege(t *testing.T) {
	s := begin(t)
	previewer, deployer := s.account(rights.Preview), s.account(rights.Deploy)
	s.cannot("get", "secret/cr.seqera.io")
	s.cannot("list", "secrets")
	s.cannot("get", "namespace/"+s.namespace)

	s.become(previewer, rights.Preview)
	s.contains(s.pulumi("preview"), "Platform 25.3 found", "Secrets are not looked at")
	if output, isComplete := s.rights(rights.Preview); !isComplete {
		t.Error(output)
	}
	if output, isComplete := s.rights(rights.Deploy); isComplete || !strings.Contains(output, "resources: [replicasets]\n    verbs: [list, watch]") {
		t.Errorf("of a previewer's rights to deploy rights says\n%s", output)
	}

	s.become(deployer, rights.Deploy)
	if output, isComplete := s.rights(rights.Deploy); !isComplete {
		t.Error(output)
	}
	s.pulumi("preview")
	s.set("redis.password", "first", "--secret")
	s.up()
	s.nochange()
	s.become(previewer, rights.Preview)
	s.pulumi("preview", "--expect-no-changes")

	s.become(deployer, rights.Deploy)
	s.set("redis.password", "second", "--secret")
	s.set("proxy.replicas", "3")
	s.set("server.replicas", "3")
	s.set("ingress.annotations.changed", "yes")
	s.up()
	s.nochange()
	s.pulumi("destroy", "--yes", "--skip-preview", "--refresh", "--exclude", withoutSecrets)
	s.as(deployer, append([]string{"delete", "secret"}, rights.Settings{}.OwnSecrets()...)...)
	s.pulumi("destroy", "--yes", "--skip-preview", "--refresh")
	s.equal("what is left", s.kubectl("get", "deployments,statefulsets,services,secrets,ingresses,configmaps,poddisruptionbudgets", "-o", "name",
		"-l", "app.kubernetes.io/managed-by=pulumi"), "")

	s.used(deployer, rights.Deploy, nil)
	s.used(previewer, rights.Preview, nil)
}

// Settings that make more need more: cmd/rights prints it, and with just that the life goes through again.
func TestLeastPrivilegeOfSettings(t *testing.T) {
	s := begin(t)
	s.kubectl("create", "secret", "generic", "redis-password", "--from-literal=password=canary")
	settings := rights.Settings{
		"platform.version": "26.2", "proxy.image": "cr.seqera.io/enterprise/studios/proxy:0.12.0", "server.image": "cr.seqera.io/enterprise/studios/server:0.12.0",
		"proxy.autoscaling.maxReplicas": "3", "networkPolicy.enabled": "true", "serviceAccount.name": "studios", "checkPodSecurity": "true",
		"quotas.buckets.user_id.quotas.720h": "1TB", "quotas.buckets.user_id.header": "X-Connect-Sub", "ssh.enabled": "true",
		"ssh.service.type": "ClusterIP", "redis.existingPasswordSecret.name": "redis-password", "redis.existingPasswordSecret.key": "password",
	}
	s.setAll(settings)
	settings["namespace"] = s.namespace
	s.kubectl("create", "serviceaccount", "nobody")
	nobody, err := cluster.Account(t.Context(), s.namespace, "nobody", t.TempDir())
	s.must(err)
	s.become(nobody, rights.Deploy)
	s.contains(s.makes("up"), "is forbidden", "make rights STACK="+s.stack)

	accounts := map[string]*testbed.Account{}
	for _, role := range rights.Roles {
		accounts[role.Name] = s.account(role)
		s.become(accounts[role.Name], role)
		missing, isComplete := s.rights(role)
		if isComplete {
			t.Fatalf("%s: nothing is missing", role.Name)
		}
		s.granted(role, missing)
		if output, isComplete := s.rights(role); !isComplete {
			t.Errorf("%s: what is printed is not all:\n%s", role.Name, output)
		}
		s.pulumi("preview")
	}
	deployer := accounts[rights.Deploy.Name]
	s.up()
	s.nochange()
	for path, value := range map[string]string{
		"proxy.autoscaling.maxReplicas": "4", "networkPolicy.ingressNamespace": "ingress-nginx", "quotas.buckets.user_id.quotas.720h": "2TB",
		`serviceAccount.annotations["example.com/role"]`: "studios", "ssh.publicPort": "22", "rotation.ssh": "once",
	} {
		s.set(path, value)
	}
	s.up()
	s.nochange()
	s.pulumi("destroy", "--yes", "--skip-preview", "--refresh", "--exclude", withoutSecrets)
	s.as(deployer, append([]string{"delete", "secret"}, settings.OwnSecrets()...)...)
	s.pulumi("destroy", "--yes", "--skip-preview", "--refresh")
	s.used(deployer, rights.Deploy, settings)
	s.used(accounts[rights.Preview.Name], rights.Preview, settings)
}

// makes runs make as a user does in a checkout, and expects it to fail.
func (s *story) makes(target string) string {
	s.Helper()
	checkout, err := filepath.Abs(filepath.Join("..", ".."))
	s.must(err)
	s.must(os.Symlink(filepath.Join(checkout, "tests"), filepath.Join(s.dir, "tests")))
	command := exec.CommandContext(s.Context(), "make", "--file", filepath.Join(checkout, "Makefile"), target, "STACK="+s.stack)
	command.Dir = s.dir
	command.Env = append(s.command().Env, "PULUMI_SKIP_CONFIRMATIONS=true")
	output, err := command.CombinedOutput()
	if err == nil {
		s.Errorf("make %s went through", target)
	}
	return string(output)
}

// granted gives the account of a role the rules that cmd/rights has printed, as another Role.
func (s *story) granted(role rights.Role, rules string) {
	s.Helper()
	name := "seqera-studios-" + role.Name
	s.apply("apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: " + name + "-more}\n" + rules)
	s.kubectl("create", "rolebinding", name+"-more", "--role="+name+"-more", "--serviceaccount="+s.namespace+":"+name)
}

// cannot asks the API server for both Roles.
func (s *story) cannot(verb, object string) {
	s.Helper()
	for _, role := range rights.Roles {
		output, err := cluster.Kubectl(s.Context(), s.namespace, "auth", "can-i", verb, object,
			"--as", "system:serviceaccount:"+s.namespace+":seqera-studios-"+role.Name)
		if err == nil || strings.TrimSpace(output) != "no" {
			s.Errorf("%s may %s %s", role.Name, verb, object)
		}
	}
}

// as runs kubectl as somebody.
func (s *story) as(who *testbed.Account, args ...string) string {
	s.Helper()
	output, err := cluster.Kubectl(s.Context(), s.namespace, append([]string{"--kubeconfig", who.Kubeconfig}, args...)...)
	s.must(err)
	return output
}

// used holds a Role against what the API server was asked for. Who previews tries writes, and does without. That something is
// created is asked as a patch; TestLongOneRightLess has it.
func (s *story) used(who *testbed.Account, role rights.Role, settings rights.Settings) {
	s.Helper()
	requests, err := who.Requests()
	s.must(err)
	if len(requests) == 0 {
		s.Fatal("the API server has written down no request")
	}
	for _, r := range requests {
		if r.IsDenied && (role.Name != rights.Preview.Name || r.Verb != "patch") {
			s.Errorf("%s was refused to %s %s %s", role.Name, r.Verb, r.Resource, r.Name)
		}
	}
	for _, rule := range role.Rules(settings) {
		for _, verb := range rule.Verbs {
			isIt := func(r testbed.Request) bool {
				return r.Verb == verb && r.Group == rule.Group && r.Resource == rule.Resource && !r.IsDenied &&
					(len(rule.Names) == 0 || slices.Contains(rule.Names, r.Name))
			}
			if verb != "create" && !slices.ContainsFunc(requests, isIt) {
				s.Errorf("%s has the right to %s %s %v, and made no use of it", role.Name, verb, rule.Resource, rule.Names)
			}
		}
	}
}

// Who may only preview reads neither key nor passwords, and where the Platform has its token from a Secret, no token. Where the
// ConfigMap holds it, it is read there, as docs/least-privilege.md says.
func TestPreviewerReadsNoSecrets(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"secret", "configmap"} {
		t.Run(in, func(t *testing.T) {
			s := begin(t)
			const password = "canary-redis-password"
			s.set("redis.password", password, "--secret")
			if in == "secret" {
				s.tokenFromSecret()
			}
			s.up()
			token := s.token()
			key := strings.Split(s.decoded("secret/platform-oidc-certs", `.data.oidc\.pem`), "\n")[1]

			previewer := s.account(rights.Preview)
			all := s.readable(previewer)
			s.contains(all, "TOWER_SERVER_URL", "connect-proxy", "*.example.com")
			s.lacks(all, password, key)
			if hasToken := strings.Contains(all, token); hasToken != (in == "configmap") || token == "" {
				t.Errorf("with the token in the %s: that it can be read is %t", in, hasToken)
			}
			s.become(previewer, rights.Preview)
			s.pulumi("preview", "--diff")
		})
	}
}

// token is what the proxy registers with.
func (s *story) token() string {
	s.Helper()
	const from = `.spec.template.spec.containers[0].env[?(@.name=="CONNECT_OIDC_CLIENT_REGISTRATION_TOKEN")].valueFrom.secretKeyRef`
	return s.decoded("secret/"+s.get("deployment/connect-proxy", from+".name"), ".data."+s.get("deployment/connect-proxy", from+".key"))
}

// tokenFromSecret gives the Platform a token as docs/least-privilege.md shows it.
func (s *story) tokenFromSecret() {
	s.Helper()
	s.kubectl("create", "secret", "generic", "platform-token", "--from-literal=token="+strings.TrimSpace(openssl(s, "", "rand", "-hex", "16")))
	s.kubectl("patch", "deployment/backend", "--type=strategic", "-p", `{"spec":{"template":{"spec":{"containers":[{"name":"backend","env":[
		{"name":"TOWER_OIDC_REGISTRATION_INITIAL_ACCESS_TOKEN","valueFrom":{"secretKeyRef":{"name":"platform-token","key":"token"}}}]}]}}}}`)
	s.must(cluster.AwaitPlatform(s.Context(), s.namespace))
	s.set("oidc.existingTokenSecret.name", "platform-token")
	s.set("oidc.existingTokenSecret.key", "token")
}

// readable is all that somebody can read in the namespace: every kind that can be listed, and each object by its name.
func (s *story) readable(who *testbed.Account) string {
	s.Helper()
	var all strings.Builder
	for _, kind := range strings.Fields(s.kubectl("api-resources", "--namespaced", "--verbs=list", "-o", "name")) {
		for _, name := range append([]string{""}, strings.Fields(s.kubectl("get", kind, "-o", "name"))...) {
			what := []string{"get", kind, "-o", "yaml", "--show-managed-fields"}
			if name != "" {
				what[1] = name
			}
			output, err := cluster.Kubectl(s.Context(), s.namespace, append([]string{"--kubeconfig", who.Kubeconfig}, what...)...)
			if err == nil {
				all.WriteString(output)
			}
		}
	}
	return all.String()
}
