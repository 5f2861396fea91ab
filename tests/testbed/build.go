package testbed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
)

// CacheVariable names the environment variable with the folder for what is built; without it the user's cache folder
// is taken.
const CacheVariable = "SEQERA_STUDIOS_CACHE"

// Build builds the tools of a set that are missing and says on progress what it is about. Two builds at once wait for
// each other. What a tool is built from decides where it is kept, so a change of a version builds anew and keeps the
// rest.
func Build(ctx context.Context, progress io.Writer, set Set) (*Tools, error) {
	cache, err := cacheDir()
	if err != nil {
		return nil, err
	}
	building, err := lock(filepath.Join(cache, "lock"))
	if err != nil {
		return nil, err
	}
	defer building.Close()

	places := map[string]string{} // the folder of each tool
	var own []tool
	for _, t := range of(set) {
		if set == Demo {
			if dir := installed(ctx, t); dir != "" {
				fmt.Fprintf(progress, "using the %s in %s\n", t.name, dir)
				places[t.name] = dir
				continue
			}
		}
		own = append(own, t)
	}
	if err := place(ctx, progress, cache, own, places); err != nil {
		return nil, err
	}
	return assemble(cache, of(set), places)
}

// Chore builds one of the tools for chores if it is missing, and returns its file. Nobody who needs the testbed waits for
// it.
func Chore(ctx context.Context, progress io.Writer, name string) (string, error) {
	at := slices.IndexFunc(chores, func(t tool) bool { return t.name == name })
	if at < 0 {
		return "", fmt.Errorf("there is no tool %s for chores", name)
	}
	cache, err := cacheDir()
	if err != nil {
		return "", err
	}
	building, err := lock(filepath.Join(cache, name+".lock"))
	if err != nil {
		return "", err
	}
	defer building.Close()
	places := map[string]string{}
	err = place(ctx, progress, cache, chores[at:at+1], places)
	return filepath.Join(places[name], name), err
}

// place finds where each tool is kept, and builds there what is missing.
func place(ctx context.Context, progress io.Writer, cache string, all []tool, places map[string]string) error {
	missing := map[string][]tool{}
	for _, t := range all {
		key, err := t.key()
		if err != nil {
			return err
		}
		places[t.name] = filepath.Join(cache, t.name+"-"+key)
		if _, err := os.Stat(places[t.name]); err != nil {
			missing[t.module] = append(missing[t.module], t)
		}
	}
	return compileAll(ctx, progress, cache, missing, places)
}

func cacheDir() (string, error) {
	if dir := os.Getenv(CacheVariable); dir != "" {
		return dir, os.MkdirAll(dir, 0o755)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "pulumi-seqera-studios")
	return dir, os.MkdirAll(dir, 0o755)
}

// lock waits until nobody else has the file locked. It is locked until it is closed here and in every process that
// inherited it.
func lock(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// modules is the folder with the modules that pin the tools. It cannot be embedded, for what lies below another go.mod
// does not belong to this module.
func modules() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "tools")
}

func (t tool) key() (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, runtime.Version(), runtime.GOOS, runtime.GOARCH, t)
	source := os.DirFS(filepath.Join(modules(), t.module))
	err := fs.WalkDir(source, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(source, path)
		fmt.Fprintln(sum, path, len(text))
		sum.Write(text)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)[:6]), err
}
