namespace Optimizers.Reports.Charts;

/// <summary>A numbered place on the x axis where something happened.</summary>
/// <param name="X">Where.</param>
/// <param name="Text">What happened.</param>
/// <param name="IsFault">True if something broke.</param>
internal sealed record Marker(double X, string Text, bool IsFault = false);
