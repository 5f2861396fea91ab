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
	missing := map[string][]tool{}
	for _, t := range of(set) {
		if set == Demo {
			if dir := installed(ctx, t); dir != "" {
				fmt.Fprintf(progress, "using the %s in %s\n", t.name, dir)
				places[t.name] = dir
				continue
			}
		}
		key, err := t.key()
		if err != nil {
			return nil, err
		}
		places[t.name] = filepath.Join(cache, t.name+"-"+key)
		if _, err := os.Stat(places[t.name]); err != nil {
			missing[t.module] = append(missing[t.module], t)
		}
	}
	if err := compileAll(ctx, progress, cache, missing, places); err != nil {
		return nil, err
	}
	return assemble(cache, of(set), places)
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
