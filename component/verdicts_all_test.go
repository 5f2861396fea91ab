//go:build testbed && long

package component_test

const everyNth = 1
