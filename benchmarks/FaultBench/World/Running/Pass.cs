namespace Optimizers.FaultBench.World;

/// <summary>One pass of a model over some examples: what a model is written with.</summary>
internal sealed class Pass
{
    private readonly ParameterTable _table;
    private readonly double[]? _theta;
    private readonly Dictionary<string, Node> _parameters = [];
    private readonly List<HiddenLayer> _hidden = [];
    private readonly Random? _masks;

    /// <param name="table">The parameters; new ones are declared.</param>
    /// <param name="theta">θ; null for zeros, to declare.</param>
    /// <param name="sample">The examples.</param>
    /// <param name="wantsSlopes">True for a gradient.</param>
    /// <param name="masks">What dropout and augmentation draw from; null where they are switched off.</param>
    public Pass(ParameterTable table, double[]? theta, Sample sample, bool wantsSlopes, Random? masks)
    {
        (_table, _theta, _masks, Sample) = (table, theta, masks, sample);
        Tape = new Tape(wantsSlopes);
        X = Tape.Constant(sample.Count, sample.Features, sample.Inputs);
    }

    public Tape Tape { get; }

    public Sample Sample { get; }

    /// <summary>The inputs, an example a row.</summary>
    public Node X { get; set; }

    public IReadOnlyList<HiddenLayer> Hidden => _hidden;

    /// <summary>The last activation, where a fault puts another one in its place; null: the model's own.</summary>
    public Activation? LastActivation { get; init; }

    /// <summary>The activation of hidden layers, where a fault puts another one in its place; null: the model's own.</summary>
    public Activation? HiddenActivation { get; init; }

    /// <summary>The share of hidden units that is left, where a fault makes the model too small.</summary>
    public double WidthFactor { get; init; } = 1;

    /// <summary>The layer whose result is detached; null for none.</summary>
    public string? Detached { get; init; }

    /// <summary>What multiplies the share of dropout.</summary>
    public double? Dropped { get; init; }

    /// <summary>True where a fault makes evaluations take averages that were never updated.</summary>
    public bool KeepsNoAverages { get; init; }

    public Node Parameter(string name, int inputs, int outputs, StartRule start, bool isBias = false, int? fanIn = null)
    {
        if (_parameters.TryGetValue(name, out var node))
            return node;
        var entry = _table.Find(name, inputs, outputs, isBias, fanIn ?? inputs, start);
        var values = _theta is null ? new double[entry.Length] : _theta.AsSpan(entry.Offset, entry.Length).ToArray();
        return _parameters[name] = Tape.Variable(inputs, outputs, values);
    }

    /// <summary>xW + b, with the parameters "W" and "b" of the layer's name.</summary>
    public Node Dense(string name, Node x, int units, StartRule? weights = null, StartRule? biases = null)
    {
        foreach (var layer in _hidden.Where(layer => layer.Node == x))
            layer.Outgoing ??= $"W{name}";
        var w = Parameter($"W{name}", x.Columns, units, weights ?? StartRules.Glorot);
        var b = Parameter($"b{name}", 1, units, biases ?? StartRules.Zero, isBias: true, fanIn: x.Columns);
        var result = Tape.AddRow(Tape.Product(x, w), b);
        return name == Detached ? Tape.Detach(result) : result;
    }

    /// <summary>A hidden layer: dense, then the activation.</summary>
    public Node Layer(string name, Node x, int units, Activation activation, StartRule? weights = null, StartRule? biases = null) =>
        Activate(name, Dense(name, x, Narrowed(units), weights, biases), activation);

    /// <summary>Applies the activation of a hidden layer, whose units a diagnosis may look at.</summary>
    public Node Activate(string name, Node x, Activation activation)
    {
        activation = HiddenActivation ?? activation;
        var result = Apply(x, activation);
        _hidden.Add(new HiddenLayer($"layer {name}", result, activation, $"W{name}", $"b{name}"));
        return result;
    }

    /// <summary>Dense, and the activation that the loss expects: none, as a rule.</summary>
    public Node Last(string name, Node x, int units, Activation? activation = null, StartRule? weights = null, StartRule? biases = null) =>
        Apply(Dense(name, x, units, weights, biases), LastActivation ?? activation ?? Activation.None);

    /// <summary>Hidden layers of one width behind each other, from the inputs on, and a last one.</summary>
    /// <param name="depth">How many hidden layers.</param>
    /// <param name="width">Their units.</param>
    /// <param name="activation">Their activation.</param>
    /// <param name="start">The start of their weights.</param>
    /// <param name="outputs">The units of the last layer.</param>
    /// <param name="last">The start of its weights; null for the usual one.</param>
    public Node Perceptron(int depth, int width, Activation activation, StartRule start, int outputs, StartRule? last = null)
    {
        var h = X;
        for (var layer = 1; layer <= depth; layer++)
            h = Layer($"{layer}", h, width, activation, start);
        return Last($"{depth + 1}", h, outputs, weights: last);
    }

