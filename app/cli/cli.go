package cli

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/signal"

	"github.com/alecthomas/kong"

	"kortisto/app"
	"kortisto/app/vault"
)

// Env is all that the command line takes from the outside.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	// Options of the vault; Dir is the directory that is used without --vault.
	Options vault.Options
	Version string
}

// Main carries out one command and gives its exit code. SIGINT stops long work
// between two steps, leaving nothing half done.
func Main(args []string, env Env) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl C ends the program at once
	return run(ctx, args, env)
}

func run(ctx context.Context, args []string, env Env) int {
	s := &session{Env: env, ctx: ctx, in: bufio.NewReader(env.Stdin)}
	s.cmd = &commands{session: s}
	s.speak(guessLanguage(args, env.Getenv))
	s.json = asksForJSON(args)
	parser, err := kong.New(s.cmd, kong.Name("kortisto"), kong.NoDefaultHelp(), kong.Exit(func(int) {}), kong.Bind(s))
	if err != nil {
		return s.fail(err)
	}
	s.model = parser.Model
	if len(args) == 0 {
		return s.fail(app.E("not-available", "window", "what", "window"))
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return s.refuse(err)
	}
	s.global = s.cmd.global
	if err := parsed.Run(); err != nil {
		return s.fail(err)
	}
	return s.deliver()
}

// global are the flags that every command takes.
type global struct {
	Vault          string   `placeholder:"DIR"`
	PassphraseFile string   `placeholder:"FILE"`
	Lang           string   `enum:"fi,sv,en," default:"" placeholder:"fi|sv|en"`
	JSON           bool     `name:"json"`
	Help           helpFlag `short:"h"`
}

// commands is the whole command line. What a later version brings is known by
// name, so that it can say that it is not there yet, and hidden from help.
type commands struct {
	*session `kong:"-"`
	global

	Init        initCmd        `cmd:""`
	Demo        demoCmd        `cmd:""`
	Customer    customerCmd    `cmd:""`
	Import      importCmd      `cmd:""`
	Find        findCmd        `cmd:""`
	Show        showCmd        `cmd:""`
	Contact     contactCmd     `cmd:""`
	Template    templateCmd    `cmd:""`
	Delivery    deliveryCmd    `cmd:""`
	Consent     consentCmd     `cmd:""`
	Mailing     mailingCmd     `cmd:""`
	Hold        holdCmd        `cmd:""`
	Restrict    restrictCmd    `cmd:""`
	Place       placeCmd       `cmd:""`
	Task        taskCmd        `cmd:""`
	Visits      visitsCmd      `cmd:""`
	Review      reviewCmd      `cmd:""`
	Purge       purgeCmd       `cmd:""`
	Policy      policyCmd      `cmd:""`
	Access      accessCmd      `cmd:""`
	Verify      verifyCmd      `cmd:""`
	Compact     compactCmd     `cmd:""`
	Passphrase  passphraseCmd  `cmd:""`
	Recover     recoverCmd     `cmd:""`
	Audit       auditCmd       `cmd:""`
	Export      exportCmd      `cmd:""`
	Version     versionCmd     `cmd:""`
	HelpOn      helpCmd        `cmd:"" name:"help"`
	Portability portabilityCmd `cmd:""`
	Run         runCmd         `cmd:""`
	Request     requestCmd     `cmd:""`

	Invoice laterCmd `cmd:"" hidden:"" passthrough:""`
	Backup  laterCmd `cmd:"" hidden:"" passthrough:""`
	Records laterCmd `cmd:"" hidden:"" passthrough:""`
}

// laterCmd is a command that is designed and not built yet.
type laterCmd struct {
	Args []string `arg:"" optional:""`
}

func (laterCmd) Run(s *session, parsed *kong.Context) error {
	return app.E("not-available", "command", "value", parsed.Selected().FullPath())
}

type versionCmd struct{}

func (versionCmd) Run(s *session) error {
	return s.result(struct {
		Version string `json:"version"`
	}{s.Env.Version}, func(w io.Writer) { s.line(w, "say.version", "version", s.Env.Version) })
}
