namespace Optimizers;

/// <summary>A sparse gradient of either element type, as a parameter holds it.</summary>
internal interface ISparseGradient
{
    /// <summary>The whole gradient, with zeros.</summary>
    Array Dense();

    /// <summary>Gets ready to be read by several threads: nobody adds to it while a step is under way.</summary>
    void Settle();
}
