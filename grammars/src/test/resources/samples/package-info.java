/// Payments and who owes what to whom, kept in two books.
package shop;
