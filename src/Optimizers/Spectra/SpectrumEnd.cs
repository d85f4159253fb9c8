namespace Optimizers.Curvature;

/// <summary>Which end of the spectrum is wanted.</summary>
public enum SpectrumEnd
{
    /// <summary>The smallest eigenvalues (the most negative ones).</summary>
    Smallest,

    /// <summary>The largest eigenvalues.</summary>
    Largest,

    /// <summary>As many at either end, from one Krylov space.</summary>
    Both,
}
