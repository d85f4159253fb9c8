using System.IO.Compression;
using System.Numerics.Tensors;

namespace Optimizers.Testbed.Problems;

/// <summary>
/// The next character of a text from the 8 before it: 16 numbers for each, 64 units of tanh, a softmax over all characters (Bengio et al. 2003). The
/// text is of this repository's own pages; its last tenth is for the test.
/// </summary>
internal sealed class CharacterModel : Training
{
    private const int Before = 8, Width = 16, Inputs = Before * Width, Hidden = 64, Batch = 128, Tested = 2048, Rare = 50;

    // A character that stands fewer than 50 times is one and the same.
    private static readonly Lazy<(byte[] Text, int Characters)> Read = new(Load);

    private readonly Block _embedding;
    private readonly Dense _first, _second;
    private readonly Deck _deck;
    private readonly int[] _at = new int[Tested], _labels = new int[Tested];
    private readonly float[] _inputs = new float[Tested * Inputs], _hidden = new float[Tested * Hidden], _scores;
    private readonly float[] _dHidden = new float[Batch * Hidden], _dInputs = new float[Batch * Inputs];

    public CharacterModel(int seed)
        : base(seed)
    {
        var (text, characters) = Read.Value;
        _embedding = Block.Matrix(Normal(characters * Width, 1), Width, characters);
        _first = new Dense(Inputs, Hidden, Normal(Inputs * Hidden, Math.Sqrt(2.0 / (Inputs + Hidden))));
        _second = new Dense(Hidden, characters, Normal(Hidden * characters, Math.Sqrt(2.0 / (Hidden + characters))));
        _scores = new float[Tested * characters];
        _deck = new Deck((text.Length * 9 / 10) - Before, Batch, Random);
        Blocks = [_embedding, _first.Weights, _first.Biases, _second.Weights, _second.Biases];
    }

    public override IReadOnlyList<Block> Blocks { get; }

    public override void Draw() => _deck.Next().CopyTo(_at);

    public override double Gradients()
    {
        var loss = Forward(Batch);
        _second.Backward(_hidden, _scores, Batch);
        _second.BackwardInputs(_scores, _dHidden, Batch);
        for (var i = 0; i < _dHidden.Length; i++)
            _dHidden[i] *= 1 - (_hidden[i] * _hidden[i]);
        _first.Backward(_inputs, _dHidden, Batch);
        _first.BackwardInputs(_dHidden, _dInputs, Batch);
        Array.Clear(_embedding.Gradient);
        for (var i = 0; i < Batch * Before; i++)
        {
            var row = _embedding.Gradient.AsSpan(Read.Value.Text[_at[i / Before] + (i % Before)] * Width, Width);
            TensorPrimitives.Add(row, _dInputs.AsSpan(i * Width, Width), row);
        }

        return loss;
    }

    public override double Measure()
    {
        var drawn = _at.AsSpan(0, Batch).ToArray();
        var (first, length) = (Read.Value.Text.Length * 9 / 10, Read.Value.Text.Length / 10);
        for (var i = 0; i < Tested; i++)
            _at[i] = first + (int)((long)i * (length - Before - 1) / Tested);
        var loss = Forward(Tested);
        drawn.CopyTo(_at, 0);
        return loss;
    }

    private double Forward(int count)
    {
        var (text, characters) = Read.Value;
        for (var i = 0; i < count * Before; i++)
            _embedding.Values.AsSpan(text[_at[i / Before] + (i % Before)] * Width, Width).CopyTo(_inputs.AsSpan(i * Width));
        for (var n = 0; n < count; n++)
            _labels[n] = text[_at[n] + Before];
        var hidden = _hidden.AsSpan(0, count * Hidden);
        var scores = _scores.AsSpan(0, count * characters);
        _first.Forward(_inputs, hidden, count);
        TensorPrimitives.Tanh(hidden, hidden);
        _second.Forward(hidden, scores, count);
        return CrossEntropy.Replace(scores, _labels.AsSpan(0, count), characters);
    }

    private static (byte[] Text, int Characters) Load()
    {
        using var resource = typeof(CharacterModel).Assembly.GetManifestResourceStream("text.txt.gz")!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        var text = reader.ReadToEnd().ToLowerInvariant();
        char[] common = [.. text.GroupBy(each => each).Where(group => group.Count() >= Rare).Select(group => group.Key).Order()];
        return ([.. text.Select(each => (byte)(Array.IndexOf(common, each) + 1))], common.Length + 1);
    }
}
