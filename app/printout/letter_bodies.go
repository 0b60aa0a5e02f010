package printout

import (
	"strings"

	"kortisto/app"
)

// bodies write what stands between the address and the signature, a letter each.
var bodies map[app.LetterKind]func(*form) error

func init() { // the answer to an access request is among them, and is written with them
	bodies = map[app.LetterKind]func(*form) error{
		app.LetterConfirm:      signed((*form).confirm),
		app.LetterIdentity:     signed((*form).identity),
		app.LetterClarify:      signed((*form).clarify),
		app.LetterExtend:       signed((*form).extend),
		app.LetterRefuse:       signed((*form).refuse),
		app.LetterAccess:       (*form).access,
		app.LetterRectified:    signed((*form).rectified),
		app.LetterNotRectified: signed((*form).notRectified),
		app.LetterErased:       signed((*form).erased),
		app.LetterRestricted:   signed((*form).restricted),
		app.LetterLifting:      signed((*form).lifting),
		app.LetterPortable:     signed((*form).portable),
		app.LetterMarketingOff: signed((*form).marketingOff),
		app.LetterObjection:    signed((*form).objection),
		app.LetterObjectionNot: signed((*form).objectionNot),
		app.LetterWithdrawn:    signed((*form).withdrawn),
		app.LetterRecipient:    signed((*form).recipient),
	}
}

func signed(body func(*form)) func(*form) error {
	return func(f *form) error {
		body(f)
		f.sign(f.in.Firm)
		return nil
	}
}

// access is the answer to an access request. What is not in the register is the
// owner's to tell.
func (f *form) access() error {
	in := AccessInput{Firm: f.in.Firm, Today: f.in.Today, Customer: f.in.Customer}
	if f.in.Access != nil {
		in = *f.in.Access
	}
	in.Lang, in.Request, in.Recipient = f.doc.Lang, &f.in.Request, f.doc.Recipient
	in.Note = f.written("")
	in.Scope = append([]string{}, f.written("access.registers.scope")...)
	doc, err := Access(in)
	f.doc = doc
	return err
}

func (f *form) confirm() {
	f.opening()
	due := f.in.Request.Deadline.Target
	if r := f.in.Request; r.ExtendedOn != "" {
		due = r.Deadline.ExtendedTarget
	}
	f.fixed("letter.confirm.due", "due", showDay(due))
	f.free("")
}

// identity asks for no more than is needed to know the person by what the firm
// knows already (Art. 12(6)).
func (f *form) identity() {
	f.opening()
	f.fixed("letter.identity.why")
	f.free("letter.identity.doubt", "doubt", "")
	f.fixed("letter.identity.how")
	f.add(List{Items: []string{f.text("letter.identity.email"), f.text("letter.identity.phone"), f.text("letter.identity.visit")}})
	f.fixed("letter.identity.never")
	f.fixed("letter.waits", "day", showDay(f.in.Today))
}

func (f *form) clarify() {
	f.opening()
	f.free("letter.clarify.what", "clarify", "")
	f.fixed("letter.clarify.free")
	f.fixed("letter.waits", "day", showDay(f.in.Today))
}

func (f *form) extend() {
	f.opening()
	d := f.in.Request.Deadline
	f.fixed("letter.extend.until", "last", showDay(d.Last), "due", showDay(d.ExtendedTarget))
	f.free("letter.why", "reason", f.in.Request.ExtendReason)
	f.fixed("letter.extend.legal")
	f.complaint()
}

func (f *form) refuse() {
	f.opening()
	f.fixed("letter.refuse")
	if g := f.in.Request.RefuseGround; g != "" {
		f.fixed("letter.ground", "ground", f.code("refusing", g))
	}
	f.free("letter.why", "reason", f.in.Request.Reason)
	f.complaint()
}

func (f *form) rectified() {
	f.opening()
	f.fixed("letter.rectified")
	f.free("letter.rectified.what", "changed", "")
	f.told()
}

func (f *form) notRectified() {
	f.opening()
	f.fixed("letter.notRectified")
	f.free("letter.why", "reason", f.in.Request.Reason)
	f.fixed("letter.notRectified.statement")
	f.complaint()
}

