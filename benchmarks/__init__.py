"""What each number in the README is measured with. `make bench` runs all; every figure is a ratio of one run."""
