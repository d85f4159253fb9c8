using System.Globalization;

namespace Optimizers.FaultBench.World;

/// <summary>Holds every operation of the tape against central differences.</summary>
internal static class TapeCheck
{
    private const double Step = 1e-5;
    private const double Tolerance = 1e-6;

    /// <summary>Checks all; the report has a line an operation.</summary>
    public static bool Run(TextWriter report)
    {
        var isRight = true;
        foreach (var (name, shapes, function) in Operations())
        {
            var error = LargestError(shapes, function);
            isRight &= error <= Tolerance;
            report.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(error <= Tolerance ? "right" : "WRONG")}  {error:E1}  {name}"));
        }

        return isRight;
    }

    private static IEnumerable<(string Name, (int Rows, int Columns)[] Shapes, Func<Tape, Node[], Node> Function)> Operations()
    {
        int[] labels = [0, 2, 1, 2];
        double[] targets = [0.3, -0.7, 2, 0, 1.5, -2, 0.1, 0.4, 3, -0.2, 0.6, 1.1];
        double[] zerosAndOnes = [0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 0];
        var numbers = Tape.Constant(4, 2, [0, 1, 2, 0, 1, 1, 0, 2]);
        yield return ("product", [(4, 3), (3, 5)], (t, v) => t.Product(v[0], v[1]));
        yield return ("added row", [(4, 3), (1, 3)], (t, v) => t.AddRow(v[0], v[1]));
        yield return ("sum", [(4, 3), (4, 3)], (t, v) => t.Add(v[0], v[1]));
        yield return ("product of entries", [(4, 3), (4, 3)], (t, v) => t.Multiply(v[0], v[1]));
        yield return ("multiple", [(4, 3)], (t, v) => t.Scale(v[0], -1.7));
        yield return ("columns", [(4, 5)], (t, v) => t.Columns(v[0], 1, 3));
        yield return ("beside", [(4, 2), (4, 3)], (t, v) => t.Beside(v[0], v[1]));
        yield return ("reshape", [(4, 3)], (t, v) => t.Reshape(v[0], 2, 6));
        yield return ("transpose", [(4, 3)], (t, v) => t.Transpose(v[0]));
        yield return ("patches", [(2, 32)], (t, v) => t.Patches(v[0], 4, 3, 2));
        yield return ("softmax", [(4, 3)], (t, v) => t.Softmax(v[0]));
        yield return ("batch normalization", [(4, 3), (1, 3), (1, 3)], (t, v) => t.BatchNormalization(v[0], v[1], v[2]));
        yield return ("layer normalization", [(4, 3), (1, 3), (1, 3)], (t, v) => t.LayerNormalization(v[0], v[1], v[2]));
        yield return ("lookup", [(3, 2)], (t, v) => t.Lookup(v[0], numbers, 1));
        yield return ("mean over time", [(4, 3), (4, 3), (4, 3)], (t, v) => t.MeanOf(v));
        yield return ("recurrent cell", [(4, 3), (4, 2), (3, 2), (2, 2), (1, 2)],
            (t, v) => t.RecurrentCell(v[0], v[1], v[2], v[3], v[4], Activation.Tanh));
        yield return ("convolution", [(4, 12), (6, 3)], (t, v) => t.Convolution(v[0], v[1], 2));
        yield return ("mean over positions", [(4, 6)], (t, v) => t.MeanOverPositions(v[0], 2));
        yield return ("dropout", [(4, 3)], (t, v) => t.Dropout(v[0], 0.4, new Random(5)));
        foreach (var each in (Activation[])
            [
                Activation.None, Activation.Tanh, Activation.Sigmoid, Activation.Relu, Activation.LeakyRelu, Activation.Elu, Activation.Softplus,
                Activation.Silu, Activation.Gelu,
            ])
        {
            yield return (each.Name, [(4, 3)], (t, v) => t.Map(v[0], each.Function, each.Slope));
        }

        yield return ("cross-entropy from logits", [(4, 3)], (t, v) => t.CrossEntropyFromLogits(v[0], labels, 0));
        yield return ("the same, smoothed", [(4, 3)], (t, v) => t.CrossEntropyFromLogits(v[0], labels, 0.1));
        yield return ("cross-entropy from probabilities", [(4, 3)],
            (t, v) => t.CrossEntropyFromProbabilities(t.Softmax(v[0]), labels, 0.1));
        yield return ("binary cross-entropy from logits", [(4, 3)], (t, v) => t.BinaryCrossEntropyFromLogits(v[0], zerosAndOnes));
        yield return ("binary cross-entropy from probabilities", [(4, 3)],
            (t, v) => t.BinaryCrossEntropyFromProbabilities(t.Map(v[0], Activation.Sigmoid.Function, Activation.Sigmoid.Slope), zerosAndOnes));
        yield return ("squared error", [(4, 3)], (t, v) => t.SquaredError(v[0], targets));
        yield return ("absolute error", [(4, 3)], (t, v) => t.AbsoluteError(v[0], targets));
        yield return ("Huber's error", [(4, 3)], (t, v) => t.HuberError(v[0], targets));
        yield return ("hinge", [(4, 3)], (t, v) => t.HingeError(v[0], [.. zerosAndOnes.Select(target => (2 * target) - 1)]));
        yield return ("Poisson's error", [(4, 3)], (t, v) => t.PoissonError(v[0], zerosAndOnes));
    }

    private static double LargestError((int Rows, int Columns)[] shapes, Func<Tape, Node[], Node> function)
    {
        var random = new Random(7);
        var values = Array.ConvertAll(shapes, shape => Draws.Normals(random, shape.Rows * shape.Columns));
        var tape = new Tape();
        var variables = Variables(tape);
        tape.Backward(Weighted(tape, function(tape, variables)));
        var largest = 0.0;
        for (var v = 0; v < values.Length; v++)
        {
            for (var i = 0; i < values[v].Length; i++)
            {
                var difference = (At(v, i, Step) - At(v, i, -Step)) / (2 * Step);
                largest = Math.Max(largest, Math.Abs(difference - variables[v].Slopes[i]) / (1 + Math.Abs(difference)));
            }
        }

        return largest;

        Node[] Variables(Tape on) => [.. shapes.Select((shape, v) => on.Variable(shape.Rows, shape.Columns, values[v]))];
        double At(int v, int i, double change)
        {
            var old = values[v][i];
            values[v][i] = old + change;
            var losses = new Tape(wantsSlopes: false);
            var loss = Weighted(losses, function(losses, Variables(losses))).Values[0];
            values[v][i] = old;
            return loss;
        }
    }

    // Weights that differ: the mean alone would not see entries in the wrong place.
    private static Node Weighted(Tape tape, Node result)
    {
        var weights = Draws.Normals(new Random(3), result.Values.Length);
        return tape.Mean(tape.Multiply(result, Tape.Constant(result.Rows, result.Columns, weights)));
    }
}
