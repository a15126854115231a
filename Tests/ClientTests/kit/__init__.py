"""What the tests and the campaigns stand on: a node as a process, clients by one interface, and the raw protocol."""
