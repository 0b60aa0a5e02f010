//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// apart keeps a Ctrl-C of the terminal from a process and its children: it is told
// by this program, and ends in order.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killAll kills a process and all that it has started.
func killAll(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) } // it may have ended
