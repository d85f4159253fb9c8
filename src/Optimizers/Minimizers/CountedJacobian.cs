using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>The caller's products, counted and checked.</summary>
internal sealed class CountedJacobian(CancellationToken cancellation)
{
    /// <summary>Where it is; null before the first point.</summary>
    public JacobianProducts? At { get; set; }

    /// <summary>How many products, of J and Jᵀ together.</summary>
    public long Products { get; private set; }

    public void MoveTo(JacobianProducts at) => At = at ?? throw new InvalidOperationException("The products of the Jacobian are null.");

    /// <summary>result ← Jv; false if it is not finite.</summary>
    public bool Times(double[] v, double[] result) => Into(At!.Times, v, result, "Jv");

    /// <summary>result ← Jᵀu; false if it is not finite.</summary>
    public bool TransposedTimes(double[] u, double[] result) => Into(At!.TransposedTimes, u, result, "Jᵀu");

    private bool Into(Func<Vector<double>, Vector<double>> product, double[] argument, double[] result, string name)
    {
        cancellation.ThrowIfCancellationRequested();
        Products++;
        var values = product(Vector<double>.Build.Dense((double[])argument.Clone()));
        if (values is null || values.Count != result.Length)
            throw new InvalidOperationException($"The product {name} has {values?.Count.ToString() ?? "no"} entries; it must have {result.Length}.");
        (values.AsArray() ?? values.ToArray()).CopyTo(result, 0);
        return Reduction.IsFinite<double>(result);
    }
}
