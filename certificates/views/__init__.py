"""Pages: the owner's list and files, and the public page that says whether a certificate is real."""
