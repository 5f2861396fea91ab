package testbed

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

var (
	//go:embed stages.yml
	stages []byte
	//go:embed audit.yml
	audit []byte
)

// Cluster is a Kubernetes control plane with simulated nodes, in processes of its own.
type Cluster struct {
	// Kubeconfig is the path of its kubeconfig file.
	Kubeconfig string

	tools *Tools
	dir   string
	// owner keeps the cluster alive: it is deleted when this end of the pipe closes, however the process ends.
	owner  io.WriteCloser
	keeper *exec.Cmd
}

const clusterName = "studios"

// StartCluster starts a cluster of its own, on free ports.
func StartCluster(ctx context.Context, tools *Tools) (*Cluster, error) {
	dir, err := os.MkdirTemp("", "seqera-studios-cluster-")
	if err != nil {
		return nil, err
	}
	c := &Cluster{Kubeconfig: filepath.Join(dir, "kubeconfig"), tools: tools, dir: dir}
	for name, text := range map[string][]byte{"stages.yml": stages, "audit.yml": audit} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return nil, err
		}
	}
	if err := c.create(); err != nil {
		return nil, err
	}
	if err := c.addNodes(ctx); err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	return c, nil
}

// keep creates the cluster with the given command, says how that ended, and deletes the cluster when nobody holds the
// other end of its input any more. A process of its own does it, so it is also done for an owner that was killed, in
// the middle of the creation too.
const keep = `"$@" 3>&- >"$KWOK_WORKDIR/create.log" 2>&1
status=$?
exec 3>&-
trap "" PIPE
echo $status
cat >/dev/null
"$1" --name ` + clusterName + ` delete cluster
rm -rf "$KWOK_WORKDIR"`

func (c *Cluster) create() (err error) {
	cache, err := cacheDir()
	if err != nil {
		return err
	}
	// kwokctl looks for free ports long before it opens them: one cluster at a time. The keeper inherits the lock, so
	// that it does not go with an owner that is killed.
	creating, err := lock(filepath.Join(cache, "cluster.lock"))
	if err != nil {
		return err
	}
	defer creating.Close()

	args := []string{"-c", keep, "keep", filepath.Join(c.tools.Bin, "kwokctl"), "--name", clusterName,
		"create", "cluster", "--runtime", "binary", "--disable-qps-limits", "--wait", "60s", "--kubeconfig", c.Kubeconfig,
		"--extra-args", "kube-apiserver=service-cluster-ip-range=10.0.0.0/16", // the default has room for 254 Services
		// Who leads ends itself when etcd is slow for ten seconds, and there is nobody here to start it again.
		"--extra-args", "kube-controller-manager=leader-elect=false", "--extra-args", "kube-scheduler=leader-elect=false",
		"--config", filepath.Join(c.dir, "stages.yml"), "--kube-audit-policy", filepath.Join(c.dir, "audit.yml")}
	ports, err := freePorts("kube-apiserver", "kube-controller-manager", "kube-scheduler")
	if err != nil {
		return err
	}
	args = append(args, ports...)
	for flag, binary := range map[string]string{
		"etcd":                    "etcd",
		"kube-apiserver":          "kube-apiserver",
		"kube-controller-manager": "kube-controller-manager",
		"kube-scheduler":          "kube-scheduler",
		"kwok-controller":         "kwok",
	} {
		args = append(args, "--"+flag+"-binary", filepath.Join(c.tools.Bin, binary))
	}
	c.keeper = exec.Command("sh", args...)
	c.keeper.Env = c.env()
	c.keeper.ExtraFiles = []*os.File{creating}
	// A group of its own, so that an interrupt typed at a terminal does not reach it.
	c.keeper.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if c.owner, err = c.keeper.StdinPipe(); err != nil {
		return err
	}
	status, err := c.keeper.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.keeper.Start(); err != nil {
		return err
	}
	var code int
	if _, err := fmt.Fscanln(status, &code); err != nil || code != 0 {
		log, _ := os.ReadFile(filepath.Join(c.dir, "create.log"))
		return errors.Join(fmt.Errorf("kwokctl create cluster: exit status %d\n%s", code, log), err, c.Stop())
	}
	return nil
}

func (c *Cluster) addNodes(ctx context.Context) error {
	if err := c.kwokctl(ctx, "scale", "node", "--replicas", "2", "--config", filepath.Join(c.dir, "stages.yml")); err != nil {
		return err
	}
	// A pod that is bound to a node before the simulation knows of it is never started.
	_, err := c.Kubectl(ctx, "default", "wait", "nodes", "--all", "--for=condition=Ready", "--timeout=60s")
	return err
}

// env lets kwokctl find the cluster's folder and our kubectl, which it would download otherwise.
func (c *Cluster) env() []string {
	return append(os.Environ(), "KWOK_WORKDIR="+c.dir,
		"PATH="+c.tools.Bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

func (c *Cluster) kwokctl(ctx context.Context, args ...string) error {
	command := exec.CommandContext(ctx, filepath.Join(c.tools.Bin, "kwokctl"), append([]string{"--name", clusterName}, args...)...)
	command.Env = c.env()
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("kwokctl %s: %w\n%s", args[0], err, output)
	}
	return nil
}

// Stop deletes the cluster and waits until it is gone.
func (c *Cluster) Stop() error {
	return errors.Join(c.owner.Close(), c.keeper.Wait())
}

// Kubectl runs kubectl in a namespace and returns what it printed.
func (c *Cluster) Kubectl(ctx context.Context, namespace string, args ...string) (string, error) {
	return c.kubectl(ctx, namespace, nil, args...)
}

// KubectlCommand is kubectl in a namespace, to be started.
func (c *Cluster) KubectlCommand(ctx context.Context, namespace string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, filepath.Join(c.tools.Bin, "kubectl"), append([]string{"--namespace", namespace}, args...)...)
	command.Env = append(os.Environ(), "KUBECONFIG="+c.Kubeconfig)
	return command
}

// Apply runs kubectl apply on manifests, as the owner of a Platform would.
func (c *Cluster) Apply(ctx context.Context, namespace, manifests string) error {
	_, err := c.kubectl(ctx, namespace, strings.NewReader(manifests), "apply", "-f", "-")
	return err
}

func (c *Cluster) kubectl(ctx context.Context, namespace string, in io.Reader, args ...string) (string, error) {
	command := c.KubectlCommand(ctx, namespace, args...)
	command.Stdin = in
	var failure strings.Builder
	command.Stderr = &failure
	output, err := command.Output()
	if err != nil {
		return string(output), fmt.Errorf("kubectl %s: %w\n%s", strings.Join(args, " "), err, failure.String())
	}
	return string(output), nil
}
