package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// job is one campaign, fuzz target, or other proof.
type job struct {
	kind   string // campaign, fuzz, race, model
	name   string
	weight float64 // of its share, beside the others
	dir    string  // the package it belongs to, where it runs
	binary string
	test   string // its name in the binary; packages for race
	share  time.Duration
}

// readPlan reads the jobs: kind, name, weight, directory, binary and test, with
// tabs between, one a line.
func readPlan(text string) (jobs []job, err error) {
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		f := strings.Split(line, "\t")
		if len(f) != 6 {
			return nil, fmt.Errorf("plan: line %d has %d fields", i+1, len(f))
		}
		j := job{kind: f[0], name: f[1], dir: f[3], binary: f[4], test: f[5]}
		if j.weight, err = strconv.ParseFloat(f[2], 64); err != nil || j.weight <= 0 {
			return nil, fmt.Errorf("plan: line %d: weight %s", i+1, f[2])
		}
		if slices.ContainsFunc(jobs, func(k job) bool { return k.kind == j.kind && k.name == j.name && k.dir == j.dir }) {
			return nil, fmt.Errorf("plan: %s is there twice", j.name)
		}
		jobs = append(jobs, j)
	}
	return jobs, nil
}

// share gives each job its part of the time, no job more than all of it, and puts
// the longest first, so that the lanes end together. What a job can not use, for
// there is not more time than all of it, the others get.
func share(jobs []job, whole time.Duration) {
	slices.SortStableFunc(jobs, func(a, b job) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
	left, weights := float64(whole*lanes), 0.0
	for _, j := range jobs {
		weights += j.weight
	}
	for i := range jobs {
		part := min(left*jobs[i].weight/weights, float64(whole))
		jobs[i].share = max(time.Duration(part), time.Second)
		left -= part
		weights -= jobs[i].weight
	}
}
