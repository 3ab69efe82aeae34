"""Tidy Document to records: `assemble` puts together what the readers of this folder find."""
