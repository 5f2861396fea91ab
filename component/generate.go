package component

//go:generate go run ./internal/docsgen
