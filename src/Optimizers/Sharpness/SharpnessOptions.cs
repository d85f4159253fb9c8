using System.Globalization;
using System.Runtime.CompilerServices;

namespace Optimizers.Curvature;

/// <summary>How sharpness is measured. The radii at their defaults are those of the papers.</summary>
public sealed record SharpnessOptions
{
    /// <summary>Seeds every random choice: starts, subspace, Krylov space and samples of the trace. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>The width of the bounds of λmax, as a fraction of λmax − λmin, that is enough. In (0, ½); default 0.01.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, ½).</exception>
    public double EigenvalueFraction
    {
        get;
        init => field = value is > 0 and < 0.5
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(EigenvalueFraction), value, "The fraction of the width must be greater than 0 and less than 0.5.");
    } = 0.01;

    /// <summary>Products for λmax, at most. ≥ 1; default 200: 111 suffice at n = 10⁶ for any spectrum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int EigenvalueProducts { get; init => field = Positive(value); } = 200;

    /// <summary>Products for the trace; with n or more of them it has no sampling error. ≥ 4; default 30.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 4.</exception>
    public int TraceProducts
    {
        get;
        init => field = value >= 4
            ? value
            : throw new ArgumentOutOfRangeException(nameof(TraceProducts), value, "The estimate needs at least 4 products.");
    } = 30;

    /// <summary>ε of Keskar's box |θ′ᵢ − θᵢ| ≤ ε(|θᵢ| + 1). Finite, &gt; 0; default 10⁻³ (the paper also has 5·10⁻⁴).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public double BoxSize { get; init => field = Positive(value); } = 1e-3;

    /// <summary>Ascent steps in the box from each start, at most. ≥ 1; default 10, as the paper's iterations of L-BFGS-B.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int BoxIterations { get; init => field = Positive(value); } = 10;

    /// <summary>Starts of the ascent in the box: θ itself, and random corners. ≥ 1; default 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int BoxStarts { get; init => field = Positive(value); } = 3;

    /// <summary>
    /// p, if the box shall lie in a random subspace of so many dimensions, as in the paper with p = 100; takes p vectors of memory. p ≥ n is all of
    /// space. Null, the default, for all of space. ≥ 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? BoxSubspace { get; init => field = value is { } p ? Positive(p) : null; }

    /// <summary>ρ of the SAM ascent, in the units of θ. Finite, &gt; 0; default 0.05 (Foret et al. 2021).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public double AscentRadius { get; init => field = Positive(value); } = 0.05;

    /// <summary>ρ of the adaptive ascent, a part of θ. Finite, &gt; 0; default 0.5 (Kwon et al. 2021).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative or not finite.</exception>
    public double AdaptiveRadius { get; init => field = Positive(value); } = 0.5;

    /// <summary>
    /// η of the adaptive ascent, which scales coordinate i by |θᵢ| + η. Finite, ≥ 0. Default 0: invariant to scale, but deaf to coordinates that are
    /// 0; the paper trains with 0.01.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double AdaptiveOffset
    {
        get;
        init => field = double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(AdaptiveOffset), value, "The offset must be finite and not negative.");
    }

    /// <summary>Is told the measure that comes next, in words.</summary>
    public IProgress<string>? Progress { get; init; }

    /// <summary>Ends the measurement between two evaluations.</summary>
    public CancellationToken CancellationToken { get; init; }

    internal static SharpnessOptions Default { get; } = new();

    private static double Positive(double value, [CallerMemberName] string name = "") =>
        double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and greater than zero.");

    private static int Positive(int value, [CallerMemberName] string name = "") =>
        value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be at least 1."));
}
