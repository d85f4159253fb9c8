namespace Optimizers.Testbed.Problems;

/// <summary>Kernels of 3 × 3 over square images, ReLU, the largest of each 2 × 2, and classes of those.</summary>
internal sealed class ConvolutionNetwork
{
    private const int Kernel = 3, Patch = Kernel * Kernel;

    private readonly int _channels, _classes, _batch, _places, _pooled;
    private readonly Dense _kernels, _last;
    private readonly float[] _maps, _features, _scores, _dMaps, _dFeatures;
    private readonly int[] _largest;

    /// <param name="side">The pixels of a side; even.</param>
    /// <param name="channels">How many kernels.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="batch">The images of a batch.</param>
    /// <param name="most">The most images at once.</param>
    /// <param name="normal">Draws so many normal numbers of a standard deviation.</param>
    public ConvolutionNetwork(int side, int channels, int classes, int batch, int most, Func<int, double, float[]> normal)
    {
        (_channels, _classes, _batch, _places, _pooled) = (channels, classes, batch, side - 2, (side - 2) / 2);
        var features = _pooled * _pooled * channels;
        // He et al. 2015.
        _kernels = new Dense(Patch, channels, normal(Patch * channels, Math.Sqrt(2.0 / Patch)));
        _last = new Dense(features, classes, normal(features * classes, Math.Sqrt(1.0 / features)));
        (_maps, _dMaps) = (new float[most * _places * _places * channels], new float[batch * _places * _places * channels]);
        (_features, _dFeatures, _largest) = (new float[most * features], new float[batch * features], new int[most * features]);
        _scores = new float[most * classes];
        Blocks = [_kernels.Weights, _kernels.Biases, _last.Weights, _last.Biases];
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>How many numbers the patches of an image are.</summary>
    public static int PatchesOf(int side) => (side - 2) * (side - 2) * Patch;

    /// <summary>The patches under the kernel, place after place: the convolution is a product then.</summary>
    public static void See(int side, ReadOnlySpan<float> pixels, Span<float> patches)
    {
        var places = side - 2;
        for (var place = 0; place < places * places; place++)
        {
            for (var row = 0; row < Kernel; row++)
            {
                var line = pixels.Slice((((place / places) + row) * side) + (place % places), Kernel);
                line.CopyTo(patches[((place * Patch) + (row * Kernel))..]);
            }
        }
    }

    /// <summary>The scores of so many images, by their patches; in this network's memory.</summary>
    public Span<float> Scores(ReadOnlySpan<float> patches, int count)
    {
        _kernels.Forward(patches, _maps, count * _places * _places);
        for (var cell = 0; cell < count * _pooled * _pooled; cell++)
        {
            var (n, row, column) = (cell / (_pooled * _pooled), cell / _pooled % _pooled, cell % _pooled);
            var corner = ((((n * _places) + (2 * row)) * _places) + (2 * column)) * _channels;
            for (var channel = 0; channel < _channels; channel++)
            {
                var (best, below) = (corner + channel, corner + channel + (_places * _channels));
                best = _maps[corner + channel + _channels] > _maps[best] ? corner + channel + _channels : best;
                best = _maps[below] > _maps[best] ? below : best;
                best = _maps[below + _channels] > _maps[best] ? below + _channels : best;
                (_largest[(cell * _channels) + channel], _features[(cell * _channels) + channel]) = (best, Math.Max(0, _maps[best]));
            }
        }

        var scores = _scores.AsSpan(0, count * _classes);
        _last.Forward(_features, scores, count);
        return scores;
    }

    /// <summary>The gradients of a batch, whose scores have been written over by theirs.</summary>
    public void Backward(ReadOnlySpan<float> patches)
    {
        _last.Backward(_features, _scores, _batch);
        _last.BackwardInputs(_scores, _dFeatures, _batch);
        Array.Clear(_dMaps);
        for (var i = 0; i < _dFeatures.Length; i++)
            _dMaps[_largest[i]] = _features[i] > 0 ? _dFeatures[i] : 0;
        _kernels.Backward(patches, _dMaps, _batch * _places * _places);
    }
}
