namespace Optimizers.LinearAlgebra;

/// <summary>A small number that the compiler knows: of the lanes and columns of a tile.</summary>
internal interface ICount
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }
}

/// <summary>The counts.</summary>
internal static class Counts
{
    public readonly struct One : ICount
    {
        public static int Value => 1;
    }

    public readonly struct Two : ICount
    {
        public static int Value => 2;
    }

    public readonly struct Three : ICount
    {
        public static int Value => 3;
    }

    public readonly struct Four : ICount
    {
        public static int Value => 4;
    }

    public readonly struct Eight : ICount
    {
        public static int Value => 8;
    }
}
