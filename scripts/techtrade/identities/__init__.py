"""What the paper's tables must satisfy: sums, rates, repeats and bounds."""
