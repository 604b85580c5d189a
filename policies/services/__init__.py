"""Every write about policies.

`drafting` and `attaching` write a draft, `reviewing` moves it on to approval, `telling` mails whose turn it is,
`publishing` freezes or withdraws, `loading` does all of that for a content pack. `wording` puts a text into rows,
`locking` holds what moves. `owning` says who answers for a policy. `signing`
records that somebody signed.
"""
