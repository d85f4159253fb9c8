namespace Optimizers.Shell;

/// <summary>The repository that a tool of it runs in.</summary>
internal static class RepositoryRoot
{
    /// <summary>The nearest folder from the working directory up that has the solution; null, and a line that says so, where there is none.</summary>
    public static DirectoryInfo? Find()
    {
        var root = new DirectoryInfo(Directory.GetCurrentDirectory());
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Optimizers.sln")))
            root = root.Parent;
        if (root is null)
            Console.Error.WriteLine("Run it inside the repository: there is no Optimizers.sln above the working directory.");
        return root;
    }
}
