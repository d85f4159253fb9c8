using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;

namespace Optimizers.Tests.Curvature.Coverage;

/// <summary>A point of a loss whose Hessian is known to far more digits than anything that is asked of it.</summary>
internal sealed record CoverageCase
{
    /// <summary>θ.</summary>
    public required double[] Theta { get; init; }

    public required Func<Vector<double>, double> Loss { get; init; }

    public required Func<Vector<double>, Vector<double>> Gradient { get; init; }

    /// <summary>∇²L(θ)·v as a program would compute it; null where it has only gradients.</summary>
    public Func<Vector<double>, Vector<double>, Vector<double>>? Product { get; init; }

    /// <summary>∇²L(θ) as a program would compute it.</summary>
    public Func<Vector<double>, Matrix<double>>? Hessian { get; init; }

    /// <summary>How far <see cref="Hessian"/> is off at θ, at most, in the Frobenius norm.</summary>
    public double HessianError { get; init; }

    /// <summary>The least eigenvalue of ∇²L(θ).</summary>
    public required DoubleDouble Least { get; init; }

    /// <summary>The largest.</summary>
    public required DoubleDouble Largest { get; init; }

    /// <summary>How far <see cref="Least"/> may be off itself.</summary>
    public required double LeastSlack { get; init; }

    /// <summary>How far <see cref="Largest"/> may be off itself.</summary>
    public required double LargestSlack { get; init; }

    /// <summary>Those of the stored Hessian, to 30 digits.</summary>
    public (DoubleDouble Least, DoubleDouble Largest)? Stored { get; init; }

    /// <summary>True if the Hessian is the same everywhere, so that it is also that of any critical point.</summary>
    public bool IsQuadratic { get; init; }

    /// <summary>True if the loss is convex: no point of it is a saddle or a maximum.</summary>
    public bool IsConvex { get; init; }

    /// <summary>True if a direction exists along which the loss does not change at all.</summary>
    public bool IsFlat { get; init; }

    /// <summary>What it is, for messages.</summary>
    public required string Name { get; init; }
}
