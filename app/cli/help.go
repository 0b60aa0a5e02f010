package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/alecthomas/kong"

	"kortisto/app"
)

// helpFlag is --help. It acts before arguments are checked, so that it works
// where they are missing.
type helpFlag bool

// helpWanted stops the parser: help for this node.
type helpWanted struct{ node *kong.Node }

func (helpWanted) Error() string { return "help" }

// BeforeReset is called by the parser when the flag was given.
func (helpFlag) BeforeReset(parsed *kong.Context) error {
	node := parsed.Selected()
	if node == nil {
		node = parsed.Model.Node
	}
	return helpWanted{node}
}

type helpCmd struct {
	Command []string `arg:"" optional:""`
}

func (c helpCmd) Run(s *session) error {
	node := s.model.Node
	for _, word := range c.Command {
		next := child(node, word)
		if next == nil {
			return app.E("usage", "", "what", "unexpected", "value", word)
		}
		node = next
	}
	return s.help(node)
}

func child(node *kong.Node, name string) *kong.Node {
	for _, c := range node.Children {
		if c.Name == name && !c.Hidden {
			return c
		}
	}
	return nil
}

// helpText is help as a value, for --json.
type helpText struct {
	Usage    string     `json:"usage"`
	Help     string     `json:"help"`
	Commands []helpLine `json:"commands"`
	Flags    []helpLine `json:"flags"`
}

type helpLine struct {
	Name string `json:"name"`
	Help string `json:"help"`
}

// help describes a command, or the whole, from the parser's own model: what is
// not built can not be promised.
func (s *session) help(node *kong.Node) error {
	h := helpText{Usage: s.usage(node), Help: s.words[helpKey(node)], Commands: []helpLine{}, Flags: []helpLine{}}
	for _, leaf := range node.Leaves(true) {
		if leaf != node {
			h.Commands = append(h.Commands, helpLine{s.usage(leaf), s.words[helpKey(leaf)]})
		}
	}
	for n := node; n != nil; n = n.Parent {
		for _, f := range n.Flags {
			if !f.Hidden {
				h.Flags = append(h.Flags, helpLine{flagUsage(f), s.flagHelp(node, f.Name)})
			}
		}
	}
	return s.result(h, func(w io.Writer) {
		s.line(w, "say.help.usage", "usage", h.Usage)
		fmt.Fprintf(w, "\n%s\n", h.Help)
		s.helpLines(w, "say.help.commands", h.Commands)
		s.helpLines(w, "say.help.flags", h.Flags)
		if node.Parent == nil {
			fmt.Fprintln(w)
			s.line(w, "say.help.more")
			s.line(w, "say.help.exit")
		}
	})
}

func (s *session) helpLines(w io.Writer, title string, lines []helpLine) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintln(w)
	s.line(w, title)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, l := range lines {
		fmt.Fprintf(t, "  %s\t%s\n", l.Name, l.Help)
	}
	t.Flush()
}

// helpKey is where the catalogue keeps a command's description.
func helpKey(node *kong.Node) string {
	if node.Parent == nil {
		return "help.kortisto"
	}
	return "help." + commandPath(node)
}

// flagHelp explains a flag: as the command has it, else as all commands do.
func (s *session) flagHelp(node *kong.Node, flag string) string {
	if own, ok := s.words[flagKey(node, flag)]; ok {
		return own
	}
	return s.words["flag."+flag]
}

// flagKey is where the catalogue keeps what a flag means to one command alone.
func flagKey(node *kong.Node, flag string) string {
	return "flag." + commandPath(node) + "." + flag
}

// commandPath is the command as it is typed, without the program's name.
func commandPath(node *kong.Node) string {
	if node.Parent == nil || node.Parent.Parent == nil {
		return node.Name
	}
	return commandPath(node.Parent) + " " + node.Name
}

// usage is the command with its arguments and what it can not do without.
func (s *session) usage(node *kong.Node) string {
	words := []string{"kortisto"}
	if node.Parent != nil {
		words = append(words, commandPath(node))
	}
	for _, p := range node.Positional {
		if strings.Contains(p.Tag.PlaceHolder, "|") {
			words = append(words, p.Tag.PlaceHolder)
			continue
		}
		words = append(words, strings.ToUpper(p.Name))
	}
	for _, f := range node.Flags {
		if f.Required {
			words = append(words, flagUsage(f))
		}
	}
	if node.Parent == nil {
		words = append(words, strings.ToUpper(s.field("command")))
	}
	return strings.Join(words, " ")
}

func flagUsage(f *kong.Flag) string {
	if f.IsBool() {
		return "--" + f.Name
	}
	return "--" + f.Name + " " + f.FormatPlaceHolder()
}
