using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// An objective of functions on MathNet vectors. A call allocates the copies of its arguments that they are handed, and nothing else.
/// </summary>
internal sealed class FunctionObjective(
    Func<Vector<double>, double> loss,
    Func<Vector<double>, Vector<double>>? gradient,
    Func<Vector<double>, Vector<double>, Vector<double>>? product,
    Func<Vector<double>, Matrix<double>>? hessian,
    ObjectiveOptions? options,
    Func<Vector<double>, double>? smoothRadius) : Objective(options)
{
    public override bool HasGradient => gradient is not null;

    public override bool HasProduct => product is not null || hessian is not null;

    public override bool HasHessian => hessian is not null;

    protected override double EvaluateLoss(ReadOnlySpan<double> theta) => loss(Copy(theta));

    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> result) => Write(gradient!(Copy(theta)), result, "gradient");

    protected override void EvaluateProduct(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> result)
    {
        if (product is null)
            base.EvaluateProduct(theta, vector, result);
        else
            Write(product(Copy(theta), Copy(vector)), result, "Hessian-vector product");
    }

    protected override Matrix<double> EvaluateHessian(ReadOnlySpan<double> theta) => hessian!(Copy(theta));

    protected override double? EvaluateSmoothRadius(ReadOnlySpan<double> theta) => smoothRadius?.Invoke(Copy(theta));

    private static Vector<double> Copy(ReadOnlySpan<double> values) => Vector<double>.Build.Dense(values.ToArray());

    private static void Write(Vector<double>? values, Span<double> result, string what)
    {
        if (values is null)
            throw new InvalidOperationException($"The {what} is null.");
        if (values.Count != result.Length)
            throw new InvalidOperationException($"The {what} has {values.Count} entries; it must have {result.Length}, as θ has.");
        (values.AsArray() ?? values.ToArray()).CopyTo(result);
    }
}
