namespace Optimizers.FaultBench.World;

/// <summary>Records what is computed, and runs it backwards for the derivatives (reverse-mode differentiation).</summary>
/// <param name="wantsSlopes">False: only values are wanted, and nothing is recorded.</param>
internal sealed partial class Tape(bool wantsSlopes = true)
{
    private readonly List<Action> _backwards = [];

    public static Node Constant(int rows, int columns, double[] values) => new(rows, columns, values, isConstant: true);

    public Node Variable(int rows, int columns, double[] values) => new(rows, columns, values, isConstant: !wantsSlopes);

    /// <summary>Sets the slopes of all nodes that the 1 × 1 loss was made of.</summary>
    public void Backward(Node loss)
    {
        if (loss.IsConstant)
            return;
        loss.Slopes[0] = 1;
        for (var i = _backwards.Count - 1; i >= 0; i--)
            _backwards[i]();
    }

    public Node Product(Node a, Node b)
    {
        var (n, inner, m) = (a.Rows, a.Columns, b.Columns);
        var result = Result(n, m, a, b);
        Products.Add(a.Values, b.Values, result.Values, n, inner, m);
        Record(result, () =>
        {
            if (!a.IsConstant)
                Products.AddTimesTransposed(result.Slopes, b.Values, a.Slopes, n, m, inner);
            if (!b.IsConstant)
                Products.AddTransposedTimes(a.Values, result.Slopes, b.Slopes, n, inner, m);
        });
        return result;
    }

    /// <summary>The same row added to every row.</summary>
    public Node AddRow(Node a, Node row)
    {
        var result = Result(a.Rows, a.Columns, a, row);
        for (var i = 0; i < result.Values.Length; i++)
            result.Values[i] = a.Values[i] + row.Values[i % a.Columns];
        Record(result, () =>
        {
            for (var i = 0; i < result.Slopes.Length; i++)
            {
                if (!a.IsConstant)
                    a.Slopes[i] += result.Slopes[i];
                if (!row.IsConstant)
                    row.Slopes[i % a.Columns] += result.Slopes[i];
            }
        });
        return result;
    }

    public Node Add(Node a, Node b) => Zip(a, b, static (x, y) => x + y, static (_, _) => 1, static (_, _) => 1);

    public Node Multiply(Node a, Node b) => Zip(a, b, static (x, y) => x * y, static (_, y) => y, static (x, _) => x);

    public Node Scale(Node a, double factor) => Map(a, x => factor * x, (_, _) => factor);

    /// <summary>A function of every entry; the slope is handed the entry and the function's value.</summary>
    public Node Map(Node a, Func<double, double> function, Func<double, double, double> slope)
    {
        var result = Result(a.Rows, a.Columns, a);
        for (var i = 0; i < result.Values.Length; i++)
            result.Values[i] = function(a.Values[i]);
        Record(result, () =>
        {
            for (var i = 0; i < result.Slopes.Length; i++)
                a.Slopes[i] += result.Slopes[i] * slope(a.Values[i], result.Values[i]);
        });
        return result;
    }

    /// <summary>The same values, but no derivative goes through.</summary>
    public static Node Detach(Node a) => Constant(a.Rows, a.Columns, a.Values);

    /// <summary>The same values. Backwards, a slope of its own overwrites what comes down to the result: a slip of a backward pass.</summary>
    public Node Overwrite(Node a, Func<double, double> slope)
    {
        var result = Result(a.Rows, a.Columns, a);
        a.Values.CopyTo(result.Values, 0);
        Record(result, () =>
        {
            for (var i = 0; i < a.Slopes.Length; i++)
                a.Slopes[i] += slope(a.Values[i]);
        });
        return result;
    }

    public Node Columns(Node a, int from, int count)
    {
        var result = Result(a.Rows, count, a);
        for (var i = 0; i < a.Rows; i++)
            a.Values.AsSpan((i * a.Columns) + from, count).CopyTo(result.Values.AsSpan(i * count));
        Record(result, () =>
        {
            for (var i = 0; i < result.Slopes.Length; i++)
                a.Slopes[(i / count * a.Columns) + from + (i % count)] += result.Slopes[i];
        });
        return result;
    }

    public Node Beside(Node a, Node b)
    {
        var width = a.Columns + b.Columns;
        var result = Result(a.Rows, width, a, b);
        for (var i = 0; i < a.Rows; i++)
        {
            a.Values.AsSpan(i * a.Columns, a.Columns).CopyTo(result.Values.AsSpan(i * width));
            b.Values.AsSpan(i * b.Columns, b.Columns).CopyTo(result.Values.AsSpan((i * width) + a.Columns));
        }

        Record(result, () =>
        {
            for (var i = 0; i < result.Slopes.Length; i++)
            {
                var (row, column) = (i / width, i % width);
                var (part, place) = column < a.Columns ? (a, (row * a.Columns) + column) : (b, (row * b.Columns) + column - a.Columns);
                if (!part.IsConstant)
                    part.Slopes[place] += result.Slopes[i];
            }
        });
        return result;
    }

    /// <summary>The same numbers in the same order with other extents.</summary>
    public Node Reshape(Node a, int rows, int columns)
    {
        var result = Result(rows, columns, a);
        a.Values.CopyTo(result.Values, 0);
        Record(result, () =>
        {
            for (var i = 0; i < result.Slopes.Length; i++)
                a.Slopes[i] += result.Slopes[i];
        });
        return result;
    }

    /// <summary>The entries at the given places, row after row; a place may be taken several times.</summary>
    public Node Gather(Node a, int[] places, int rows, int columns)
    {
        var result = Result(rows, columns, a);
        for (var i = 0; i < places.Length; i++)
            result.Values[i] = a.Values[places[i]];
        Record(result, () =>
        {
            for (var i = 0; i < places.Length; i++)
                a.Slopes[places[i]] += result.Slopes[i];
        });
        return result;
    }

    public Node Transpose(Node a) =>
        Gather(a, [.. Enumerable.Range(0, a.Values.Length).Select(i => (i % a.Rows * a.Columns) + (i / a.Rows))], a.Columns, a.Rows);

    /// <summary>The mean of all entries, 1 × 1.</summary>
    public Node Mean(Node a)
    {
        var result = Result(1, 1, a);
        result.Values[0] = a.Values.Sum() / a.Values.Length;
        Record(result, () =>
        {
            for (var i = 0; i < a.Slopes.Length; i++)
                a.Slopes[i] += result.Slopes[0] / a.Slopes.Length;
        });
        return result;
    }

    private Node Zip(
        Node a, Node b, Func<double, double, double> function, Func<double, double, double> slopeA, Func<double, double, double> slopeB)
    {
        var result = Result(a.Rows, a.Columns, a, b);
        for (var i = 0; i < result.Values.Length; i++)
            result.Values[i] = function(a.Values[i], b.Values[i]);
        Record(result, () =>
        {
            for (var i = 0; i < result.Slopes.Length; i++)
            {
                if (!a.IsConstant)
                    a.Slopes[i] += result.Slopes[i] * slopeA(a.Values[i], b.Values[i]);
                if (!b.IsConstant)
                    b.Slopes[i] += result.Slopes[i] * slopeB(a.Values[i], b.Values[i]);
            }
        });
        return result;
    }

    private static Node Result(int rows, int columns, Node a) => new(rows, columns, new double[rows * columns], a.IsConstant);

    private static Node Result(int rows, int columns, Node a, Node b) =>
        new(rows, columns, new double[rows * columns], a.IsConstant && b.IsConstant);

    private void Record(Node result, Action backward)
    {
        if (!result.IsConstant)
            _backwards.Add(backward);
    }
}
