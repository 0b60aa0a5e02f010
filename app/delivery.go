package app

import (
	"regexp"
	"strings"
)

// Delivery is a product or service that was delivered.
type Delivery struct {
	ID         string `json:"id"`
	CustomerID string `json:"customerId"`
	On         Day    `json:"on"`
	Product    string `json:"product"`
	Quantity   string `json:"quantity"` // decimal with a point and at most three decimals, "1" or "2.5"; empty when not counted
}

// Normalised is the delivery as it is kept: the quantity with a point, whichever
// was typed, and without spaces between thousands or noughts that say nothing.
func (d Delivery) Normalised() Delivery {
	d.On = Day(line(string(d.On)))
	d.Product = line(d.Product)
	d.Quantity = quantity(d.Quantity)
	return d
}

// Check judges a normalised delivery.
func (d Delivery) Check(today Day) Errors {
	problems := checkDay("on", d.On, today)
	if d.Product == "" {
		problems = append(problems, E("required", "product"))
	}
	problems = append(problems, checkLine("product", d.Product, MaxLine)...)
	if d.Quantity != "" && !quantityForm.MatchString(d.Quantity) {
		problems = append(problems, E("quantity-form", "quantity"))
	}
	return problems
}

// A quantity is a count or a measure: not negative, at most nine digits before
// the point and three after it.
var (
	quantityForm  = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})(\.[0-9]{0,2}[1-9])?$`)
	quantityTyped = regexp.MustCompile(`^([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,]([0-9]+))?$`)
)

func quantity(s string) string {
	s = line(s)
	m := quantityTyped.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	whole := strings.TrimLeft(strings.ReplaceAll(m[1], " ", ""), "0")
	if whole == "" {
		whole = "0"
	}
	if part := strings.TrimRight(m[2], "0"); part != "" {
		return whole + "." + part
	}
	return whole
}
