"""Tables, forms and stories that only this book has."""
