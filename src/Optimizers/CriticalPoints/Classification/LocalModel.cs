using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>Gradient and Hessian at a point, with their errors; decomposed when that is asked for.</summary>
/// <param name="theta">θ, n entries.</param>
/// <param name="gradient">g, n entries.</param>
/// <param name="hessian">H, n² entries, column by column.</param>
/// <param name="gradientError">How far g may be off in the 2-norm, its rounding aside.</param>
/// <param name="hessianError">How far H may be off in the 2-norm, its rounding aside.</param>
internal sealed class LocalModel(double[] theta, double[] gradient, double[] hessian, double gradientError, double hessianError)
{
    private SymmetricEigenSystem? _system;
    private SignedFrame? _frame;
    private SignedFrame? _plainFrame;
    private double[]? _gradientErrors;

    /// <summary>θ.</summary>
    public double[] Theta => theta;

    /// <summary>g.</summary>
    public double[] Gradient => gradient;

    /// <summary>H.</summary>
    public double[] Hessian => hessian;

    /// <summary>How far g may be off in the 2-norm, its rounding aside.</summary>
    public double GradientError => gradientError;

    /// <summary>How far H may be off in the 2-norm, its rounding aside.</summary>
    public double HessianError => hessianError;

    /// <summary>The spacing of the numbers next to 1 in the precision of g and H.</summary>
    public required double Epsilon { get; init; }

    /// <summary>True if H is what an objective computed; false if it is a matrix as stored.</summary>
    public bool IsComputed { get; init; }

    /// <summary>True if H was made of the caller's products.</summary>
    public bool IsOfProducts { get; init; }

    /// <summary>
    /// The errors of differences in units in which the parameters are alike, ‖De‖₂ and ‖DED‖₂, and the diagonal of D, powers of two; null where one
    /// scale does for all.
    /// </summary>
    public (double Gradient, double Hessian, double[] Scales)? Scaled { get; init; }

    /// <summary>True if the errors are bounds.</summary>
    public required bool IsBound { get; init; }

    /// <summary>Ends a decomposition.</summary>
    public required CancellationToken Cancellation { get; init; }

    /// <summary>H = UΛUᵀ.</summary>
    public SymmetricEigenSystem System => _system ??= HessianEigenSystem.Of([.. hessian], theta.Length, Epsilon, hessianError, Cancellation);

    /// <summary>Where the tolerance of its eigenvalues comes from, in the units of H.</summary>
    public ToleranceSources Sources => ToleranceSources.Of(System, hessianError, Epsilon, IsOfProducts);

    /// <summary>Its directions that are not flat.</summary>
    public SignedFrame Frame => _frame ??= SignedFrame.Of(
        System, hessian, Sources, ToleranceSources.SingleEpsilon(Epsilon), IsComputed, Scaled is { } scaled ? (scaled.Hessian, scaled.Scales) : null,
        Cancellation);

    /// <summary>The same without equilibration.</summary>
    public SignedFrame PlainFrame => Frame.IsEquilibrated ? _plainFrame ??= SignedFrame.Plain(System, Sources, Cancellation) : Frame;

    /// <summary>
    /// How far each entry of g may be off by rounding: four units in the last place of g, and of each θⱼ, through H. What the terms of a sum lose
    /// that cancel is not seen.
    /// </summary>
    public double[] GradientErrors => _gradientErrors ??= Errors();

    /// <summary>|eᵀb| at most, for the error e of g, its rounding aside.</summary>
    public double GradientErrorAlong(ReadOnlySpan<double> b)
    {
        if (Scaled is not { } scaled)
            return gradientError * ShortVectors.Norm(b);
        var squares = 0.0;
        for (var i = 0; i < b.Length; i++)
            squares += b[i] / scaled.Scales[i] * (b[i] / scaled.Scales[i]);
        return scaled.Gradient * Math.Sqrt(squares);
    }

    private double[] Errors()
    {
        var n = theta.Length;
        var errors = new double[n];
        for (var j = 0; j < n; j++)
        {
            if (theta[j] == 0)
                continue;
            for (var i = 0; i < n; i++)
                errors[i] += Math.Abs(hessian[i + (j * n)] * theta[j]);
        }

        for (var i = 0; i < n; i++)
            errors[i] = 4 * Epsilon * (errors[i] + Math.Abs(gradient[i]));
        return errors;
    }
}
