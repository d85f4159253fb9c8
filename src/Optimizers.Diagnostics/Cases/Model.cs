using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// The caller's model, as a diagnosis evaluates it at other parameters than the present ones: its outputs, its hidden layers, its gradients.
/// </summary>
/// <remarks>
/// Every evaluation writes its θ into the caller's storage, calls the function, puts the former bits back and compares them, also after an exception
/// or a cancel. The caller's loop must not step meanwhile. Used by one thread at a time.
/// </remarks>
public abstract class Model
{
    private readonly Func<Matrix<double>, LayerRecorder, Matrix<double>> _outputs;
    private bool _isEvaluating;

    private protected Model(ParameterLayout layout, Func<Matrix<double>, LayerRecorder, Matrix<double>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        (Layout, _outputs) = (layout, outputs);
    }

    /// <summary>The parameters, side by side in θ.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>True if the model has gradients of its own.</summary>
    public abstract bool HasGradients { get; }

    /// <summary>True if the parameters, or some of them, are floats.</summary>
    internal abstract bool IsSingle { get; }

    /// <summary>A model in the storage that the caller's loop trains.</summary>
    /// <param name="parameters">Names and storage, in the order of a step: <c>[("W1", w1), ("b1", b1)]</c>.</param>
    /// <param name="outputs">
    /// x ↦ the outputs, outputs × examples, for any number of examples, as the loss takes them; and hidden layers recorded on the way,
    /// <c>seen["hidden", activations]</c>. As in an evaluation: without dropout.
    /// </param>
    /// <param name="gradients">
    /// (x, y) ↦ the gradients of the mean loss over these examples, one a parameter in their order, matrices column by column as MathNet has them;
    /// null for differences of the loss.
    /// </param>
    /// <exception cref="ArgumentNullException">The parameters or the outputs are null.</exception>
    /// <exception cref="ArgumentException">There is no parameter, two have one name or one storage, or one has no storage.</exception>
    public static Model InPlace(
        IReadOnlyList<(string Name, ModelArray Values)> parameters,
        Func<Matrix<double>, LayerRecorder, Matrix<double>> outputs,
        Func<Matrix<double>, BatchTargets, IReadOnlyList<ModelArray>>? gradients = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new InPlaceModel([.. parameters], outputs, gradients);
    }

    /// <summary>A model of another framework, whose parameters are read and written as one vector.</summary>
    /// <param name="layout">The parameters in θ, in the order of a step.</param>
    /// <param name="read">Gives θ; what it gives is copied.</param>
    /// <param name="write">Takes θ. What was read before is written at the end, and read again to compare.</param>
    /// <param name="outputs">x ↦ the outputs, outputs × examples, at the parameters that were written last.</param>
    /// <param name="gradients">(x, y) ↦ the gradient of the mean loss over these examples, as the layout has it; null for differences.</param>
    /// <param name="isSingle">Whether the framework holds floats; null: it does where all that it gives are floats.</param>
    /// <exception cref="ArgumentNullException">The layout or a function other than the gradients is null.</exception>
    /// <exception cref="ArgumentException">The layout is empty.</exception>
    public static Model External(
        ParameterLayout layout,
        Func<Vector<double>> read,
        Action<Vector<double>> write,
        Func<Matrix<double>, LayerRecorder, Matrix<double>> outputs,
        Func<Matrix<double>, BatchTargets, Vector<double>>? gradients = null,
        bool? isSingle = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return new ExternalModel(layout, read, write, outputs, gradients, isSingle);
    }

    /// <summary>θ now.</summary>
    internal abstract double[] Read();

    /// <summary>How often the outputs were evaluated so far.</summary>
    internal long Evaluations { get; private set; }

    /// <summary>The outputs at a θ, outputs × examples: a copy. NaN and infinities are allowed.</summary>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="inputs">x, features × examples.</param>
    /// <param name="seen">Takes the hidden layers; null for none.</param>
    /// <exception cref="ArgumentException">The caller's function gave null or not a column an example, or changed the parameters.</exception>
    internal Matrix<double> Outputs(double[] theta, Matrix<double> inputs, LayerRecorder? seen = null) => At(theta, "outputs", () =>
    {
        Evaluations++;
        return Checked(_outputs(inputs, seen ?? LayerRecorder.None), inputs.ColumnCount).Clone();
    });

    /// <summary>The caller's gradient at a θ, n entries; they may be NaN or infinite.</summary>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="inputs">x, features × examples.</param>
    /// <param name="targets">y, of the same examples.</param>
    /// <param name="gradient">∇L(θ), n entries.</param>
    /// <exception cref="ArgumentException">The caller's function gave null or other lengths, or changed the parameters.</exception>
    internal void Gradient(double[] theta, Matrix<double> inputs, BatchTargets targets, double[] gradient) => At(theta, "gradients", () =>
    {
        EvaluateGradient(inputs, targets, gradient);
        return true;
    });

    /// <summary>Calls the caller's function at the parameters as they are.</summary>
    private protected abstract void EvaluateGradient(Matrix<double> inputs, BatchTargets targets, double[] gradient);

    /// <summary>Keeps the bits of the parameters as they are.</summary>
    private protected abstract void Keep();

    /// <summary>Writes θ, and keeps what was written.</summary>
    private protected abstract void Write(double[] theta);

    /// <summary>The first parameter that is not as it was written; null if all are.</summary>
    private protected abstract string? Changed();

    /// <summary>Puts the kept bits back. The first parameter that does not have them now; null if all have.</summary>
    private protected abstract string? Restore();

    private static Matrix<double> Checked(Matrix<double>? outputs, int examples)
    {
        if (outputs is null)
            throw new ArgumentException("outputs gave null; it must give a matrix, outputs × examples.", nameof(outputs));
        if (outputs.ColumnCount != examples)
        {
            throw new ArgumentException(
                $"outputs gave {outputs.RowCount}×{outputs.ColumnCount} for the inputs of {examples} examples; it must give a column an example: "
                + $"outputs × {examples}.",
                nameof(outputs));
        }

        return outputs;
    }

    private T At<T>(double[] theta, string function, Func<T> evaluate)
    {
        if (theta.Length != Layout.Length)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"θ has {theta.Length} entries; the model {Layout} has {Layout.Length}."), nameof(theta));
        }

        if (_isEvaluating)
        {
            throw new NotSupportedException(
                "The model is being evaluated already: its functions must not diagnose, and two threads must not share it.");
        }

        _isEvaluating = true;
        Keep();
        try
        {
            Write(theta);
            var result = evaluate();
            return Changed() is { } changed
                ? throw new ArgumentException($"{function} changed the parameter {changed}; it must only read the parameters.", function)
                : result;
        }
        finally
        {
            PutBack();
        }
    }

    private void PutBack()
    {
        _isEvaluating = false;
        if (Restore() is { } lost)
        {
            throw new NotSupportedException(
                $"The parameter {lost} is not what it was before: it was written from elsewhere, or what is read is not what was written.");
        }
    }
}
