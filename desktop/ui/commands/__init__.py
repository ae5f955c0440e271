"""What the actions do: one module for each menu, with its rows of the table below its methods."""
