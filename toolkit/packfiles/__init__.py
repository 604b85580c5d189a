"""What every content pack is read with: folders, YAML and Markdown with line numbers, and the list of mistakes.

The messages are for people who edit text files, stand beside a file name and a line, and are in English only.
"""
