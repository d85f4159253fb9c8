using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Cases;

/// <summary>A network of one hidden layer of tanh units with the mean cross-entropy over logits, written by hand.</summary>
internal sealed class SmallNet
{
    public SmallNet(int inputs, int hidden, int outputs, int seed)
    {
        var random = new Random(seed);
        W1 = Matrix<double>.Build.Dense(hidden, inputs, (_, _) => Normal(random) / Math.Sqrt(inputs));
        B1 = Vector<double>.Build.Dense(hidden);
        W2 = Matrix<double>.Build.Dense(outputs, hidden, (_, _) => Normal(random) / Math.Sqrt(hidden));
        B2 = Vector<double>.Build.Dense(outputs);
    }

    public Matrix<double> W1 { get; }

    public Vector<double> B1 { get; }

    public Matrix<double> W2 { get; }

    public Vector<double> B2 { get; }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static Matrix<double> Plus(Matrix<double> z, Vector<double> b) => z.MapIndexed((row, _, value) => value + b[row], Zeros.Include);

    /// <summary>Three clouds of points in the plane, in no order.</summary>
    public static (Matrix<double> X, int[] Labels) Blobs(int count, int seed)
    {
        var random = new Random(seed);
        var labels = new int[count];
        var x = Matrix<double>.Build.Dense(2, count);
        for (var n = 0; n < count; n++)
        {
            labels[n] = random.Next(3);
            x[0, n] = (2 * Math.Cos(labels[n] * 2 * Math.PI / 3)) + (0.6 * Normal(random));
            x[1, n] = (2 * Math.Sin(labels[n] * 2 * Math.PI / 3)) + (0.6 * Normal(random));
        }

        return (x, labels);
    }

    public Matrix<double> Hidden(Matrix<double> x) => Plus(W1 * x, B1).PointwiseTanh();

    public Matrix<double> Logits(Matrix<double> x) => Plus(W2 * Hidden(x), B2);

    public Vector<double> Theta() => Vector<double>.Build.DenseOfEnumerable(
        [.. W1.AsColumnMajorArray(), .. B1, .. W2.AsColumnMajorArray(), .. B2]);

    public static Matrix<double> Softmax(Matrix<double> z)
    {
        var e = Matrix<double>.Build.DenseOfColumnVectors(z.EnumerateColumns().Select(column => (column - column.Maximum()).PointwiseExp()));
        return Matrix<double>.Build.DenseOfColumnVectors(e.EnumerateColumns().Select(column => column / column.Sum()));
    }

    public ModelArray[] Backward(Matrix<double> x, int[] labels)
    {
        var h = Hidden(x);
        var errors = Softmax(Plus(W2 * h, B2));
        for (var n = 0; n < labels.Length; n++)
            errors[labels[n], n] -= 1;
        errors /= labels.Length;
        var inner = W2.TransposeThisAndMultiply(errors).PointwiseMultiply(h.Map(a => 1 - (a * a), Zeros.Include));
        return [inner.TransposeAndMultiply(x), inner.RowSums(), errors.TransposeAndMultiply(h), errors.RowSums()];
    }

    public double Loss(Matrix<double> x, int[] labels)
    {
        var p = Softmax(Logits(x));
        return -labels.Select((label, n) => Math.Log(p[label, n])).Average();
    }

    /// <summary>The mean loss as a caller makes it by hand, over a copy of the network.</summary>
    public Objective Objective(Matrix<double> x, int[] labels)
    {
        var copy = new SmallNet(W1.ColumnCount, W1.RowCount, W2.RowCount, 0);
        return Optimizers.Curvature.Objective.Create(theta =>
        {
            var rest = theta.ToArray().AsSpan();
            foreach (var part in new[] { copy.W1.AsColumnMajorArray(), copy.B1.AsArray(), copy.W2.AsColumnMajorArray(), copy.B2.AsArray() })
            {
                rest[..part.Length].CopyTo(part);
                rest = rest[part.Length..];
            }

            return copy.Loss(x, labels);
        });
    }

    public Model InPlace(Func<Matrix<double>, LayerRecorder, Matrix<double>>? outputs = null, bool hasGradients = true) => Model.InPlace(
        [("W1", W1), ("b1", B1), ("W2", W2), ("b2", B2)],
        outputs ?? ((x, seen) => Plus(W2 * seen["hidden", Hidden(x)], B2)),
        hasGradients ? (x, y) => Backward(x, y) : null);

    public TrainingMonitor Train(Matrix<double> x, int[] labels, IOptimizer optimizer, int steps, int batchSize)
    {
        var monitor = new TrainingMonitor();
        optimizer.Watch(monitor);
        monitor.RecordBatchSize(batchSize);
        var random = new Random(7);
        for (var i = 0; i < steps; i++)
        {
            int[] drawn = [.. Enumerable.Range(0, batchSize).Select(_ => random.Next(labels.Length))];
            var batch = Matrix<double>.Build.DenseOfColumnVectors(drawn.Select(n => x.Column(n)));
            int[] answers = [.. drawn.Select(n => labels[n])];
            monitor.RecordLoss(Loss(batch, answers));
            var gradients = Backward(batch, answers);
            optimizer.Step([(W1, As(W1, gradients[0])), (B1, As(B1, gradients[1])), (W2, As(W2, gradients[2])), (B2, As(B2, gradients[3]))]);
        }

        return monitor;
    }

    private static Matrix<double> As(Matrix<double> like, ModelArray gradient) =>
        Matrix<double>.Build.Dense(like.RowCount, like.ColumnCount, Numbers(gradient));

    private static Vector<double> As(Vector<double> like, ModelArray gradient) => Vector<double>.Build.Dense(Numbers(gradient)[..like.Count]);

    private static double[] Numbers(ModelArray gradient)
    {
        var numbers = new double[gradient.Length];
        gradient.Read(numbers);
        return numbers;
    }
}
