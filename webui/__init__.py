"""The shell: pages, command line and worker. The only package that may import everything."""
