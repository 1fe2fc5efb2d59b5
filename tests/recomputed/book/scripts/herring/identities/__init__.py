"""What the paper's tables must satisfy."""
