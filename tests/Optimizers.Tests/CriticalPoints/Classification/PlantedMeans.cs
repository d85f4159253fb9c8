namespace Optimizers.Tests.Curvature.Classification;

/// <summary>How the loss of a planted point is given.</summary>
public enum PlantedMeans
{
    /// <summary>With its Hessian.</summary>
    Hessian,

    /// <summary>With Hessian-vector products; no Hessian is made of them.</summary>
    Products,

    /// <summary>With gradients alone.</summary>
    Gradients,

    /// <summary>With gradients alone; no Hessian is made of them.</summary>
    ProductsOfGradients,
}
