namespace Optimizers;

/// <summary>An optimizer whose clipping of gradients can be read and set while it runs.</summary>
public interface IHasClipping
{
    /// <summary>How gradients that are too large are made smaller; null (the default) leaves them as they are.</summary>
    GradientClipping? Clipping { get; set; }
}
