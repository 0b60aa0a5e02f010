package exchange

// Limits of what is read. A file beyond them is refused as a whole, a row
// beyond them is reported and left out; neither can exhaust the machine.
const (
	MaxFileBytes  = 64 << 20  // a CSV of half a million customers is about as large
	MaxUnzipped   = 192 << 20 // of an XLSX, all parts together
	MaxZipParts   = 2000
	MaxRows       = 500_000
	MaxColumns    = 256
	MaxCellLength = 32_767    // characters, as many as a spreadsheet's cell holds
	maxCells      = 8_000_000 // of one sheet: bounds memory where rows are many and wide
	maxQuotedScan = 4 << 20   // how far a closing quote is looked for, in bytes
)
