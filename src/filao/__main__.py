"""`python -m filao` is the command line."""

from filao.cli import main

if __name__ == "__main__":
    main()
