namespace Optimizers.Tests.Curvature.Ways;

/// <summary>Told at once, on the same thread.</summary>
internal sealed class Listener<T>(Action<T> action) : IProgress<T>
{
    public void Report(T value) => action(value);
}
