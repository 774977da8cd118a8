"""Nothing is lost: faults, killed processes, held locks, a database that goes away."""
