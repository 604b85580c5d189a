"""Starting the site on one machine: the environment, the data folder, the private broker, and the processes.

`environment` runs before anything is installed, so it and what it imports know nothing but Python itself.
"""
