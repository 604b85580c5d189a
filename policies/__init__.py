"""What the organization asks its people to follow: policies, their versions, texts, clauses and signatures."""
