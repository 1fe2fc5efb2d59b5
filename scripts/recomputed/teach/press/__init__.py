"""The whole book as a PDF: its pages gathered into one, numbered, and printed by Chromium."""
