"""The herring trade of Osterhaven: a made-up paper, for the toolkit's tests."""
