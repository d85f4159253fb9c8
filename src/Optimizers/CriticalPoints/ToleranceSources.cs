using System.Globalization;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Where the tolerance comes from within which an eigenvalue counts as zero:
/// τ = max(n·ε·‖H‖₂, residual) + rounding of products + max(error of H + rounding to float, asymmetry). All parts in the units of H, ≥ 0.
/// </summary>
/// <remarks>
/// By Weyl's theorem an eigenvalue moves by no more than ‖E‖₂ when H becomes H + E, so every eigenvalue beyond ±τ has its sign for
/// each H* that the parts allow. That the decomposition's own backward error is no more than n·ε·‖H‖₂ is the usual one of a stable method
/// (Golub and Van Loan, Matrix Computations, 8.3), checked by the residual, and not proven.
/// </remarks>
internal sealed record ToleranceSources
{
    /// <summary>How many units in the last place an entry of a Hessian may be off by: it is a sum over examples too.</summary>
    internal const int FewestAdditions = 8;

    internal ToleranceSources()
    {
    }

    /// <summary>n·ε·‖H‖₂ with ε = 2⁻⁵²: the rounding of the decomposition.</summary>
    public double Rounding { get; internal init; }

    /// <summary>
    /// The largest ‖(H − UΛUᵀ)x‖₂ found for the eigenvectors x of λmin, of λmax and of the two eigenvalues on either side of zero,
    /// and for one random unit vector x. It counts only where it exceeds <see cref="Rounding"/>.
    /// </summary>
    public double Residual { get; internal init; }

    /// <summary>
    /// The bound on the error of H that the caller gave (<see cref="CriticalPointOptions.HessianError"/>), and what differences add to it.
    /// </summary>
    public double HessianError { get; internal init; }

    /// <summary>True if <see cref="HessianError"/> is an estimate, as that of differences; false if it is the caller's bound.</summary>
    public bool IsErrorEstimated { get; internal init; }

    /// <summary>ε‖H‖_F with ε = 2⁻²³ if H was given in single precision: one unit in the last place of every entry; else 0.</summary>
    public double SingleRounding { get; internal init; }

    /// <summary>
    /// √Σᵢ﹤ⱼ((hᵢⱼ − hⱼᵢ)/2)² ≥ ‖(H − Hᵀ)/2‖₂: the error that H shows by itself, since a true Hessian is symmetric. It counts only where
    /// it exceeds the errors that are known.
    /// </summary>
    public double Asymmetry { get; internal init; }

    /// <summary>max(n, 8)·ε·‖H‖₂ if H was made of products, each a sum of its own; else 0.</summary>
    public double Products { get; internal init; }

    /// <summary>
    /// The part of what is computed here: max(<see cref="Rounding"/>, <see cref="Residual"/>) + <see cref="Products"/>.
    /// </summary>
    public double Decomposition => Math.Max(Rounding, Residual) + Products;

    /// <summary>The part of H: max(<see cref="HessianError"/> + <see cref="SingleRounding"/>, <see cref="Asymmetry"/>).</summary>
    public double Input => Math.Max(HessianError + SingleRounding, Asymmetry);

    /// <summary>The tolerance τ = <see cref="Decomposition"/> + <see cref="Input"/>.</summary>
    public double Total => Decomposition + Input;

    /// <summary>How far a computed eigenvalue may be from one of H: <see cref="Rounding"/>, <see cref="Residual"/>, and the rest of τ.</summary>
    public double OfEigenvalue => Rounding + Residual + Products + Input;

    /// <summary>The sum, with the parts that count.</summary>
    public override string ToString()
    {
        var invariant = CultureInfo.InvariantCulture;
        var decomposition = Residual > Rounding
            ? string.Create(invariant, $"{Residual:G3} (residual of the decomposition, above n·ε·‖H‖₂ = {Rounding:G3})")
            : string.Create(invariant, $"{Rounding:G3} (n·ε·‖H‖₂)");
        if (Products > 0)
            decomposition += string.Create(invariant, $" + {Products:G3} (rounding of the products)");
        if (Asymmetry > HessianError + SingleRounding)
            return string.Create(invariant, $"{decomposition} + {Asymmetry:G3} (asymmetry of H)");
        var word = IsErrorEstimated ? "estimated error" : "error";
        var error = HessianError > 0 ? string.Create(invariant, $" + {HessianError:G3} ({word} of H)") : "";
        var single = SingleRounding > 0 ? string.Create(invariant, $" + {SingleRounding:G3} (H in single precision)") : "";
        return decomposition + error + single;
    }

    /// <summary>Those of a decomposed matrix, in its own units.</summary>
    /// <param name="system">H = UΛUᵀ.</param>
    /// <param name="hessianError">The bound, or the estimate, of the error of H.</param>
    /// <param name="epsilon">The spacing of the numbers next to 1 in the precision in which H was given.</param>
    /// <param name="isOfProducts">True if H was made of products.</param>
    internal static ToleranceSources Of(SymmetricEigenSystem system, double hessianError, double epsilon, bool isOfProducts) =>
        OfScaled(system, hessianError, epsilon, isOfProducts).Scale(system.Exponent, hessianError);

    /// <summary>The same, in units of the power of two of the decomposition.</summary>
    internal static ToleranceSources OfScaled(SymmetricEigenSystem system, double hessianError, double epsilon, bool isOfProducts) => new()
    {
        Products = isOfProducts ? Math.Max(system.Dimension, FewestAdditions) * MachineEpsilon.Double * system.Norm : 0,
        Rounding = system.Dimension * MachineEpsilon.Double * system.Norm,
        Residual = system.Residual,
        HessianError = Math.ScaleB(hessianError, -system.Exponent),
        SingleRounding = SingleEpsilon(epsilon) * Math.Sqrt(ShortVectors.Dot(system.Values, system.Values)),
        Asymmetry = system.Asymmetry,
    };

    /// <summary>ε of numbers that were rounded to single precision; 0 of doubles.</summary>
    internal static double SingleEpsilon(double epsilon) => epsilon == MachineEpsilon.Double ? 0 : epsilon;

    internal ToleranceSources Scale(int exponent, double hessianError) => new()
    {
        Rounding = Math.ScaleB(Rounding, exponent),
        Products = Math.ScaleB(Products, exponent),
        Residual = Math.ScaleB(Residual, exponent),
        HessianError = hessianError,
        SingleRounding = Math.ScaleB(SingleRounding, exponent),
        Asymmetry = Math.ScaleB(Asymmetry, exponent),
    };
}
