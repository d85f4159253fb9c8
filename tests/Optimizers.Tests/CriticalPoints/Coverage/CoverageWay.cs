using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Coverage;

/// <summary>What is handed over of a loss, and how it is asked.</summary>
internal sealed record CoverageWay(string Name)
{
    private static readonly CriticalPointOptions Products = new() { DenseLimit = 0, MaxProducts = 300 };

    public static IReadOnlyList<CoverageWay> All { get; } =
    [
        new("the Hessian")
        {
            Given = of => of.Hessian is null ? null : Objective.Create(of.Loss, of.Gradient, hessian: of.Hessian),
            IsStored = true,
            IsOfStored = true,
        },
        new("the Hessian with its error")
        {
            Given = of => of.Hessian is null ? null : Objective.Create(of.Loss, of.Gradient, hessian: of.Hessian),
            Options = of => new() { HessianError = of.HessianError },
            IsStored = true,
        },
        new("products, decomposed") { Given = WithProduct },
        new("products") { Given = WithProduct, Options = _ => Products },
        new("gradients, decomposed") { Given = of => Objective.Create(of.Loss, of.Gradient) },
        new("gradients") { Given = of => Objective.Create(of.Loss, of.Gradient), Options = _ => Products },
        new("losses") { IsHeld = false, Given = of => of.Theta.Length <= 10 ? Objective.Create(of.Loss) : null },
    ];

    /// <summary>The objective; null if the case has not what it needs.</summary>
    public required Func<CoverageCase, Objective?> Given { get; init; }

    public Func<CoverageCase, CriticalPointOptions> Options { get; init; } = _ => new();

    /// <summary>False for what is only measured.</summary>
    public bool IsHeld { get; init; } = true;

    /// <summary>True if the matrix that is decomposed is the stored one.</summary>
    public bool IsStored { get; init; }

    /// <summary>True if what is said is said of the matrix as stored.</summary>
    public bool IsOfStored { get; init; }

    private static Objective? WithProduct(CoverageCase of) =>
        of.Product is null ? null : Objective.Create(of.Loss, of.Gradient, of.Product);

    /// <summary>The point as it is classified this way; null if the case has not what that needs.</summary>
    public CriticalPoint? Classify(CoverageCase of, int seed) => Given(of) is { } objective
        ? CriticalPoint.Classify(objective, Vector<double>.Build.Dense((double[])of.Theta.Clone()), Options(of) with { Seed = seed })
        : null;

    /// <summary>The ends of the spectrum that the intervals are about.</summary>
    public (DoubleDouble Least, DoubleDouble Largest) Truth(CoverageCase of) =>
        IsOfStored && of.Stored is { } stored ? stored : (of.Least, of.Largest);
}
