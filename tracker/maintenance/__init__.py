"""How a diary is kept safe: copied, locked, restored, checked, and merged with its copies."""
