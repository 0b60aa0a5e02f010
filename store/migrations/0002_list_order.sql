-- +goose Up
-- The list by postal code, in order without sorting all of it.
CREATE INDEX customers_postcode ON customers (postcode);
