"""What the daemon does as a process, and its parts one by one."""
