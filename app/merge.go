package app

import (
	"slices"
	"strings"
)

// Merging makes one card of two that are the same customer. What here is decided
// field by field; the rows under the other card move whole.

// MergeFields names the fields of which the owner chooses one card's value. Day
// of coming and contact persons are worked out.
func MergeFields() []string {
	var out []string
	for _, f := range customerFields {
		if f.Table == "customers" && f.Name != "createdOn" {
			out = append(out, f.Name)
		}
	}
	return out
}

// MergeGaps names the fields that the kept card lacks and the other has: they are
// filled in unless the owner chooses otherwise. A country goes with its address.
func MergeGaps(kept, other Customer) []string {
	out := []string{}
	for _, name := range MergeFields() {
		if name == "country" {
			if kept.Street+kept.Postcode+kept.Town == "" && kept.Country == "" && other.Country != "" {
				out = append(out, name)
			}
			continue
		}
		if kept.Field(name) == "" && other.Field(name) != "" {
			out = append(out, name)
		}
	}
	return out
}

// Merged is the kept card with the named fields taken from the other. The customer
// came with the earlier of the two, and the later correction is the last one.
// A name that is no field of MergeFields is choice-invalid.
func Merged(kept, other Customer, take []string) (Customer, error) {
	after := kept.Clone()
	var problems Errors
	for _, name := range take {
		if !slices.Contains(MergeFields(), name) {
			problems = append(problems, E("choice-invalid", "take", "value", name, "choices", strings.Join(MergeFields(), " ")))
			continue
		}
		f, _ := findField(name)
		f.set(&after, f.get(&other))
	}
	if other.CreatedOn != "" && other.CreatedOn < kept.CreatedOn {
		after.CreatedOn = other.CreatedOn
	}
	after.CorrectedOn = max(kept.CorrectedOn, other.CorrectedOn)
	after.Persons = unitePersons(kept, other.Persons)
	return after, problems.OrNil()
}

// unitePersons adds the other card's contact persons, the same ones once. A second
// main one becomes an alternative.
func unitePersons(kept Customer, others []ContactPerson) []ContactPerson {
	out := slices.Clone(kept.Persons)
	for _, p := range others {
		p.CustomerID = kept.ID
		at := slices.IndexFunc(out, func(q ContactPerson) bool { return samePerson(p, q) })
		if at >= 0 {
			q := &out[at]
			q.Name, q.Phone, q.Email = orElse(q.Name, p.Name), orElse(q.Phone, p.Phone), orElse(q.Email, p.Email)
			continue
		}
		if p.Role == MainPerson && slices.ContainsFunc(out, func(q ContactPerson) bool { return q.Role == MainPerson }) {
			p.Role = AlternativePerson
		}
		out = append(out, p)
	}
	return out
}

// samePerson says that nothing tells the two apart, and something makes them one.
func samePerson(p, q ContactPerson) bool {
	same, apart := 0, false
	for _, v := range [][2]string{{SameName(p.Name), SameName(q.Name)}, {PhoneKey(p.Phone), PhoneKey(q.Phone)}, {strings.ToLower(p.Email), strings.ToLower(q.Email)}} {
		if v[0] != "" && v[0] == v[1] {
			same++
		}
		apart = apart || v[0] != "" && v[1] != "" && v[0] != v[1]
	}
	return same > 0 && !apart
}

// MergedCards is what has to be known to take a merge back.
type MergedCards struct {
	Before Customer // the kept card before
	After  Customer // the kept card as the merge left it
	Other  Customer // the card that went
}

// Unmerged takes a merge back from the kept card as it is now. What was changed by
// hand since stays as it is; stayed names those fields, and "persons".
func (m MergedCards) Unmerged(now Customer) (kept, other Customer, stayed []string) {
	kept, other, stayed = now.Clone(), m.Other.Clone(), []string{}
	for _, f := range customerFields {
		if f.Table != "customers" {
			continue
		}
		merged := f.get(&m.Before) != f.get(&m.After)
		if f.get(&now) == f.get(&m.After) {
			f.set(&kept, f.get(&m.Before))
		} else if merged {
			stayed = append(stayed, f.Name)
		}
	}
	if now.CorrectedOn == m.After.CorrectedOn {
		kept.CorrectedOn = m.Before.CorrectedOn
	}
	var changed bool
	kept.Persons, other.Persons, changed = m.partPersons(now)
	if changed {
		stayed = append(stayed, "persons")
	}
	return kept, other, stayed
}

// partPersons gives the contact persons back to their cards.
func (m MergedCards) partPersons(now Customer) (kept, other []ContactPerson, changed bool) {
	in := func(ps []ContactPerson, id string) (ContactPerson, bool) {
		i := slices.IndexFunc(ps, func(p ContactPerson) bool { return p.ID == id })
		if i < 0 {
			return ContactPerson{}, false
		}
		return ps[i], true
	}
	gone := map[string]bool{}
	for _, p := range now.Persons {
		after, merged := in(m.After.Persons, p.ID)
		before, own := in(m.Before.Persons, p.ID)
		_, others := in(m.Other.Persons, p.ID)
		switch {
		case own && p == after:
			kept = append(kept, before)
		case merged && others && p == after:
			continue // goes back
		default:
			kept = append(kept, p)
			gone[p.ID] = others
			changed = changed || merged && (others || before != after)
		}
	}
	for _, p := range m.Other.Persons {
		_, moved := in(m.After.Persons, p.ID)
		_, there := in(now.Persons, p.ID)
		if moved && !there { // deleted since
			changed = true
		} else if !gone[p.ID] {
			other = append(other, p)
		}
	}
	return kept, other, changed
}
