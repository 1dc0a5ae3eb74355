"""Chat and API: translate and call the pipeline, nothing else."""
