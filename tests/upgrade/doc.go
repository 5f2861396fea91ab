// Package upgrade decides what of an installation of Studios is recorded, puts it back into a cluster, and reads from a
// preview what the current code would change of it. The story TestUpgrade does so with each state below states:
//
//	go test -tags testbed -count=1 ./tests/stories -run TestUpgrade
//
// A state is a folder states/<recording>/<name>:
//
//	state.json    what pulumi stack export printed; its secrets are encrypted with the passphrase "testbed"
//	objects.json  what stood in the namespace, ours and the Platform's, with managedFields: who holds what
//	              decides what is live, and before 0.1.0 the marks of our pods were times from there
//	project       the files that belong to the user, above all the settings of the stack
//	changes.txt   what the current code changes of it, by hand
//
// All that is secret in it was generated for the recording or is made up.
//
// A release is recorded with its own code, from a checkout of it, and what was recorded is never written anew,
// changes.txt aside:
//
//	go test -tags testbed -count=1 ./tests/stories -run TestUpgrade -record 0.1.0
//
// What is installed for it stands in tests/stories/upgrade_record_test.go. Ids in a state hold the namespace, so each
// state has one of its own, named after it. Where the cluster is stands in the state too, as a path; a placeholder takes
// its place.
package upgrade
