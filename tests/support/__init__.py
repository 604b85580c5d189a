"""What the suite needs around the tests themselves."""
