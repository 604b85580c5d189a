"""From policies to what people see: `redlines` marks in the HTML of a clause what was added and removed."""
