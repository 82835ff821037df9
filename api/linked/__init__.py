"""Documents about the things of the graph, the vocabulary and the data set: pages for people, RDF for machines."""
