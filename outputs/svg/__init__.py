"""Pictures as SVG, made on the server: readable in print, with Chinese labels, alternative text and the figures beneath."""
