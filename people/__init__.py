"""Who works here, where and for whom; roles; sign-in."""
