package testbed

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// estimate tells how far a build is from the sizes of the sources that it compiles. A package counts once however many
// modules hold it, for the second time it comes from Go's cache.
type estimate struct {
	lock     sync.Mutex
	sizes    map[string]int64 // of what is still to be compiled
	total    int64
	compiled int64
	began    time.Time // the first package
}

func (e *estimate) add(source string, size int64) {
	e.lock.Lock()
	defer e.lock.Unlock()
	if e.sizes == nil {
		e.sizes = map[string]int64{}
	}
	e.sizes[source] += size
	e.total += size
}

// done notes that a package is being compiled; false where the line names none.
func (e *estimate) done(source string) bool {
	e.lock.Lock()
	defer e.lock.Unlock()
	size, ok := e.sizes[source]
	if !ok {
		return false
	}
	if e.began.IsZero() {
		e.began = time.Now()
	}
	e.compiled += size
	e.sizes[source] = 0
	return true
}

// remaining is empty until there is something to judge by.
func (e *estimate) remaining() string {
	e.lock.Lock()
	defer e.lock.Unlock()
	taken := time.Since(e.began)
	if e.began.IsZero() || e.compiled*50 < e.total || taken < 15*time.Second {
		return ""
	}
	left := time.Duration(float64(taken) * float64(e.total-e.compiled) / float64(e.compiled))
	return fmt.Sprintf(", %d %% compiled, about %d min left", 100*e.compiled/e.total,
		max(1, int(left.Round(time.Minute).Minutes())))
}

// tell prints what is being done at once and every ten seconds, until it is done.
func (e *estimate) tell(progress io.Writer, what string) (done func()) {
	start := time.Now()
	fmt.Fprintf(progress, "%s …\n", what)
	stop := make(chan struct{})
	var waiting sync.WaitGroup
	waiting.Go(func() {
		tick := time.NewTicker(10 * time.Second)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				fmt.Fprintf(progress, "  … %d s%s\n", int(time.Since(start).Seconds()), e.remaining())
			case <-stop:
				return
			}
		}
	})
	return func() {
		close(stop)
		waiting.Wait()
		fmt.Fprintf(progress, "  done in %d s\n", int(time.Since(start).Seconds()))
	}
}
