namespace Optimizers.Benchmarks.Measuring;

/// <summary>The rules that are measured on a model.</summary>
internal enum ModelSubject
{
    Adam,
    Momentum,
    Sgd,
}