    /// <summary>
    /// A recurrence over the inputs at each time, whose states start at 0; the last state is the hidden layer that a diagnosis may look at.
    /// </summary>
    public IReadOnlyList<Node> Recurrence(
        string name, IReadOnlyList<Node> inputs, int width, Activation activation, StartRule? weights = null, StartRule? recurrent = null)
    {
        (activation, width) = (HiddenActivation ?? activation, Narrowed(width));
        var w = Parameter($"W{name}", inputs[0].Columns, width, weights ?? StartRules.Glorot);
        var u = Parameter($"U{name}", width, width, recurrent ?? StartRules.Glorot);
        var b = Parameter($"b{name}", 1, width, StartRules.Zero, isBias: true);
        var states = new List<Node> { Tape.Constant(Sample.Count, width, new double[Sample.Count * width]) };
        foreach (var input in inputs)
            states.Add(Tape.RecurrentCell(input, states[^1], w, u, b, activation));
        _hidden.Add(new HiddenLayer($"layer {name}", states[^1], activation, $"W{name}", $"b{name}"));
        if (name == Detached)
            states = states.ConvertAll(Tape.Detach);
        return states[1..];
    }

    /// <summary>A convolution along positions with its bias and activation; rows hold positions × channels.</summary>
    public Node Convolution(string name, Node x, int channels, int span, int outputs, Activation activation, StartRule? weights = null)
    {
        outputs = Narrowed(outputs);
        var kernel = Parameter($"W{name}", span * channels, outputs, weights ?? StartRules.He);
        var bias = Parameter($"b{name}", 1, outputs, StartRules.Zero, isBias: true);
        var raw = Tape.Convolution(x, kernel, channels);
        var places = raw.Columns / outputs;
        var result = Activate(name, Tape.AddRow(Tape.Reshape(raw, x.Rows * places, outputs), bias), activation);
        result = Tape.Reshape(result, x.Rows, places * outputs);
        return name == Detached ? Tape.Detach(result) : result;
    }

    /// <summary>A convolution over square pictures with its bias and activation; rows hold side × side × channels.</summary>
    public Node PictureConvolution(string name, Node x, int side, int span, int channels, int outputs, Activation activation)
    {
        outputs = Narrowed(outputs);
        var windows = Tape.Patches(x, side, span, channels);
        var result = Activate(name, Dense(name, windows, outputs, StartRules.He), activation);
        return Tape.Reshape(result, x.Rows, result.Values.Length / x.Rows);
    }

    /// <summary>The vectors of the symbols in each column of the inputs, by the table "E".</summary>
    public IReadOnlyList<Node> Embeddings(int symbols, int width) =>
        [.. Enumerable.Range(0, X.Columns).Select(column => Embedding("E", column, symbols, width, StartRules.Normal(1 / Math.Sqrt(width))))];

    /// <summary>The vectors of the symbols in a column of the inputs, by a table of its own.</summary>
    public Node Embedding(string table, int column, int symbols, int width, StartRule start)
    {
        var vectors = Parameter(table, symbols, width, start);
        return Tape.Lookup(Detached == table ? Tape.Detach(vectors) : vectors, X, column);
    }

    /// <summary>The inputs cut into times of as many features.</summary>
    public IReadOnlyList<Node> Times(int features) =>
        [.. Enumerable.Range(0, X.Columns / features).Select(time => Tape.Columns(X, time * features, features))];

    public Node Apply(Node x, Activation activation) =>
        activation == Activation.None ? x : Tape.Map(x, activation.Function, activation.Slope);

    public Node Dropout(Node x, double share)
    {
        share = Dropped ?? share;
        return _masks is null || share == 0 ? x : Tape.Dropout(x, share, _masks);
    }

    public Node BatchNormalization(string name, Node x)
    {
        var gain = Parameter($"gain{name}", 1, x.Columns, StartRules.One, isBias: true);
        var shift = Parameter($"shift{name}", 1, x.Columns, StartRules.Zero, isBias: true);
        if (!KeepsNoAverages || _masks is not null)
            return Tape.BatchNormalization(x, gain, shift);

        // The averages that an evaluation takes are still those of the start: a mean of 0 and a variance of 1.
        return Tape.AddRow(Tape.Multiply(x, Tape.Product(Tape.Constant(x.Rows, 1, [.. Enumerable.Repeat(1.0, x.Rows)]), gain)), shift);
    }

    public Node LayerNormalization(string name, Node x) => Tape.LayerNormalization(
        x,
        Parameter($"gain{name}", 1, x.Columns, StartRules.One, isBias: true),
        Parameter($"shift{name}", 1, x.Columns, StartRules.Zero, isBias: true));

    public int Narrowed(int units) => Math.Max(1, (int)Math.Round(units * WidthFactor));

    /// <summary>Adds noise to the inputs while training.</summary>
    public void Shake(double scale)
    {
        if (_masks is null || scale == 0)
            return;
        X = Tape.Constant(X.Rows, X.Columns, [.. X.Values.Select(value => value + (scale * _masks.Normal()))]);
    }

    /// <summary>The derivatives, laid into the places of θ.</summary>
    public void CollectSlopes(Span<double> gradient)
    {
        gradient.Clear();
        foreach (var entry in _table.Entries)
        {
            if (_parameters.TryGetValue(entry.Name, out var node))
                node.Slopes.CopyTo(gradient[entry.Offset..]);
        }
    }

    /// <summary>A hidden layer of the pass.</summary>
    internal sealed record HiddenLayer(string Name, Node Node, Activation Activation, string Incoming, string Bias)
    {
        public string? Outgoing { get; set; }
    }
}
