package crypto

import "maps"

// overlay holds where the pages are that the log has put over the base. The
// pages themselves stay in the log.
//
// The places are in two maps, so that a commit beside a reader need not copy all
// of them: what a reader may look at is not changed any more.
type overlay struct {
	old, fresh map[uint32]*place
	lent       bool // a reader may look at old
}

// at is where the page is, or nil.
func (o *overlay) at(page uint32) *place {
	if pl := o.fresh[page]; pl != nil {
		return pl
	}
	return o.old[page]
}

// fork gives an overlay of the same places that can be changed while readers
// look at this one.
func (o *overlay) fork() overlay {
	if len(o.fresh) > max(1<<10, len(o.old)/4) {
		return o.merged()
	}
	return overlay{old: o.old, fresh: maps.Clone(o.fresh), lent: true}
}

func (o *overlay) merged() overlay {
	all := make(map[uint32]*place, len(o.old)+len(o.fresh))
	maps.Copy(all, o.old)
	maps.Copy(all, o.fresh)
	return overlay{old: all}
}

func (o *overlay) put(pages []uint32, places []place) {
	m := &o.old
	if o.lent {
		m = &o.fresh
	}
	if *m == nil {
		*m = map[uint32]*place{}
	}
	for i, page := range pages {
		(*m)[page] = &places[i]
	}
}

// cut drops the places of pages beyond size.
func (o *overlay) cut(size uint32) {
	if o.lent {
		*o = o.merged()
	}
	maps.DeleteFunc(o.old, func(page uint32, _ *place) bool { return page > size })
}

// since gives the pages that records behind end have put there, in no order.
func (o *overlay) since(end int64) (pages []uint32) {
	for page, pl := range o.fresh {
		if pl.rec.start >= end {
			pages = append(pages, page)
		}
	}
	for page, pl := range o.old {
		if pl.rec.start >= end && o.fresh[page] == nil {
			pages = append(pages, page)
		}
	}
	return pages
}
