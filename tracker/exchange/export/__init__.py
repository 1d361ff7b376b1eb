"""What leaves the diary: which entries, as which tables, with what explanation beside them."""
