[assembly: CollectionBehavior(DisableTestParallelization = true)] // What is counted and measured of tensors is that of the process.
