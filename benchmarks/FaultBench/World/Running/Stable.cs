namespace Optimizers.FaultBench.World;

/// <summary>A number made of words and numbers that is the same in every process.</summary>
internal static class Stable
{
    public static int Seed(string text, int number)
    {
        var hash = 2166136261u;
        foreach (var character in text)
            hash = (hash ^ character) * 16777619u;
        hash = (hash ^ (uint)number) * 16777619u;
        hash ^= hash >> 15;
        hash *= 2246822519u;
        return (int)((hash ^ (hash >> 13)) & 0x3fffffff);
    }
}
