"""The program's entry: `onrecord` and `python -m onrecord`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line: 0, 1 (some inputs failed), 2 (wrong command line) or 130 (interrupted)."""
    try:
        # Imported here so that an interrupt while the program is loading ends like any other.
        from onrecord.cli.app import report_fault, run  # noqa: PLC0415

        sys.excepthook = report_fault
        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
