using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>
/// What a classification will cost, told before it is paid
/// (<see cref="CriticalPoint.Price(Objective, MathNet.Numerics.LinearAlgebra.Vector{double})"/>).
/// </summary>
public sealed class ClassificationPrice
{
    internal ClassificationPrice()
    {
    }

    /// <summary>True if the Hessian will be made and decomposed; false if its products alone are used.</summary>
    public required bool IsDense { get; init; }

    /// <summary>
    /// Hessian-vector products, at most: 2n of a Hessian that is made from products, at θ and a step to the critical point from it, 0 of one that the
    /// objective has, or makes from losses. Without a decomposition those of the tests, the declared symmetries, and the ends of the spectrum, which
    /// mostly come sooner.
    /// </summary>
    public required int Products { get; init; }

    /// <summary>
    /// Products that come on top, about: near a critical point, where the gradient and its rounding are not zero, for the way there and the vectors
    /// of the ends that decide; at negative curvature for the vectors of both ends; and where a Hessian that is made from products changes much on
    /// the way to the critical point.
    /// </summary>
    public required int MoreProducts { get; init; }

    /// <summary>
    /// Evaluations of the caller's functions for all that, <see cref="MoreProducts"/> not included, at what a product took in the pilot.
    /// </summary>
    public required EvaluationCounts Evaluations { get; init; }

    /// <summary>
    /// What these evaluations take at the speed of the pilot; of a dense Hessian its decomposition is not included. Null where the
    /// pilot evaluated nothing.
    /// </summary>
    public required TimeSpan? Time { get; init; }

    /// <summary>The memory of the classification itself, in vectors of n doubles, beside what the objective allocates.</summary>
    public required int MemoryVectors { get; init; }

    /// <summary>What the pilot evaluated.</summary>
    public required EvaluationCounts Pilot { get; init; }

    /// <summary>Without a decomposition: what the pilot already knows of the spectrum; else null.</summary>
    public required ExtremeEigenvalues? Spectrum { get; init; }

    /// <summary>The price in a line or two.</summary>
    public override string ToString()
    {
        var way = IsDense ? "The Hessian, decomposed" : "Products alone";
        var time = Time is { } span ? string.Create(CultureInfo.InvariantCulture, $", about {span.TotalSeconds:G2} s") : "";
        var more = MoreProducts > 0 ? $"; about {MoreProducts} products more near a critical point or with negative curvature" : "";
        return $"{way}: at most {Evaluations}{time}, and {MemoryVectors} vectors of memory{more}. The pilot took {Pilot}.";
    }
}
