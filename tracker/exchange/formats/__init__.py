"""How the kit writes a diary as a file of each kind, and reads its own files again."""
