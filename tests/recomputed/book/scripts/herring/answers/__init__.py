"""Answers to the exercises."""
