"""`python -m policyparse`."""

from policyparse.cli import main

main()