// erased says what went, and of what stays why and until when (Art. 17(3)).
func (f *form) erased() {
	f.opening()
	e := f.in.Erased
	if e == nil {
		e = &app.EraseOutcome{}
	}
	f.fixed("letter.erased", "erased", showDay(e.On))
	went := Table{Columns: []Column{f.column("column.data", 40), f.column("column.done", 40), {Head: f.text("column.count"), Width: 20, Right: true}}}
	stays := Table{Columns: []Column{f.column("column.data", 30), f.column("column.why", 50), f.column("column.until", 20)}}
	outside := false
	for _, l := range e.Lines {
		switch l.Does {
		case app.DoesErase, app.DoesMask:
			went.Rows = append(went.Rows, cells(f.code("data", l.Class), f.code("does", string(l.Does)), f.number(l.Count)))
		case app.DoesKeep, app.DoesSuppress:
			why := f.code("stays", l.Because)
			if l.Basis != "" {
				why += " (" + f.code("provision", l.Basis) + ")"
			}
			until := f.text("until.standing")
			if l.Until != "" {
				until = showDay(l.Until)
			}
			stays.Rows = append(stays.Rows, cells(f.code("data", l.Class), why, until))
		case app.DoesOutside:
			outside = true
		}
	}
	if len(went.Rows) > 0 {
		f.add(Heading{Level: 2, Text: f.text("certificate.erased")}, went)
	}
	f.add(Heading{Level: 2, Text: f.text("certificate.kept")})
	if len(stays.Rows) > 0 {
		f.add(stays)
	} else {
		f.fixed("letter.erased.nothingStays")
	}
	f.free("")
	if outside {
		f.backups(f.in.Places)
	}
	f.told()
	if e.Partly {
		f.complaint()
	}
}

func (f *form) restricted() {
	f.opening()
	r := f.in.Restricted
	if r == nil {
		r = &app.Restriction{}
	}
	ground := ""
	if r.Ground != "" {
		ground = f.code("restriction", string(r.Ground))
	}
	f.fixed("letter.restricted", "from", showDay(r.From), "ground", ground)
	if r.Scope == "" {
		f.fixed("letter.restricted.all")
	} else {
		f.fixed("letter.restricted.scope", "scope", r.Scope)
	}
	f.fixed("letter.restricted.allowed")
	f.free("")
	f.told()
}

// lifting goes out before the restriction ends (Art. 18(3)).
func (f *form) lifting() {
	f.opening()
	from := app.Day("")
	if f.in.Restricted != nil {
		from = f.in.Restricted.From
	}
	f.fixed("letter.lifting", "from", showDay(from))
	f.free("letter.lifting.when", "lifting", "")
	f.free("letter.why", "reason", "")
	f.fixed("letter.lifting.after")
	f.complaint()
}

func (f *form) portable() {
	f.opening()
	f.fixed("letter.portable")
	f.fixed("letter.portable.form")
	f.free("")
	f.fixed("letter.portable.not")
	f.fixed("letter.portable.stays")
}

// marketingOff is a confirmation and nothing else: there is nothing to weigh.
func (f *form) marketingOff() {
	f.opening()
	on := f.in.Request.ClosedOn
	if on == "" {
		on = f.in.Today
	}
	f.fixed("letter.marketingOff", "day", showDay(on))
	f.fixed("letter.marketingOff.kept")
	f.free("")
}

func (f *form) objection() {
	f.opening()
	f.fixed("letter.objection")
	f.free("letter.objection.what", "processing", f.in.Request.Scope)
	f.fixed("letter.objection.erase")
}

func (f *form) objectionNot() {
	f.opening()
	f.fixed("letter.objectionNot")
	f.free("letter.objectionNot.why", "compelling", f.in.Request.Reason)
	f.fixed("letter.objectionNot.legal")
	if r := f.in.Restricted; r != nil && r.LiftedOn == "" {
		f.fixed("letter.objectionNot.restricted")
	}
	f.marketingRight()
	f.complaint()
}

// marketingRight is the right that is told apart from all others (Art. 21(4)).
func (l *letter) marketingRight() {
	l.add(Box{[]Paragraph{{[]Span{{l.text("access.rights.marketing"), true}, {" " + l.text("access.rights.how"), false}}}}})
}

func (f *form) withdrawn() {
	f.opening()
	on := f.in.Request.ClosedOn
	if on == "" {
		on = f.in.Today
	}
	f.fixed("letter.withdrawn", "day", showDay(on))
	f.free("letter.withdrawn.what", "consent", f.in.Request.Scope)
	f.fixed("letter.withdrawn.after")
}

// recipient tells somebody to whom data were given what became of them (Art. 19).
// Its first paragraph is the address.
func (f *form) recipient() {
	f.doc.Recipient = nil
	key, values := "letter.recipient.address", []string{"addressee", f.in.Addressee}
	for _, p := range f.written(key, values...) {
		f.doc.Recipient = append(f.doc.Recipient, strings.Split(p, "\n")...)
	}
	action := f.in.Request.Kind
	if action != app.AskRectify && action != app.AskRestrict {
		action = app.AskErase
	}
	f.doc.Title = f.code("recipient_title", string(action))
	f.fixed("letter.recipient", "about", f.in.Request.Name)
	f.free("letter.recipient.which", "given", "")
	f.fixed("letter.recipient." + string(action))
	f.fixed("letter.recipient.legal")
}
