package testbed

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The API server, and what goes with it when its machine does.
const apiServer = "kube-apiserver"

var controllers = []string{"kube-controller-manager", "kube-scheduler"}

// freePorts are ports for what an outage kills and starts again. kwokctl looks for its own from 32767 downwards, and the kernel gives those
// above: there another cluster, or any connection, would take them in between.
func freePorts(programs ...string) (flags []string, err error) {
	for port := 10000 + rand.IntN(10000); len(flags) < len(programs); port++ {
		listener, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
		if errors.Is(err, syscall.EADDRINUSE) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := listener.Close(); err != nil {
			return nil, err
		}
		flags = append(flags, fmt.Sprintf("--%s-port=%d", programs[len(flags)], port))
	}
	return flags, nil
}

// KillServer kills the API server with its controllers, and returns what starts them again: with the same arguments, on the same data
// and ports.
func (c *Cluster) KillServer() (restart func(context.Context) error, err error) {
	lines := map[string][]string{}
	for _, name := range append([]string{apiServer}, controllers...) {
		pid, err := c.pid(name)
		if err != nil {
			return nil, err
		}
		line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if err != nil {
			return nil, err
		}
		lines[name] = strings.Split(strings.TrimSuffix(string(line), "\x00"), "\x00")
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context) error { return c.restart(ctx, lines) }, nil
}

func (c *Cluster) restart(ctx context.Context, lines map[string][]string) error {
	if err := c.startAgain(apiServer, lines[apiServer]); err != nil {
		return err
	}
	if err := c.awaitServer(ctx); err != nil {
		return err
	}
	for _, name := range controllers {
		if err := c.startAgain(name, lines[name]); err != nil {
			return err
		}
	}
	return nil
}

func (c *Cluster) awaitServer(ctx context.Context) (err error) {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if _, err = c.Kubectl(ctx, "default", "get", "--raw", "/readyz"); err == nil {
			return nil
		}
	}
	return err
}

// startAgain notes the new process where kwokctl looks for the one that it ends with the cluster.
func (c *Cluster) startAgain(name string, line []string) error {
	home := filepath.Join(c.dir, "clusters", clusterName)
	log, err := os.OpenFile(filepath.Join(home, "logs", name+".log"), os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	process := exec.Command(line[0], line[1:]...)
	process.Dir, process.Stdout, process.Stderr = home, log, log
	process.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := process.Start(); err != nil {
		return err
	}
	go process.Wait() // or it stays as a zombie when it is ended
	return os.WriteFile(c.pidFile(name), []byte(strconv.Itoa(process.Process.Pid)), 0o644)
}

// PauseEtcd lets etcd answer nothing until it is resumed.
func (c *Cluster) PauseEtcd() (resume func() error, err error) {
	pid, err := c.pid("etcd")
	if err != nil {
		return nil, err
	}
	return func() error { return syscall.Kill(pid, syscall.SIGCONT) }, syscall.Kill(pid, syscall.SIGSTOP)
}

func (c *Cluster) pidFile(name string) string {
	return filepath.Join(c.dir, "clusters", clusterName, "pids", name+".pid")
}

func (c *Cluster) pid(name string) (int, error) {
	text, err := os.ReadFile(c.pidFile(name))
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(text)))
}
