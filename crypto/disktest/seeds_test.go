package disktest_test

// seed is a fault that a vault could have. Its edits put it into a copy of the vault's code, where it sleeps until
// seeded says its name (see testdata/seeded); the code itself knows nothing of it.
type seed struct {
	name   string
	caught string // the check that is tried first
	phases string // of TestIOFaults, that is; a regular expression
	edits  []edit
}

// edit replaces what stands exactly once in a file of package crypto.
type edit struct{ file, old, new string }

// seeds are in groups: commits, compaction and opening, reading, files beside the base. One without edits sleeps in what an
// earlier one has put there.
var seeds = []seed{
	{"no sync before a commit is acknowledged", "TestCrash", "", []edit{
		{"commit.go", "log, off := p.view.g.log, p.view.at.end", "log, off := seededLog(p.view.g.log), p.view.at.end"}}},
	{"a sync that failed is tried again", "TestIOFaults", "^commit$", nil},
	{"a commit is acknowledged though it was not written", "TestIOFaults", "^commit", nil},
	{"the head slot is written before the record", "TestCrash", "", []edit{
		{"commit.go", "log, off := seededLog(p.view.g.log), p.view.at.end", `log, off := seededLog(p.view.g.log), p.view.at.end
	if seeded("the head slot is written before the record") {
		slot, at := p.view.g.key.slot(p.view.at.seq+1, off)
		log.WriteAt(slot[:], at)
	}`}}},
	{"room is set aside over the last record", "TestIOFaults", "^commit$", []edit{
		{"commit.go", "p.room = off + d.length", `p.room = off + d.length
		if seeded("room is set aside over the last record") {
			p.room = off
		}`}}},
	{"what a failed write left is not cut off", "TestIOFaults", "^commit", []edit{
		{"commit.go", "func (p *pager) undo(cause error) error {", `func (p *pager) undo(cause error) error {
	if seeded("what a failed write left is not cut off") {
		return withFull(cause)
	}`}}},
	{"pages of a failed commit are seen", "TestIOFaults", "^commit", []edit{
		{"commit.go", "\t\tp.drop()\n\t\tp.remember(err)", `		if !seeded("pages of a failed commit are seen") {
			p.drop()
		}
		p.remember(err)`},
		{"pager.go", "func (p *pager) Rollback() { p.drop() }", `func (p *pager) Rollback() {
	if !seeded("pages of a failed commit are seen") {
		p.drop()
	}
}`},
		{"pager.go", "\tdata := p.pending[page]\n\tif data == nil {", `	data := p.pending[page]
	if data != nil && p.last != nil && seeded("pages of a failed commit are seen") {
		return len(b), nil
	}
	if data == nil {`}}},
	{"the size after shrinking is the one before", "TestIOFaults", "shrink", []edit{
		{"pager.go", "if first := p.pending[1]; first != nil {", `if first := p.pending[1]; first != nil && !seeded("the size after shrinking is the one before") {`}}},

	{"a new base is not synced", "TestCrash", "", []edit{
		{"generation.go", "\tif err := f.Sync(); err != nil {\n\t\treturn nil, err\n\t}", `	if seeded("a new base is not synced") {
		return age.ExtractHeader(io.NewSectionReader(f, 0, maxHeader))
	}
	if err := f.Sync(); err != nil {
		return nil, err
	}`}}},
	{"the directory is not synced after a new base", "TestCrash", "", []edit{
		{"successor.go", "\treturn withFull(n.fs.SyncDir(n.dir))", `	if seeded("the directory is not synced after a new base") {
		return nil
	}
	return withFull(n.fs.SyncDir(n.dir))`}}},
	{"a new log is not synced", "TestCrash", "", []edit{
		{"successor.go", "\t\terr = n.log.Sync()\n", `		if !seeded("a new log is not synced") {
			err = n.log.Sync()
		}
`},
		{"compact.go", "\t\terr = n.log.Sync()\n", `		if !seeded("a new log is not synced") {
			err = n.log.Sync()
		}
`}}},
	{"what is committed beside a compaction is left out", "TestCrash", "", []edit{
		{"compact.go", "len(pages) >= least {", `len(pages) >= least && !seeded("what is committed beside a compaction is left out") {`}}},
	{"the directory is not synced after a small file", "TestCrash", "", []edit{
		{"fs.go", "\treturn withFull(fsys.SyncDir(dir))", `	if seeded("the directory is not synced after a small file") {
		return nil
	}
	return withFull(fsys.SyncDir(dir))`}}},
	{"the old base goes before the new one counts", "TestCrash", "", []edit{
		{"successor.go", "\t\terr = n.fs.Rename(base+tmpSuffix, base)", `		if n.key.gen > 1 && seeded("the old base goes before the new one counts") {
			n.fs.Remove(path(n.dir, baseName(n.key.gen-1)))
		}
		err = n.fs.Rename(base+tmpSuffix, base)`}}},
	{"commits go to the old log though the new base may count", "TestIOFaults", "^compact$", []edit{
		{"compact.go", "\treturn p.refuse(cause)\n}", `	if seeded("commits go to the old log though the new base may count") {
		return cause
	}
	return p.refuse(cause)
}`}}},
	{"other generations go before the opening has succeeded", "TestCrash", "", []edit{
		{"vault.go", "\tg, err := openGeneration(o.FS, dir, keys, gen, o.CacheBytes)", `	if seeded("other generations go before the opening has succeeded") {
		v.removeLeftovers(names, gen)
	}
	g, err := openGeneration(o.FS, dir, keys, gen, o.CacheBytes)`}}},
	{"what was read at opening is not synced", "TestCrash", "", []edit{
		{"vault.go", "if err := g.log.Sync(); err != nil {", `if seeded("what was read at opening is not synced") {
	} else if err := g.log.Sync(); err != nil {`}}},

	{"a directory that can not be read is taken for an empty one", "TestIOFaults", "^open$", []edit{
		{"open.go", "\tentries, err := fsys.ReadDir(dir)", `	entries, err := fsys.ReadDir(dir)
	if seeded("a directory that can not be read is taken for an empty one") && !errors.Is(err, fs.ErrNotExist) {
		err = nil
	}`}}},
	{"a log that can not be read is taken for its end", "TestIOFaults", "^open$", []edit{
		{"logfile.go", "\tif err := readFull(f, h[:], off); err != nil {", `	if err := readFull(f, h[:], off); err != nil && seeded("a log that can not be read is taken for its end") {
		return 0, false, nil
	} else if err != nil {`}}},
	{"the chain is not checked", "TestCrash", "", []edit{
		{"logfile.go", "hmac.Equal(chain[:], rec[16:48]), nil", `hmac.Equal(chain[:], rec[16:48]) || seeded("the chain is not checked"), nil`},
		{"decode.go", "hmac.Equal(r.sum.Sum(got[:0]), j.at.chain[:])", `hmac.Equal(r.sum.Sum(got[:0]), j.at.chain[:]) || seeded("the chain is not checked")`}}},
	{"the tag of a record is not checked", "TestALogThatWasChangedIsRefused", "", []edit{
		{"logfile.go", "hmac.Equal(h[48:64], k.tag(s, h))", `(hmac.Equal(h[48:64], k.tag(s, h)) || seeded("the tag of a record is not checked"))`}}},
	{"later records behind a bad one are cut off", "TestALogThatWasChangedIsRefused", "", []edit{
		{"replay.go", "if kind == tailLater {", `if kind == tailLater && seeded("later records behind a bad one are cut off") {
		return size - v.at.end, nil
	}
	if kind == tailLater {`}}},
	{"a log that was cut short is not noticed", "TestALogThatWasChangedIsRefused", "", []edit{
		{"replay.go", "if v.at.seq < known {", `if v.at.seq < known && !seeded("a log that was cut short is not noticed") {`}}},

	{"a key file is written in place", "TestIOFaults", "passphrase", []edit{
		{"fs.go", "\ttmp := filepath.Join(dir, name+tmpSuffix)", `	if seeded("a key file is written in place") {
		return withFull(writeNew(fsys, filepath.Join(dir, name), b))
	}
	tmp := filepath.Join(dir, name+tmpSuffix)`}}},
	{"half a blob is left under its name", "TestIOFaults", "write a blob", []edit{
		{"blob.go", "tmp := path(v.dir, name) + tmpSuffix\n", `tmp := path(v.dir, name) + tmpSuffix
	if seeded("half a blob is left under its name") {
		return v.pourInto(ctx, path(v.dir, name), r, limit)
	}
`}}},
	{"a blob is not synced", "TestCrash", "", []edit{
		{"blob.go", "\treturn sum, f.Sync()", `	if seeded("a blob is not synced") {
		return sum, nil
	}
	return sum, f.Sync()`}}},
}
