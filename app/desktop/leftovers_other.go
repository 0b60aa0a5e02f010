//go:build !linux

package desktop

// viewDirs: on Windows the web view is given its directory by option, on a Mac
// the system keeps none for it.
var viewDirs = map[string]string{}

// endView has nothing to end here.
func endView() {}
