//go:build testbed

package stories

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// variable is one of a container, as JSON.
func (s *story) variable(workload, name string) string {
	s.Helper()
	return s.get(workload, `.spec.template.spec.containers[0].env[?(@.name=="`+name+`")]`)
}

// environment is a variable of the Platform's.
func (s *story) environment(name string) string {
	s.Helper()
	return s.get("configmap/platform-backend-cfg", ".data."+name)
}

// toggled switches settings on and off again: on is as wanted and stays so, off is what was before, but for the marks by which
// pods have been restarted and for what is named as lost.
func (s *story) toggled(settings map[string]string, on func(), lost ...string) {
	s.Helper()
	file := filepath.Join(s.dir, "stacks", "Pulumi."+s.stack+".yaml")
	s.up()
	off, err := os.ReadFile(file)
	s.must(err)
	before := s.objects()
	s.setAll(settings)
	s.up()
	s.nochange()
	on()
	s.must(os.WriteFile(file, off, 0o644))
	s.up()
	s.nochange()
	for _, difference := range differences(before, s.objects()) {
		if !strings.Contains(difference, "seqera-studios/") && !slices.Contains(lost, difference) {
			s.Errorf("off is not what was before: %s", difference)
		}
	}
}
