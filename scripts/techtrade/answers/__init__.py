"""What the exercises ask for, one module for each chapter; the student edition leaves them out."""
