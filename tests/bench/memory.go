package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// memory is how much resident memory the processes of commands have had at most, in bytes.
type memory struct {
	peak     map[string]int // by the name of the program
	together int            // all at one moment
}

// watch runs a command in a session of its own and looks at the processes of that session every few milliseconds.
func (m *memory) watch(command *exec.Cmd) error {
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	var text bytes.Buffer
	command.Stdout, command.Stderr = &text, &text
	if err := command.Start(); err != nil {
		return err
	}
	ended := make(chan error)
	go func() { ended <- command.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				return fmt.Errorf("%s: %w\n%s", strings.Join(command.Args, " "), err, &text)
			}
			return nil
		case <-time.After(20 * time.Millisecond):
			m.sample(command.Process.Pid)
		}
	}
}

func (m *memory) sample(session int) {
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return
	}
	now := 0
	for _, process := range processes {
		if sessionOf(process) != session {
			continue
		}
		// A process that ends meanwhile counts as nothing.
		program, _ := os.Readlink(process + "/exe")
		peak, size := sizes(process)
		name := filepath.Base(program)
		m.peak[name] = max(m.peak[name], peak)
		now += size
	}
	m.together = max(m.together, now)
}

func sessionOf(process string) (id int) {
	text, _ := os.ReadFile(process + "/stat")
	// The name of the program comes before, in brackets, and may hold anything.
	_, fields, _ := strings.Cut(string(text), ") ")
	var state string
	var parent, group int
	fmt.Sscan(fields, &state, &parent, &group, &id)
	return id
}

func sizes(process string) (peak, now int) {
	text, _ := os.ReadFile(process + "/status")
	for line := range strings.Lines(string(text)) {
		var kilobytes int
		if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kilobytes); n == 1 {
			peak = kilobytes << 10
		}
		if n, _ := fmt.Sscanf(line, "VmRSS: %d kB", &kilobytes); n == 1 {
			now = kilobytes << 10
		}
	}
	return peak, now
}
