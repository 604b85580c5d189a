"""The append-only transparency log: what was done, kept so that somebody who does not trust us can check it.

The modules of pure rules know neither Django nor a database nor the time: `canonical` (the exact bytes of an entry),
`merkle` (hashes and proofs, RFC 6962), `tiles` (how the hashes are stored), `notes` and `checkpoints` (what is signed),
`receipts` (one entry's proof in a file). `verifier/verify.py` checks an evidence pack and imports none of them.
"""
