"""The tests mirror the tree; builders make small valid things, fakes stand in for the world."""
