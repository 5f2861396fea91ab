package platform

import (
	"fmt"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

const documentPath = "platform.towerYmlConfigMap"

// Applied says why a document that somebody applies is left alone, and what he can write.
func Applied(at Document, by, value string, elsewhere []string) *field.Error {
	return &field.Error{Type: field.ErrorTypeForbidden, Field: documentPath, Detail: fmt.Sprintf(
		"%q applies %s, and would take a change back; write there:\n      tower:\n        data-studio:\n          allowed-workspaces: %s\n"+
			"    or keep the list elsewhere:%s", by, at, value, lines("allowedWorkspacesIn", elsewhere))}
}

// NotEdited says why a document cannot be edited, and how to do without.
func NotEdited(at Document, why error) *field.Error {
	return &field.Error{Type: field.ErrorTypeInvalid, Field: documentPath, BadValue: at.String(), Detail: fmt.Sprintf(
		"%v; or leave the list to whoever owns the document:%s", why, lines("allowedWorkspacesIn", []string{InPlatform}))}
}

// Immutable says that a document cannot be edited where it stands.
func Immutable(at Document) *field.Error {
	return &field.Error{Type: field.ErrorTypeInvalid, Field: documentPath, BadValue: at.ConfigMap, Detail: immutable}
}

const immutable = "is immutable, so nothing can be set in it; make it again without immutable: true"
