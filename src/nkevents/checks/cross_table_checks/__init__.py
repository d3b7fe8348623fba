"""What holds between rows and tables: time, hierarchies, duplicates, use, fairness, life cycles."""
