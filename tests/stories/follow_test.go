//go:build testbed

package stories

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

var codeBlock = regexp.MustCompile("(?ms)^```bash\n(.*?)^```$")

// commands are the blocks of a page for the shell, under one of its headings.
func (s *story) commands(page, heading string) (all []string) {
	s.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", page))
	s.must(err)
	_, section, found := strings.Cut(string(text), "\n## "+heading+"\n")
	if !found {
		s.Fatalf("%s has no heading %q", page, heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	for _, match := range codeBlock.FindAllStringSubmatch(section, -1) {
		all = append(all, match[1])
	}
	if len(all) == 0 {
		s.Fatalf("nothing is to be typed under %q of %s", heading, page)
	}
	return all
}

var howToBlock = regexp.MustCompile("(?ms)(^<!-- (?:not run|run by): [^\n]*\n)?^```bash\n(.*?)^```$")

// follows types all that a page says, but for the blocks that say why nothing runs them, in the namespace of the story.
func (s *story) follows(page string) {
	s.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", page))
	s.must(err)
	here := strings.NewReplacer("namespace seqera", "namespace "+s.namespace, "mysite", s.stack)
	s.env = append(s.env, "REDIS_PASSWORD=canary-redis-password")
	typed := 0
	for _, match := range howToBlock.FindAllStringSubmatch(string(text), -1) {
		if match[1] == "" {
			s.types(here.Replace(match[2]))
			typed++
		}
	}
	if typed == 0 {
		s.Fatalf("nothing of %s is to be typed", page)
	}
}

// types runs commands as somebody does who types them in the folder of the stack.
func (s *story) types(commands string) string {
	s.Helper()
	shell := exec.CommandContext(s.Context(), "bash", "-euo", "pipefail", "-c", commands)
	shell.Dir, shell.Env = s.dir, s.command().Env
	shell.Env = append(shell.Env, "PATH="+s.tools.Bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	output, err := shell.CombinedOutput()
	if err != nil {
		s.Fatalf("%s\n%v\n%s", commands, err, output)
	}
	return string(output)
}

// atTerminal gives the story a kubeconfig in whose context its namespace is, as pages suppose.
func (s *story) atTerminal() {
	s.Helper()
	text, err := os.ReadFile(cluster.Kubeconfig)
	s.must(err)
	s.must(os.WriteFile(s.kubeconfig(), text, 0o600))
	s.env = append(s.env, "KUBECONFIG="+s.kubeconfig())
	s.types("kubectl config set-context --current --namespace=" + s.namespace)
}
