"""The file formats: one reader for any table, one spelling of cells, a writer for each format."""
