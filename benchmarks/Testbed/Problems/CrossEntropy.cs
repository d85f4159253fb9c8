using System.Numerics.Tensors;

namespace Optimizers.Testbed.Problems;

/// <summary>The mean cross-entropy of softmax, in nats.</summary>
internal static class CrossEntropy
{
    /// <summary>The loss; the scores become its gradient by them.</summary>
    /// <param name="scores">Rows of so many classes.</param>
    /// <param name="labels">The class of each row.</param>
    /// <param name="classes">How many classes.</param>
    public static double Replace(Span<float> scores, ReadOnlySpan<int> labels, int classes)
    {
        var loss = 0.0;
        for (var n = 0; n < labels.Length; n++)
        {
            var row = scores.Slice(n * classes, classes);
            TensorPrimitives.Subtract(row, TensorPrimitives.Max<float>(row), row);
            var right = row[labels[n]];
            TensorPrimitives.Exp(row, row);
            var sum = TensorPrimitives.Sum<float>(row);
            loss += Math.Log(sum) - right;
            TensorPrimitives.Multiply(row, 1 / (sum * labels.Length), row);
            row[labels[n]] -= 1f / labels.Length;
        }

        return loss / labels.Length;
    }
}
