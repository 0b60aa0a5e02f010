-- +goose Up
-- Two columns that are worked out from other registers, so that the list of
-- customers can be sorted and counted by them: the newest day of all that
-- counts as needing the data, and whether marketing is allowed. The store keeps
-- them in step (needed.go); what counts is said by package app.
ALTER TABLE customers ADD COLUMN needed_on TEXT    NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN marketing INTEGER NOT NULL DEFAULT 0;
UPDATE customers SET
    needed_on = max(created_on, corrected_on,
        coalesce((SELECT max(on_day) FROM contacts WHERE customer_key = customers.key AND mass = 0), ''),
        coalesce((SELECT max(on_day) FROM deliveries WHERE customer_key = customers.key), '')),
    marketing = coalesce((SELECT given FROM consents WHERE customer_key = customers.key ORDER BY on_day DESC, key DESC LIMIT 1), 0);
-- Each order of the list has in its index all that the list is filtered by, so
-- that finding and counting the rows of a page reads no cards. Within a town and
-- a postal code the names are in order.
DROP INDEX customers_number_order;
DROP INDEX customers_name;
DROP INDEX customers_town;
DROP INDEX customers_postcode;
CREATE INDEX customers_number_order ON customers (number GLOB '*[^0-9]*', number + 0, number, key, kind, marketing, town, needed_on);
CREATE INDEX customers_name ON customers (name_key, key, kind, marketing, town, needed_on);
CREATE INDEX customers_town ON customers (town, name_key, key, kind, marketing, needed_on);
CREATE INDEX customers_postcode ON customers (postcode, name_key, key, kind, marketing, town, needed_on);
CREATE INDEX customers_needed ON customers (needed_on, key, kind, marketing, town);
