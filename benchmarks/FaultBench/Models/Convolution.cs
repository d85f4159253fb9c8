using System.Numerics.Tensors;

namespace Optimizers.FaultBench;

/// <summary>
/// The 3 × 3 convolution of an image to some channels, with the mean over windows of 2 × 2 behind it. A channel's rows lie one after the other, an
/// example's channels likewise. Where a side is odd, pooling leaves the last row and column out.
/// </summary>
internal static class Convolution
{
    /// <summary>The sums of all channels.</summary>
    public static void Forward(Layer layer, ReadOnlySpan<double> images, int count, Span<double> z)
    {
        var (side, to, units, w) = (layer.Side, layer.Convolved, layer.Units, layer.W);
        for (var n = 0; n < count; n++)
        {
            var image = images.Slice(n * side * side, side * side);
            for (var c = 0; c < units; c++)
            {
                var channel = z.Slice(((n * units) + c) * to * to, to * to);
                channel.Fill(layer.B[c]);
                for (var y = 0; y < to; y++)
                {
                    var row = channel.Slice(y * to, to);
                    for (var k = 0; k < 9; k++)
                        TensorPrimitives.MultiplyAdd(image.Slice(((y + (k / 3)) * side) + (k % 3), to), w[(k * units) + c], row, row);
                }
            }
        }
    }

    /// <summary>The gradient of the weights and biases.</summary>
    public static void Gradient(Layer layer, ReadOnlySpan<double> images, int count, ReadOnlySpan<double> errors, Span<double> dw, Span<double> db)
    {
        var (side, to, units) = (layer.Side, layer.Convolved, layer.Units);
        dw.Clear();
        db.Clear();
        for (var n = 0; n < count; n++)
        {
            var image = images.Slice(n * side * side, side * side);
            for (var c = 0; c < units; c++)
            {
                var channel = errors.Slice(((n * units) + c) * to * to, to * to);
                db[c] += TensorPrimitives.Sum(channel);
                for (var y = 0; y < to; y++)
                {
                    var row = channel.Slice(y * to, to);
                    for (var k = 0; k < 9; k++)
                        dw[(k * units) + c] += TensorPrimitives.Dot(image.Slice(((y + (k / 3)) * side) + (k % 3), to), row);
                }
            }
        }
    }

    /// <summary>The means over 2 × 2.</summary>
    public static void Pool(Layer layer, ReadOnlySpan<double> activated, int count, Span<double> pooled)
    {
        var (to, small) = (layer.Convolved, layer.Pooled);
        for (var channel = 0; channel < count * layer.Units; channel++)
        {
            var from = activated.Slice(channel * to * to, to * to);
            var into = pooled.Slice(channel * small * small, small * small);
            for (var y = 0; y < small; y++)
            {
                for (var x = 0; x < small; x++)
                {
                    var at = (2 * y * to) + (2 * x);
                    into[(y * small) + x] = 0.25 * (from[at] + from[at + 1] + from[at + to] + from[at + to + 1]);
                }
            }
        }
    }

    /// <summary>The errors before pooling, from those of the means.</summary>
    public static void Unpool(Layer layer, ReadOnlySpan<double> errors, int count, Span<double> activated)
    {
        var (to, small) = (layer.Convolved, layer.Pooled);
        activated[..(count * layer.Units * to * to)].Clear();
        for (var channel = 0; channel < count * layer.Units; channel++)
        {
            var from = errors.Slice(channel * small * small, small * small);
            var into = activated.Slice(channel * to * to, to * to);
            for (var y = 0; y < small; y++)
            {
                for (var x = 0; x < small; x++)
                {
                    var (at, value) = ((2 * y * to) + (2 * x), 0.25 * from[(y * small) + x]);
                    (into[at], into[at + 1], into[at + to], into[at + to + 1]) = (value, value, value, value);
                }
            }
        }
    }
}
