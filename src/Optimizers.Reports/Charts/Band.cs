namespace Optimizers.Reports.Charts;

/// <summary>An interval of the x axis.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Color">Which of the six colours, from 0.</param>
/// <param name="From">Its lower end.</param>
/// <param name="To">Its upper end.</param>
internal sealed record Band(string Name, int Color, double From, double To);
