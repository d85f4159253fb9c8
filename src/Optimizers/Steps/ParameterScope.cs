namespace Optimizers.Steps;

/// <summary>While it is open the parameters have other values, and no step is taken.</summary>
/// <param name="copy">The values to go back to.</param>
/// <param name="engine">Whose steps are refused.</param>
internal sealed class ParameterScope(ParameterCopy copy, StepEngine engine) : IDisposable
{
    private bool _isClosed;

    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        copy.Restore();
        engine.Resume();
    }
}
