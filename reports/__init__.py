"""The read side for HR, managers and compliance. All that it writes is what it handed out, to whom."""
