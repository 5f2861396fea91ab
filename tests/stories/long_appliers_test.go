//go:build testbed && long

package stories

import "testing"

func TestLongLifeWithAppliers(t *testing.T) {
	t.Parallel()
	each(t, lifeWithApplier, "kubectl-forced", "flux")
}

func TestLongOwnerMovesToServerSideApply(t *testing.T) {
	t.Parallel()
	each(t, ownerMovesToApply, "kubectl-forced", "argo-cd")
}
