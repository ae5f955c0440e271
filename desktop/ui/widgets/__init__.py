"""Controls that more than one dock uses."""
