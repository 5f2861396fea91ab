// Package testbed builds and runs everything that the tests and the demo need, from pinned Go modules: the Pulumi
// engine, its providers, a Kubernetes control plane with simulated nodes, and sample Platforms in it: one of our own, one
// in the shape of Seqera's manifests and one in that of its chart.
//
// Nothing is downloaded but modules, so it works wherever the module proxy can be reached, and what was built is kept
// outside the checkout. The API server, controllers, scheduler, engine and providers are the real ones; only what runs
// in the pods is not there.
package testbed
