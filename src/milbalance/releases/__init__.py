"""What a new release of a data set changed, and which verdicts would move."""
