package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// readReasons reads survivors.txt: lines of an id, a colon and the reason why nothing has to notice.
func readReasons(path string) (map[string]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return reasons(string(text))
}

func reasons(text string) (map[string]string, error) {
	all := map[string]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		id, reason, _ := strings.Cut(line, ": ")
		if strings.TrimSpace(reason) == "" {
			return nil, fmt.Errorf("survivors.txt gives no reason for %q", line)
		}
		all[id] = reason
	}
	return all, nil
}

// verdict is an error that lists who survives without a reason, and the reasons that are for nobody.
func verdict(all, chosen, survivors []mutant, reasons map[string]string) error {
	var problems []error
	for _, m := range chosen {
		if survives, isExplained := has(survivors, m.id), reasons[m.id] != ""; survives && !isExplained {
			problems = append(problems, fmt.Errorf("%s\n  no test notices; if none has to, survivors.txt says why: %s: …", m, m.id))
		} else if isExplained && !survives {
			problems = append(problems, fmt.Errorf("survivors.txt explains what does not survive: %s", m.id))
		}
	}
	for _, id := range sorted(reasons) {
		if !has(all, id) {
			problems = append(problems, fmt.Errorf("survivors.txt explains what there is not: %s", id))
		}
	}
	return errors.Join(problems...)
}

func has(mutants []mutant, id string) bool {
	return slices.ContainsFunc(mutants, func(m mutant) bool { return m.id == id })
}
