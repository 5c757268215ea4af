"""What each number in the README is measured with: every figure is a ratio taken within one run."""
