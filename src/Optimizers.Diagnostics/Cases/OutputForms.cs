using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>Whether outputs have the form that a loss takes.</summary>
internal static class OutputForms
{
    private const double Rounding = 1e-3;

    /// <summary>Whether every column holds probabilities that sum to 1.</summary>
    public static bool AreNormalized(Matrix<double> outputs) =>
        outputs.RowCount > 1 && outputs.EnumerateColumns().All(column => Has(column, OutputForm.Probabilities, isCategorical: true));

    /// <summary>Whether the outputs of an example have a form. What is not finite is another cause's.</summary>
    /// <param name="column">The outputs.</param>
    /// <param name="form">The form.</param>
    /// <param name="isCategorical">True where they are one choice among classes.</param>
    public static bool Has(Vector<double> column, OutputForm form, bool isCategorical)
    {
        if (!column.ForAll(double.IsFinite))
            return form == OutputForm.LogProbabilities || column.Exists(double.IsNaN);
        var p = form == OutputForm.LogProbabilities ? column.PointwiseExp() : column;
        return p.ForAll(each => each >= -Rounding && each <= 1 + Rounding) && (!isCategorical || Math.Abs(p.Sum() - 1) <= Rounding);
    }
}
