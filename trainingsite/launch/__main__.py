"""The commands behind bin/serve and bin/manage."""

import sys

from trainingsite.launch import manage, serve

COMMANDS = {"serve": serve.main, "manage": manage.main}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]](sys.argv[2:]))
