"""Official files in: each module reads one kind of file into the columns of the shipped tables."""
