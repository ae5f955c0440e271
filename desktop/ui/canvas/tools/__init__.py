"""What the pointer does on the canvas, a module for each kind of tool."""
