"""Machinery without a domain word: jobs, CSV, htmx, paging, files. A thing is admitted when two apps use it."""
