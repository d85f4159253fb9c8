namespace Optimizers.Tests.Files.PyTorch;

/// <summary>Trains the cases of torch_states.py from their beginning and exports them, for Fixtures/torch_continue.py to go on with.</summary>
internal static class TorchExports
{
    public const string Command = "write-torch-exports";

    private static readonly double[] Start = [1, -2, 0.5, 3, -0.25, 0.75, 0.5, -1.5, 2, -0.125];

    public static void Write(string folder)
    {
        foreach (var file in Fixture.Names.Where(name => name.StartsWith("torch-", StringComparison.Ordinal)))
        {
            var words = Path.GetFileNameWithoutExtension(file).Split('-');
            var model = new TorchModel(isDouble: words[^1] == "double") { Values = Start };
            var optimizer = TorchModel.Create(string.Join('-', words[1..^1]));
            for (var s = 0; s < 10; s++)
                model.Step(optimizer, s);
            PyTorchFile.Export(optimizer, Path.Combine(folder, file), model.Parameters);
        }
    }
}
