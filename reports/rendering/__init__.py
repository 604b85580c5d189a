"""Files that are handed out: `tables` says what a table is, `writing` writes one as CSV, XLSX or JSON lines.

All are written row by row to an open file, in constant memory, from one statement: one snapshot of the database.
"""
