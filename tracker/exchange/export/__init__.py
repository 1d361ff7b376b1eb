"""Export: which entries leave, as which tables, with what explanation beside them."""
