using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>Whether outputs have the form that a loss takes.</summary>
internal static class OutputForms
{
    private const double Rounding = 1e-3;

    /// <summary>Whether every column holds probabilities that sum to 1.</summary>
    public static bool AreNormalized(Matrix<double> outputs) =>
        outputs.RowCount > 1 && Are(OutputForm.Probabilities, outputs);

    /// <summary>Whether it is over the examples that the outputs, or what they are logarithms of, are probabilities.</summary>
    public static bool AreNormalizedOverExamples(Matrix<double> outputs) =>
        outputs.ColumnCount > 1 && !Are(OutputForm.Probabilities, outputs) && !Are(OutputForm.LogProbabilities, outputs)
        && outputs.Transpose() is var turned && (Are(OutputForm.Probabilities, turned) || Are(OutputForm.LogProbabilities, turned));

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

    private static bool Are(OutputForm form, Matrix<double> outputs) =>
        outputs.ForAll(double.IsFinite, Zeros.Include) && outputs.EnumerateColumns().All(column => Has(column, form, isCategorical: true));
}
