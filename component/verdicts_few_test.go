//go:build testbed && !long

package component_test

// everyNth graph is judged, for all of them take minutes.
const everyNth = 10
