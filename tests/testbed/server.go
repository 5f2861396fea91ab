package testbed

import (
	"context"
	"encoding/json"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// Server is a cluster's API server without kubectl, of which each start takes longer than many answers.
type Server struct{ client dynamic.Interface }

// Server is that of the cluster.
func (c *Cluster) Server() (*Server, error) {
	config, err := clientcmd.BuildConfigFromFlags("", c.Kubeconfig)
	if err != nil {
		return nil, err
	}
	config.QPS = -1 // as fast as it answers
	config.WarningHandler = rest.NoWarnings{}
	client, err := dynamic.NewForConfig(config)
	return &Server{client}, err
}

// DryRun is what the API server says of an object that is applied; nothing if it takes it. A field that it does not know is an
// error too.
func (s *Server) DryRun(ctx context.Context, object map[string]any) error {
	of := unstructured.Unstructured{Object: object}
	text, err := json.Marshal(object)
	if err != nil {
		return err
	}
	resource, _ := meta.UnsafeGuessKindToResource(of.GroupVersionKind())
	force := true
	_, err = s.client.Resource(resource).Namespace(of.GetNamespace()).Patch(ctx, of.GetName(), types.ApplyPatchType, text, metav1.PatchOptions{
		DryRun: []string{metav1.DryRunAll}, Force: &force, FieldManager: "dry-run", FieldValidation: metav1.FieldValidationStrict,
	})
	return err
}
