package desktop

import (
	"testing"

	"kortisto/app"
	"kortisto/app/vault/vaulttest"
)

func TestTheListOfThoseWhoLeaveSoonIsTheReviewItself(t *testing.T) {
	v := vaulttest.New(t)
	today := app.DayOf(v.Now())
	v.Customer(app.Customer{Number: "3", Name: "Pian", CreatedOn: today.AddMonths(-36).AddDays(9)})
	v.Customer(app.Customer{Number: "1", Name: "Myöhässä", CreatedOn: today.AddMonths(-40)})
	v.Customer(app.Customer{Number: "2", Name: "Tuore", CreatedOn: today})
	customers := &Customers{&shell{v: v.Vault}}

	page, err := customers.List(CustomerQuery{Filter: app.CustomerFilter{GoesWithin: 30}, Sort: "lastNeeded", Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range page.Rows {
		got = append(got, row.Number)
	}
	if page.Total != 2 || len(got) != 2 || got[0] != "1" || got[1] != "3" {
		t.Errorf("the earliest day comes first and the fresh card is left out: total %d, %v", page.Total, got)
	}

	second, err := customers.List(CustomerQuery{Filter: app.CustomerFilter{GoesWithin: 30}, Sort: "lastNeeded", Offset: 1, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if second.Total != 2 || len(second.Rows) != 1 || second.Rows[0].Number != "3" {
		t.Errorf("a stretch of the same list: %+v", second)
	}

	past, err := customers.List(CustomerQuery{Filter: app.CustomerFilter{GoesWithin: 30}, Sort: "lastNeeded", Offset: 9, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	if past.Rows == nil || len(past.Rows) != 0 || past.Total != 2 {
		t.Errorf("beyond the end there are no rows, and no null: %+v", past)
	}
}
