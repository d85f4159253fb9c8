using System.Globalization;

namespace Optimizers.Diagnostics.Monitoring;

/// <summary>What a monitor keeps of one parameter.</summary>
/// <param name="first">The parameter in the first step.</param>
/// <param name="position">Its position in the step.</param>
/// <param name="capacity">How many of its steps are kept.</param>
internal sealed class ParameterWatch(in Parameter first, int position, int capacity)
{
    private readonly ThinnedHistory<ParameterRecord> _history = new(capacity);
    private long _steps;
    private long _zeroGradientSteps;

    /// <summary>Its shape, order and element type.</summary>
    public ParameterForm Form { get; } = ParameterForm.Of(first);

    /// <summary>Its name; "parameters[2]" if it has none.</summary>
    public string Name => GivenName ?? string.Create(CultureInfo.InvariantCulture, $"parameters[{position}]");

    /// <summary>How many numbers it holds.</summary>
    public int Length => Form.Length;

    /// <summary>Its norms and cosines in the last step.</summary>
    public ref readonly ParameterRecord Last => ref _history.Last;

    private string? GivenName { get; set; } = first.Name;

    /// <summary>True if another one has the shape and the element type of this parameter.</summary>
    public bool Fits(in Parameter other) => ParameterForm.Of(other) == Form;

    /// <summary>"a matrix of 32×64 double".</summary>
    public string Describe() => Form.ToString();

    /// <summary>Adds a step.</summary>
    public void Add(long iteration, in Parameter stepped, Motion motion, in MotionSums sums)
    {
        var (last, isFrozen) = (_history.Last, stepped.Frozen);
        var gradient = isFrozen ? double.NaN : Lengths.AreTold(sums.GradientSquares) ? Math.Sqrt(sums.GradientSquares) : motion.GradientNorm();
        var update = Lengths.AreTold(sums.UpdateSquares) ? Math.Sqrt(sums.UpdateSquares) : isFrozen ? 0 : motion.UpdateNorm();
        var parameter = Lengths.AreTold(sums.ParameterSquares) ? Math.Sqrt(sums.ParameterSquares) : motion.ParameterNorm();
        var gradientCosine = Lengths.Cosine(sums.GradientDotPrevious, gradient, last.GradientNorm);
        var updateCosine = Lengths.Cosine(sums.UpdateDotPrevious, update, last.UpdateNorm);
        _history.Add(new ParameterRecord(iteration, gradient, update, parameter, gradientCosine, updateCosine));
        GivenName = stepped.Name ?? GivenName;
        if (isFrozen)
            return;
        _steps++;
        if (gradient == 0)
            _zeroGradientSteps++;
    }

    /// <summary>A copy for the caller.</summary>
    public ParameterTrace ToTrace() =>
        new(Name, Form.Rows, Form.Columns, _zeroGradientSteps, _steps, _history.ToArray());
}
