namespace Optimizers.FaultBench.World;

/// <content>What layers are made of.</content>
internal sealed partial class Tape
{
    private const double VarianceFloor = 1e-5;

    public Node Softmax(Node logits)
    {
        var (n, k) = (logits.Rows, logits.Columns);
        var result = Result(n, k, logits);
        for (var i = 0; i < n; i++)
            SoftmaxRow(logits.Values.AsSpan(i * k, k), result.Values.AsSpan(i * k, k));
        Record(result, () =>
        {
            for (var i = 0; i < n; i++)
            {
                var dot = 0.0;
                for (var c = 0; c < k; c++)
                    dot += result[i, c] * result.Slopes[(i * k) + c];
                for (var c = 0; c < k; c++)
                    logits.Slopes[(i * k) + c] += result[i, c] * (result.Slopes[(i * k) + c] - dot);
            }
        });
        return result;
    }

    /// <summary>Each column to mean 0 and variance 1 over the rows, then times a gain, plus a shift (Ioffe and Szegedy 2015).</summary>
    public Node BatchNormalization(Node a, Node gain, Node shift)
    {
        var (n, m) = (a.Rows, a.Columns);
        var (standard, root) = (new double[a.Values.Length], new double[m]);
        var result = new Node(n, m, new double[n * m], a.IsConstant && gain.IsConstant && shift.IsConstant);
        for (var c = 0; c < m; c++)
        {
            double mean = 0, square = 0;
            for (var i = 0; i < n; i++)
                mean += a[i, c] / n;
            for (var i = 0; i < n; i++)
                square += (a[i, c] - mean) * (a[i, c] - mean) / n;
            root[c] = Math.Sqrt(square + VarianceFloor);
            for (var i = 0; i < n; i++)
            {
                standard[(i * m) + c] = (a[i, c] - mean) / root[c];
                result.Values[(i * m) + c] = (standard[(i * m) + c] * gain.Values[c]) + shift.Values[c];
            }
        }

        Record(result, () =>
        {
            for (var c = 0; c < m; c++)
            {
                double sum = 0, dot = 0;
                for (var i = 0; i < n; i++)
                {
                    sum += result.Slopes[(i * m) + c];
                    dot += result.Slopes[(i * m) + c] * standard[(i * m) + c];
                }

                if (!gain.IsConstant)
                    gain.Slopes[c] += dot;
                if (!shift.IsConstant)
                    shift.Slopes[c] += sum;
                for (var i = 0; i < n && !a.IsConstant; i++)
                {
                    a.Slopes[(i * m) + c] += gain.Values[c] / root[c]
                        * (result.Slopes[(i * m) + c] - (sum / n) - (standard[(i * m) + c] * dot / n));
                }
            }
        });
        return result;
    }

    /// <summary>Each row to mean 0 and variance 1 over its columns, then times a gain, plus a shift (Ba, Kiros and Hinton 2016).</summary>
    public Node LayerNormalization(Node a, Node gain, Node shift)
    {
        var (n, m) = (a.Rows, a.Columns);
        var average = Constant(m, m, [.. Enumerable.Repeat(1.0 / m, m * m)]);
        var centered = Add(a, Scale(Product(a, average), -1));
        var root = Map(
            Product(Multiply(centered, centered), average),
            square => 1 / Math.Sqrt(square + VarianceFloor),
            (_, y) => -0.5 * y * y * y);
        var gains = Product(Constant(n, 1, [.. Enumerable.Repeat(1.0, n)]), gain);
        return AddRow(Multiply(Multiply(centered, root), gains), shift);
    }

    /// <summary>
    /// The squares of span × span × channels at each place of pictures without padding, one a row. A row of pictures holds side × side × channels.
    /// </summary>
    public Node Patches(Node pictures, int side, int span, int channels)
    {
        var (across, width, at) = (side - span + 1, span * span * channels, 0);
        var places = new int[pictures.Rows * across * across * width];
        for (var i = 0; i < pictures.Rows * across * across; i++)
        {
            var (picture, y, x) = (i / (across * across), i / across % across, i % across);
            for (var row = 0; row < span; row++)
            {
                var from = (picture * pictures.Columns) + ((((y + row) * side) + x) * channels);
                for (var entry = 0; entry < span * channels; entry++)
                    places[at++] = from + entry;
            }
        }

        return Gather(pictures, places, pictures.Rows * across * across, width);
    }

