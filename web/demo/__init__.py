"""The board of `make demo`: invented cases over two years, played through the use cases by a moved clock."""
