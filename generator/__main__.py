"""``python -m generator`` is ``accountdocs``."""

from generator.cli import main

if __name__ == "__main__":
    main()
