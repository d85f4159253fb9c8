using System.Security.Cryptography;

namespace Optimizers.Tests.Files.States;

/// <summary>The program that begins every training and saves it, and the one that loads and finishes it.</summary>
internal static class SavedProgram
{
    public const string Begin = "begin-saved";
    public const string Finish = "finish-saved";

    /// <summary>Long enough for several threads and all lanes.</summary>
    private const int Length = 40_003;

    /// <summary>The bits of the trainings that never stopped.</summary>
    public static Lazy<string> Straight { get; } = new(() => Hash(name => new SavedRun(Length).TrainUntil(SavedTrainings.Create(name), 8)));

    public static void RunBegin(string path, int threads)
    {
        Directory.CreateDirectory(path);
        for (var i = 0; i < SavedTrainings.All.Count; i++)
        {
            var optimizer = SavedTrainings.Create(SavedTrainings.All[i], threads);
            var run = new SavedRun(Length).TrainUntil(optimizer, 5);
            optimizer.Save(Path.Combine(path, $"{i}.safetensors"), run.Parameters);
        }

        Console.WriteLine("begun");
    }

    public static void RunFinish(string path, int threads)
    {
        var i = 0;
        Console.WriteLine(Hash(name =>
        {
            var optimizer = SavedTrainings.Create(name, threads);
            var run = new SavedRun(Length).Spoil();
            optimizer.Load(Path.Combine(path, $"{i++}.safetensors"), run.Parameters);
            return run.TrainUntil(optimizer, 8);
        }));
    }

    private static string Hash(Func<string, SavedRun> train)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in SavedTrainings.All)
            hash.AppendData(train(name).Bytes);
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
