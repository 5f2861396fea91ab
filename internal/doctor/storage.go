package doctor

import (
	"fmt"
	"strings"
)

// storage demands that the proxy can write where it keeps its data. The images' own folder can be written to, unless the root is not.
func storage(i *installation) []Finding {
	at := strings.TrimSuffix(i.value(i.proxy, "CONNECT_STORAGE_ROOT").or("/data"), "/")
	do := fmt.Sprintf("mount an emptyDir at %s", at)
	if m := i.proxy.mountOf(at); m != nil {
		volume := i.proxy.volume(m.Name)
		if m.ReadOnly || volume != nil && len(volume.sources()) > 0 {
			return []Finding{problem(16, fmt.Sprintf("%s cannot write to %s: the volume there can only be read", i.proxy, at), do)}
		}
		return nil
	}
	if i.proxy.container.SecurityContext.ReadOnlyRootFilesystem {
		return []Finding{problem(16, fmt.Sprintf("%s cannot write to %s: its root filesystem can only be read, and there is no volume",
			i.proxy, at), do)}
	}
	return nil
}

func pullSecrets(i *installation) (all []Finding) {
	told := map[string]bool{}
	for _, u := range i.studios() {
		for _, pull := range u.workload.Spec.Template.Spec.ImagePullSecrets {
			right := i.lacks("secrets", "get", pull.Name)
			switch {
			case told[pull.Name]:
			case right != nil:
				all = append(all, cannot(right))
			case contains(i.Absent, pull.Name):
				all = append(all, problem(18, fmt.Sprintf("%s pulls its images with Secret %q, which is not in namespace %q", u, pull.Name,
					i.Namespace),
					"make it, with credentials for the registry of "+u.container.Image))
			}
			told[pull.Name] = true
		}
	}
	return all
}

func contains(all []string, one string) bool {
	for _, each := range all {
		if each == one && one != "" {
			return true
		}
	}
	return false
}
