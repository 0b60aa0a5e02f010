package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"kortisto/store"
)

// The memory that a register takes is seen only in a process that has no other: this program starts itself for it.

// measureMemory needs the registers closed.
func (b *bench) measureMemory(ctx context.Context) error {
	self, err := os.Executable()
	if _, ok := resident(); !ok || err != nil || strings.HasSuffix(self, ".test") {
		return nil
	}
	opened, steady := make([]float64, len(b.all)), make([]float64, len(b.all))
	for i, r := range b.all {
		out, err := exec.CommandContext(ctx, self, "-memory-of", r.name, "-dir", b.dir, "-searches", fmt.Sprint(b.searches)).Output()
		if exit := new(exec.ExitError); errors.As(err, &exit) {
			return fmt.Errorf("%s: %w: %s", r.name, err, exit.Stderr)
		}
		if err != nil {
			return err
		}
		if _, err := fmt.Sscan(string(out), &opened[i], &steady[i]); err != nil {
			return err
		}
	}
	b.add("memory when open, MB", opened)
	b.add("memory after searching and a scan, MB", steady)
	return nil
}

func printMemory(ctx context.Context, c config) error {
	for _, r := range registers(c.dir) {
		if r.name != c.only {
			continue
		}
		if err := r.open(ctx); err != nil {
			return err
		}
		if err := r.view(firstQuery); err != nil {
			return err
		}
		opened, _ := resident()
		b := &bench{config: c, all: []*register{r}}
		for _, part := range []func(context.Context) error{b.choose, b.measureSearch} {
			if err := part(ctx); err != nil {
				return err
			}
		}
		if err := r.view(scan); err != nil {
			return err
		}
		if err := r.view(func(tx *store.Tx) error { return firstQuery(tx) }); err != nil {
			return err
		}
		steady, _ := resident()
		fmt.Println(opened, steady)
		return r.close()
	}
	return fmt.Errorf("no register is called %q", c.only)
}

// resident is this process's memory in MB, as Linux counts it.
func resident() (mb float64, ok bool) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(line, "VmRSS:"); found {
			var kb float64
			_, err := fmt.Sscan(rest, &kb)
			return kb / 1024, err == nil
		}
	}
	return 0, false
}
