package platform

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// FuzzFind holds for any Platform, be it none: an order of its objects makes no difference, what is said to be found is there, and
// what is found can be checked. Problems name an argument.
func FuzzFind(f *testing.F) {
	f.Add([]byte{}, uint8(0))
	f.Add([]byte{1, 0, 0, 0, 0, 0, 0}, uint8(1))
	random := rand.New(rand.NewPCG(1, 2))
	for shape := range uint8(16) {
		drawn := make([]byte, 400)
		for i := range drawn {
			drawn[i] = byte(random.Uint32())
		}
		f.Add(drawn, shape)
	}
	f.Fuzz(func(t *testing.T, drawn []byte, shape uint8) {
		facts, given, want := drawnFrom(drawn, shape)
		found, problems := facts.Find(given)
		haveNames(t, problems)
		// Nothing outside says in which order the cluster tells of objects.
		other, _, _ := drawnFrom(drawn, shape)
		mixed(other, rand.New(rand.NewPCG(uint64(len(drawn)), uint64(shape))))
		foundThen, problemsThen := other.Find(given)
		if said(found, problems) != said(foundThen, problemsThen) {
			t.Fatalf("%+v\n%s\nand in another order\n%s", facts, said(found, problems), said(foundThen, problemsThen))
		}
		if len(problems) > 0 {
			return
		}
		isThere(t, facts, found)
		_ = found.String()
		haveNames(t, facts.Check(found, want))
		facts.Warnings(want.Owners, nil)
		facts.LeftTemplates(found, want.Variables)
	})
}

func said(found *Found, problems field.ErrorList) string {
	if len(problems) > 0 {
		return problems.ToAggregate().Error()
	}
	return fmt.Sprintf("%+v", *found)
}

func haveNames(t *testing.T, problems field.ErrorList) {
	for _, problem := range problems {
		if problem.Field == "" || problem.Error() == "" {
			t.Fatalf("a problem of nothing: %+v", problem)
		}
	}
}

func isThere(t *testing.T, facts *Facts, found *Found) {
	for _, role := range []string{Backend, Cron} {
		workload := found.Workload(role)
		deployment := facts.Deployment(workload.Deployment)
		if deployment == nil || deployment.Container(workload.Container) == nil {
			t.Fatalf("the %s %+v is not there: %+v", role, workload, facts)
		}
	}
	if found.Backend.Deployment == found.Cron.Deployment {
		t.Fatalf("one Deployment for both: %+v", found)
	}
	if facts.ConfigMap(found.ConfigMap) == nil {
		t.Fatalf("ConfigMap %q is not there: %+v", found.ConfigMap, facts)
	}
	if found.NoTowerYml != nil {
		return
	}
	document := facts.ConfigMap(found.TowerYml.ConfigMap)
	if document == nil || !slices.Contains(document.Keys, found.TowerYml.Key) {
		t.Fatalf("the document %+v is not there: %+v", found.TowerYml, facts)
	}
}

// mixed brings lists of objects, which have no order, into another.
func mixed(f *Facts, random *rand.Rand) {
	shuffle(random, f.Deployments)
	shuffle(random, f.ConfigMaps)
	shuffle(random, f.Secrets)
	shuffle(random, f.Services)
	shuffle(random, f.Ingresses)
	shuffle(random, f.Objects)
}

func shuffle[T any](random *rand.Rand, all []T) {
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
}
