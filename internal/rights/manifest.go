package rights

import (
	"fmt"
	"strings"
)

// Manifest is a ServiceAccount with the role, for the namespace in which it is applied.
func (r Role) Manifest() string {
	name := "seqera-studios-" + r.Name
	return fmt.Sprintf(`# Written by "make generate" from internal/rights; change it there, or a copy of it.
# %s
# For names of your own, and for settings that make more: make rights prints what is missing for the settings of a stack.
#   kubectl apply --namespace NAMESPACE-OF-THE-PLATFORM -f deploy/rbac/%s.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: %[3]s
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: %[3]s
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: %[3]s
subjects:
  - kind: ServiceAccount
    name: %[3]s
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: %[3]s
%s`, r.Does, r.Name, name, YAML(r.Rules(nil)))
}

// YAML is the rules as a Role has them.
func YAML(rules []Rule) string {
	var out strings.Builder
	out.WriteString("rules:\n")
	for _, rule := range rules {
		fmt.Fprintf(&out, "  # %s\n", rule.For)
		fmt.Fprintf(&out, "  - apiGroups: [%q]\n    resources: [%s]\n", rule.Group, rule.Resource)
		if len(rule.Names) > 0 {
			fmt.Fprintf(&out, "    resourceNames: [%s]\n", strings.Join(rule.Names, ", "))
		}
		fmt.Fprintf(&out, "    verbs: [%s]\n", strings.Join(rule.Verbs, ", "))
	}
	return out.String()
}
