package doctor

import "time"

// The objects have what the checks need of them, under Kubernetes' own names, which is how JSON finds its fields.
type (
	// Meta is the metadata of an object.
	Meta struct {
		Name                string
		Annotations, Labels map[string]string
		DeletionTimestamp   *time.Time
		ManagedFields       []Managed
	}
	// Managed is which fields somebody has set, and when last.
	Managed struct {
		Manager, Operation string
		Time               time.Time
		FieldsV1           map[string]any
	}
	// ConfigMap is one with all that it holds.
	ConfigMap struct {
		Metadata  Meta
		Immutable bool
		Data      map[string]string
	}
	// Secret is one that was asked for.
	Secret struct {
		Metadata Meta
		Data     map[string][]byte
	}
	// Workload is a Deployment or a StatefulSet.
	Workload struct {
		Kind     string
		Metadata Meta
		Spec     struct {
			Replicas    *int
			Paused      bool
			ServiceName string
			Selector    struct{ MatchLabels map[string]string }
			Template    struct {
				Metadata Meta
				Spec     PodSpec
			}
		}
		Status struct {
			ReadyReplicas, UpdatedReplicas int
			Conditions                     []struct{ Type, Status, Reason, Message string }
		}
	}
	// Pod is a running one, or one that should be.
	Pod struct {
		Metadata Meta
		Spec     PodSpec
		Status   struct{ ContainerStatuses []ContainerStatus }
	}
	// ContainerStatus is how a container fares.
	ContainerStatus struct {
		Name             string
		State, LastState struct {
			Running    *struct{ StartedAt time.Time }
			Waiting    *struct{ Reason, Message string }
			Terminated *struct {
				Reason, Message string
				ExitCode        int
			}
		}
	}
	// PodSpec is that of a pod.
	PodSpec struct {
		NodeSelector       map[string]string
		ImagePullSecrets   []Named
		ServiceAccountName string
		Containers         []Container
		Volumes            []Volume
	}
	// Named refers to an object, or to nothing.
	Named struct{ Name string }
	// KeyRef is a key of an object.
	KeyRef struct {
		Name, Key string
		Optional  bool
	}
	// Container is one of a pod's.
	Container struct {
		Name, Image string
		Env         []struct {
			Name, Value string
			ValueFrom   *struct{ SecretKeyRef, ConfigMapKeyRef *KeyRef }
		}
		EnvFrom []struct {
			Prefix                  string
			ConfigMapRef, SecretRef *KeyRef
		}
		Ports []struct {
			Name          string
			ContainerPort int
		}
		VolumeMounts                  []Mount
		ReadinessProbe, LivenessProbe *Probe
		SecurityContext               struct{ ReadOnlyRootFilesystem bool }
	}
	// Mount is where a container sees a volume.
	Mount struct {
		Name, MountPath, SubPath string
		ReadOnly                 bool
	}
	// Probe asks a port, by number or name.
	Probe struct{ TCPSocket, HTTPGet *struct{ Port any } }
	// Volume is what a pod mounts; several sources in one that is projected.
	Volume struct {
		Name      string
		ConfigMap *Files
		Secret    *Files
		EmptyDir  *struct{}
		Projected *struct {
			Sources []struct{ ConfigMap, Secret *Files }
		}
	}
	// Files are the keys of an object as files.
	Files struct {
		Name, SecretName string
		Optional         bool
		Items            []struct{ Key, Path string }
	}
	// Service is one.
	Service struct {
		Metadata Meta
		Spec     struct {
			Type, ClusterIP string
			Selector        map[string]string
			Ports           []ServicePort
		}
	}
	// ServicePort leads to one of the pods', by number or name.
	ServicePort struct {
		Name       string
		Port       int
		TargetPort any
	}
	// Ingress is one.
	Ingress struct {
		Metadata Meta
		Spec     struct {
			IngressClassName string
			DefaultBackend   Backend
			TLS              []struct {
				Hosts      []string
				SecretName string
			}
			Rules []struct {
				Host string
				HTTP struct {
					Paths []struct {
						Path, PathType string
						Backend        Backend
					}
				}
			}
		}
	}
	// Backend is what a rule leads to.
	Backend struct{ Service Named }
	// Route is an HTTPRoute of the Gateway API.
	Route struct {
		Metadata Meta
		Spec     struct {
			Hostnames []string
			Rules     []struct{ BackendRefs []Named }
		}
	}
	// NetworkPolicy is one.
	NetworkPolicy struct {
		Metadata Meta
		Spec     struct {
			PodSelector struct {
				MatchLabels      map[string]string
				MatchExpressions []any
			}
			PolicyTypes     []string
			Ingress, Egress []struct {
				Ports []struct {
					Port    any
					EndPort int
				}
			}
		}
	}
)
