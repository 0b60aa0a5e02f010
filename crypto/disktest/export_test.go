package disktest

// AddRows and Column read for tests outside the package.
var (
	AddRows = addRows
	Column  = column
)
