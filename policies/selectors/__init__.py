"""Reads about policies.

`versions` says where each version stands, `contents` rebuilds one from its rows, `reading` keeps texts ready for pages,
`library`, `pages`, `redlines` and `comparing` are what pages ask for, `signing` is what a signature needs.
"""
