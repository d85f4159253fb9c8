namespace Optimizers.Curvature;

/// <summary>Where gradients and Hessians come from.</summary>
internal interface ILocalModels
{
    /// <summary>sᵢ, the scale of each parameter.</summary>
    double[] Scales { get; }

    /// <summary>The least of them.</summary>
    double LeastScale { get; }

    /// <summary>Gradient and Hessian at a point; null where one is not finite.</summary>
    LocalModel? TryModel(double[] theta);

    /// <summary>The Hessian alone; null where it is not finite.</summary>
    double[]? TryHessian(double[] theta);
}
