namespace Optimizers.Files;

/// <summary>What the replacement of a file asks of the system: the real one, or one that records, fails or loses power.</summary>
internal interface IFileLayer
{
    /// <summary>The file that a path leads to at last, where it is a symbolic link; else the path.</summary>
    string Target(string path);

    /// <summary>Makes a file that must not exist, for writing, with the rights of another where that exists.</summary>
    INewFile Create(string path, string rightsOf);

    /// <summary>Gives a file another name in its directory; a file that has that name is replaced in the same instant.</summary>
    void Rename(string path, string replaced);

    /// <summary>Removes a file; nothing where there is none.</summary>
    void Delete(string path);

    /// <summary>Brings the names in a directory to the disk, where the system has that.</summary>
    void FlushDirectory(string directory);

    /// <summary>The names of the files in a directory that nobody has written to for so long.</summary>
    IEnumerable<string> Unwritten(string directory, TimeSpan time);
}
