using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Optimizers.Torch;

/// <summary>
/// The training of a module as a case for the diagnosis: <c>Diagnosis.Of(TorchCase.Of(monitor, model, x, y, nn.CrossEntropyLoss()))</c>.
/// </summary>
public static class TorchCase
{
    /// <summary>
    /// A case of all that a module, its data and its loss tell: objective and batches with the gradients of autograd, the losses of the examples,
    /// the answers, and what its activation functions give.
    /// </summary>
    /// <remarks>
    /// The module is evaluated in the mode in which it is handed over: <c>eval()</c> where there is dropout or a batch normalization. Further
    /// facts are added by <c>with</c>: <c>TorchCase.Of(…) with { NewOptimizer = rate => new Adam(rate) }</c>.
    /// </remarks>
    /// <param name="monitor">The monitor that watched the optimizer: <c>optimizer.Inner.Watch(monitor)</c>.</param>
    /// <param name="module">The module, all of whose parameters were stepped in the order of <c>named_parameters</c>.</param>
    /// <param name="x">The inputs of the training, one example a place of the first dimension.</param>
    /// <param name="y">The right answers, as many: classes as Int64, or numbers.</param>
    /// <param name="loss">The loss of the loop, a mean over the examples. Of the common ones the diagnosis knows what they are meant to be.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are not as many answers as inputs.</exception>
    /// <exception cref="NotSupportedException">A parameter is neither of Float32 nor of Float64.</exception>
    public static TrainingCase Of(
        TrainingMonitor monitor, nn.Module<Tensor, Tensor> module, Tensor x, Tensor y, nn.Module<Tensor, Tensor, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(loss);
        var vector = new ModuleVector(module.named_parameters());
        var data = DataOf(x, y);
        var named = NameOf(loss);
        if (named is null)
        {
            return new TrainingCase(monitor)
            {
                Data = data,
                Objective = new TorchObjective(module, () => loss.call(module.call(x), y)),
                Theta = Vector<double>.Build.Dense(vector.Read()),
            };
        }

        var model = Model.External(
            vector.Layout, () => Vector<double>.Build.Dense(vector.Read()), theta => vector.Write(theta.ToArray()), Outputs, Gradient,
            vector.IsSingle);
        return new TrainingCase(monitor) { Data = data, Loss = named, Model = model };

        Matrix<double> Outputs(Matrix<double> inputs, LayerRecorder seen)
        {
            using var scope = NewDisposeScope();
            using var without = no_grad();
            using var watch = new ActivationWatch(module);
            var outputs = Columns(module.call(Rows(inputs, x)));
            // What is the output itself is no hidden layer.
            foreach (var (layer, values, lower, upper) in watch.Seen.Where(each => !each.Values.Equals(outputs)))
                _ = seen[layer, values, lower, upper];
            return outputs;
        }

        Vector<double> Gradient(Matrix<double> inputs, BatchTargets targets)
        {
            using var scope = NewDisposeScope();
            using var with = enable_grad();
            var answers = targets.AreClasses
                ? tensor(Array.ConvertAll(targets.Labels, label => (long)label)).to(y.device)
                : Rows(targets.Values, y);
            return Vector<double>.Build.Dense(vector.Gradient(loss.call(module.call(Rows(inputs, x)), answers)));
        }
    }

    /// <summary>Examples as the diagnosis takes them: <c>with { ValidationData = TorchCase.DataOf(x, y) }</c>.</summary>
    /// <param name="x">The inputs, one example a place of the first dimension.</param>
    /// <param name="y">The right answers, as many: classes as Int64, or numbers.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are not as many answers as inputs.</exception>
    public static TrainingData DataOf(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.dim() == 0 || y.dim() == 0 || x.size(0) != y.size(0))
            throw new ArgumentException($"The inputs are of {x} and the answers of {y}; there must be as many of both.", nameof(y));
        using var scope = NewDisposeScope();
        return y.dtype == ScalarType.Int64 && y.dim() == 1
            ? new TrainingData(Columns(x), Array.ConvertAll(y.cpu().data<long>().ToArray(), label => checked((int)label)))
            : new TrainingData(Columns(x), Columns(y));
    }

    /// <summary>What a loss is meant to be; null of one that the diagnosis does not know.</summary>
    private static NamedLoss? NameOf(nn.Module<Tensor, Tensor, Tensor> loss) => loss switch
    {
        WeightedLoss<Tensor, Tensor, Tensor> { weight: not null } or Loss<Tensor, Tensor, Tensor> { reduction: not nn.Reduction.Mean } => null,
        CrossEntropyLoss { ignore_index: null } categorical => Losses.SmoothedCrossEntropyFromLogits(categorical.label_smoothing),
        NLLLoss => Losses.CrossEntropyFromLogProbabilities,
        BCEWithLogitsLoss => Losses.BinaryCrossEntropyFromLogits,
        BCELoss => Losses.BinaryCrossEntropyFromProbabilities,
        MSELoss => Losses.SquaredError,
        L1Loss => Losses.AbsoluteError,
        _ => null,
    };

    /// <summary>Examples as columns: what a tensor has of each, side by side.</summary>
    internal static Matrix<double> Columns(Tensor examples)
    {
        using var scope = NewDisposeScope();
        var rows = examples.detach().to(ScalarType.Float64).cpu().reshape(examples.size(0), -1).contiguous();
        var numbers = MemoryMarshal.Cast<byte, double>(rows.bytes).ToArray();
        return Matrix<double>.Build.Dense((int)rows.size(1), (int)rows.size(0), numbers);
    }

    /// <summary>Columns as a tensor of the type and the shape that examples have.</summary>
    private static Tensor Rows(Matrix<double> columns, Tensor like)
    {
        var shape = like.shape;
        shape[0] = columns.ColumnCount;
        return tensor(columns.AsColumnMajorArray() ?? columns.ToColumnMajorArray()).view(shape).to(like.dtype).to(like.device);
    }
}
