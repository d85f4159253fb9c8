namespace Optimizers.Diagnostics;

/// <summary>
/// The responses of a randomized block design, one an arm and block: y = mean + arm + block + error. What all arms of a block share, a good start or
/// an easy order, is in none of their differences.
/// </summary>
internal sealed class BlockDesign
{
    private const double Level = 0.05;

    private readonly double[] _means;

    /// <summary>The design.</summary>
    /// <param name="responses">y of every arm, in every block: at least two arms and two blocks.</param>
    public BlockDesign(double[][] responses)
    {
        var (arms, blocks) = (responses.Length, responses[0].Length);
        _means = Array.ConvertAll(responses, arm => arm.Average());
        var all = _means.Average();
        var ofBlock = new double[blocks];
        for (var b = 0; b < blocks; b++)
            ofBlock[b] = responses.Average(arm => arm[b]) - all;
        var squares = 0.0;
        for (var i = 0; i < arms; i++)
        {
            for (var b = 0; b < blocks; b++)
            {
                var error = responses[i][b] - _means[i] - ofBlock[b];
                squares += error * error;
            }
        }

        Freedom = (arms - 1) * (blocks - 1);
        StandardError = Math.Sqrt(2 * squares / Freedom / blocks);
    }

    /// <summary>How many arms there are.</summary>
    public int Arms => _means.Length;

    /// <summary>ν = (arms − 1)(blocks − 1).</summary>
    public int Freedom { get; }

    /// <summary>s·√(2/b): that of a difference of two arms.</summary>
    public double StandardError { get; }

    /// <summary>How much the mean response of an arm is below that of another.</summary>
    public double Gain(int arm, int over) => _means[over] - _means[arm];

    /// <summary>The mean response of an arm.</summary>
    public double Mean(int arm) => _means[arm];

    /// <summary>Whether the gain of an arm over another is surely, at 5 % for all that are compared with that one, above some number.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="over">What it is compared with.</param>
    /// <param name="compared">How many arms are compared with that.</param>
    /// <param name="than">The number.</param>
    public bool GainsMore(int arm, int over, int compared, double than = 0) => IsSure(Gain(arm, over) - than, compared);

    /// <summary>Whether it is surely below some number.</summary>
    /// <inheritdoc cref="GainsMore"/>
    public bool GainsLess(int arm, int over, int compared, double than) => IsSure(than - Gain(arm, over), compared);

    private bool IsSure(double difference, int compared) =>
        difference > 0 && Dunnett.PValue(difference / StandardError, compared, Freedom) <= Level;
}
