package rights

import "strings"

// Kind is one of Kubernetes'.
type Kind struct{ APIVersion, Kind, Resource string }

// Group is empty for the core's.
func (k Kind) Group() string {
	group, _, hasGroup := strings.Cut(k.APIVersion, "/")
	if !hasGroup {
		return ""
	}
	return group
}

// Awaited are the kinds that the Kubernetes provider lists and watches while it waits, and that nothing else reads. What it may
// not list it waits for until it is killed, whatever the timeouts say.
var Awaited = []Kind{
	{"apps/v1", "ReplicaSet", "replicasets"},
	{"apps/v1", "StatefulSet", "statefulsets"},
	{"v1", "Pod", "pods"},
	{"v1", "PersistentVolumeClaim", "persistentvolumeclaims"},
	{"v1", "Event", "events"},
}
