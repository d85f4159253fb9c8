namespace Optimizers.LinearAlgebra;

/// <summary>The ways to multiply. Shapes and storage alone decide which is taken.</summary>
internal enum ProductPath
{
    /// <summary>Matrix by matrix: <see cref="BlockedProduct{T, E, N}"/>.</summary>
    Blocked,

    /// <summary>A matrix whose rows lie side by side by a vector: <see cref="ThinProduct{T, E}"/>.</summary>
    Thin,

    /// <summary>A matrix whose columns lie side by side by a vector: <see cref="DotProduct{T, E}"/>.</summary>
    Dot,
}