    /// <summary>The rows of a table by the numbers in a column, n × the table's width.</summary>
    public Node Lookup(Node table, Node numbers, int column)
    {
        var width = table.Columns;
        var result = Result(numbers.Rows, width, table);
        for (var i = 0; i < numbers.Rows; i++)
            table.Values.AsSpan((int)numbers[i, column] * width, width).CopyTo(result.Values.AsSpan(i * width));
        Record(result, () =>
        {
            for (var i = 0; i < result.Slopes.Length; i++)
                table.Slopes[((int)numbers[i / width, column] * width) + (i % width)] += result.Slopes[i];
        });
        return result;
    }

    /// <summary>The mean of several nodes of one shape, such as one for each time.</summary>
    public Node MeanOf(IReadOnlyList<Node> nodes)
    {
        var sum = nodes[0];
        for (var i = 1; i < nodes.Count; i++)
            sum = Add(sum, nodes[i]);
        return Scale(sum, 1.0 / nodes.Count);
    }

    /// <summary>tanh or another function of xW + hU + b.</summary>
    public Node RecurrentCell(Node x, Node state, Node w, Node u, Node bias, Activation activation) =>
        Map(AddRow(Add(Product(x, w), Product(state, u)), bias), activation.Function, activation.Slope);

    /// <summary>
    /// A convolution along positions without padding. A row holds positions × channels; the kernel has (span · channels) × out entries, and the
    /// result's rows hold (positions − span + 1) × out.
    /// </summary>
    public Node Convolution(Node a, Node kernel, int channels)
    {
        var (span, outputs, positions) = (kernel.Rows / channels, kernel.Columns, a.Columns / channels);
        var places = positions - span + 1;
        var windows = Result(a.Rows * places, span * channels, a);
        for (var i = 0; i < windows.Rows; i++)
        {
            a.Values.AsSpan((i / places * a.Columns) + (i % places * channels), span * channels)
                .CopyTo(windows.Values.AsSpan(i * span * channels));
        }

        Record(windows, () =>
        {
            for (var i = 0; i < windows.Slopes.Length; i++)
            {
                var (window, entry) = (i / windows.Columns, i % windows.Columns);
                a.Slopes[(window / places * a.Columns) + (window % places * channels) + entry] += windows.Slopes[i];
            }
        });
        return Reshape(Product(windows, kernel), a.Rows, places * outputs);
    }

    /// <summary>The mean over positions of rows that hold positions × channels.</summary>
    public Node MeanOverPositions(Node a, int channels)
    {
        var positions = a.Columns / channels;
        var result = Result(a.Rows, channels, a);
        for (var i = 0; i < a.Values.Length; i++)
            result.Values[(i / a.Columns * channels) + (i % channels)] += a.Values[i] / positions;
        Record(result, () =>
        {
            for (var i = 0; i < a.Slopes.Length; i++)
                a.Slopes[i] += result.Slopes[(i / a.Columns * channels) + (i % channels)] / positions;
        });
        return result;
    }

    /// <summary>Sets a share of the entries to zero, and scales the others up (Srivastava et al. 2014, inverted).</summary>
    public Node Dropout(Node a, double share, Random random)
    {
        var mask = new double[a.Values.Length];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = random.NextDouble() < share ? 0 : 1 / (1 - share);
        return Multiply(a, Constant(a.Rows, a.Columns, mask));
    }

    private static void SoftmaxRow(ReadOnlySpan<double> logits, Span<double> probabilities)
    {
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        for (var c = 0; c < logits.Length; c++)
            sum += probabilities[c] = Math.Exp(logits[c] - largest);
        for (var c = 0; c < logits.Length; c++)
            probabilities[c] /= sum;
    }
}
