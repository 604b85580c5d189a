"""Reads about policies.

`versions` says where each version stands, `contents` rebuilds one from its rows, `reading` keeps texts ready for pages,
`library`, `pages`, `redlines` and `comparing` are what pages ask for, `signing` is what a signature needs and `showing`
what is shown before one. `signatures` are those that were given, `papers` those on paper, `enquiries` what people ask.
"""
