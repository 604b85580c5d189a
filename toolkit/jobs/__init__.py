"""Jobs: `kinds` says how each kind is done, `queue` inserts and wakes, `running` does one, `sweeping` finds more."""
