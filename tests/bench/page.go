package main

import (
	"fmt"
	"os"
	"strings"
)

// The tables stand between these lines; what is around them is written by hand.
const (
	begin = "<!-- written by make bench: begin -->\n"
	end   = "<!-- written by make bench: end -->\n"
)

// hasPlace tells before the measuring whether a page can take the tables.
func hasPlace(page string) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	_, err = replaced(string(text), "")
	return err
}

func writeInto(page, tables string) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	changed, err := replaced(string(text), tables)
	if err != nil {
		return err
	}
	return os.WriteFile(page, []byte(changed), 0o644)
}

func replaced(text, tables string) (string, error) {
	before, rest, opened := strings.Cut(text, begin)
	_, after, closed := strings.Cut(rest, end)
	if !opened || !closed {
		return "", fmt.Errorf("the page has no %q and %q for the tables to stand between", begin, end)
	}
	return before + begin + "\n" + tables + "\n" + end + after, nil
}
