"""Pages of figures. Each is made of sheets: a table, the chart beside it, and the same rows as a file."""
