"""Import and export: files of the kit's own formats and of other programs."""
