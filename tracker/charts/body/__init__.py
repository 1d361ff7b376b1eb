"""The body, front and back: its figure, the marks on it, and the chart and scenes made of them."""
