using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Minimizers;

/// <summary>Residuals r(θ), written once for all numbers: their derivatives have no error but rounding.</summary>
internal interface IResiduals
{
    T[] At<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>;
}
