// Command recording runs a command and draws what its terminal shows as an SVG that plays once: `make recording`.
//
//	go run ./tests/recording docs/demo.svg ./tests/demo.sh
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 {
		return errors.New("usage: recording FILE.svg COMMAND [ARGUMENT…]")
	}
	reader, writer := io.Pipe()
	command := exec.Command(args[1], args[2:]...)
	command.Stdout, command.Stderr = writer, writer
	start := time.Now()
	if err := command.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() {
		ended <- command.Wait()
		writer.Close()
	}()
	var lines []line
	for shown := bufio.NewScanner(reader); shown.Scan(); {
		fmt.Println(shown.Text())
		lines = append(lines, line{time.Since(start), strings.TrimRight(shown.Text(), " ")})
	}
	if err := <-ended; err != nil {
		return err
	}
	return os.WriteFile(args[0], []byte(svg(paced(lines))), 0o644)
}
