"""Three years of plan and money in the demo: prices, ceilings, activities with holes, budget books
with a double, a line in thousands and lines nobody paired yet. Every figure is invented."""
