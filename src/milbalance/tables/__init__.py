"""What a row is: where the tables are, their schema, and how they are checked, read, named and credited."""
