namespace Optimizers.Diagnostics.Logs;

/// <summary>What the columns of a log mean, guessed from their names.</summary>
internal sealed class LogColumns
{
    /// <summary>The name for the place in an epoch or run that a progress bar shows.</summary>
    public const string Progress = "the place of the progress bar";

    private static readonly string[] Validation = ["val", "valid", "validation", "eval", "evaluation", "dev", "holdout"];
    private static readonly string[] Testing = ["test", "testing"];
    private static readonly string[] Training = ["train", "training", "tr", "trn"];

    // Words that leave a loss what it is.
    private static readonly string[] Neutral =
        ["loss", "losses", "avg", "average", "mean", "total", "set", "batch", "step", "epoch", "running", "metrics"];

    // Words of the accuracy of the likeliest answer: that of the best five is another number.
    private static readonly string[] Accuracies = ["accuracy", "acc", "categorical", "sparse", "binary", "multiclass", "top", "top1", "acc1", "1"];

    private static readonly string[] Iterations =
        ["step", "global_step", "trainer_global_step", "train_global_step", "iteration", "iter", "_step", "steps", "num_updates", "it", "batch"];

    private readonly Dictionary<string, LogRole> _roles = [];

    private LogColumns()
    {
    }

    /// <summary>The columns that were guessed to mean something, in words: "val_loss: the loss on a holdout".</summary>
    public IReadOnlyList<string> InWords =>
        [.. _roles.Where(each => each.Value != LogRole.None).Select(each => $"{each.Key}: {InWordsOf(each.Value)}")];

    /// <summary>Guesses what columns mean. Each role is given once, to the column whose name says it best.</summary>
    /// <param name="names">All names, in the order of the log.</param>
    public static LogColumns Of(IEnumerable<string> names)
    {
        var columns = new LogColumns();
        var all = names.Distinct().ToList();
        var isEpochApart = all.Exists(name => Guess(name) is (LogRole.TrainingLoss, _) && Words(name).Contains("step"));
        foreach (var name in all)
            columns._roles[name] = LogRole.None;
        foreach (var role in all.Select(name => (Name: name, Guess: Guess(name))).Where(each => each.Guess.Role != LogRole.None)
            .Select(each => (each.Name, Role: RoleOf(each.Name, each.Guess.Role, isEpochApart), each.Guess.Distance))
            .GroupBy(each => each.Role))
        {
            columns._roles[role.MinBy(each => each.Distance).Name] = role.Key;
        }

        // "accuracy" beside "train_loss" and "valid_loss" is that of the holdout, unless it is said or that has a column of its own.
        if (columns.Of(LogRole.ValidationLoss) is not null && columns.Of(LogRole.ValidationAccuracy) is null
            && columns.Of(LogRole.TrainingAccuracy) is { } accuracy && !SaysWhichData(accuracy))
            columns._roles[accuracy] = LogRole.ValidationAccuracy;

        // "loss" of single steps beside "train loss" of evaluations.
        var isEvaluated = columns.Of(LogRole.EpochLoss) is null
            && columns.Of(LogRole.TrainingLoss) is { } step && !Words(step).Intersect(Training).Any();
        if (isEvaluated && all.Find(name => columns[name] == LogRole.None && IsPlainLoss(name) && Words(name).Intersect(Training).Any()) is { } mean)
            columns._roles[mean] = LogRole.EpochLoss;
        return columns;
    }

    /// <summary>What a column means.</summary>
    public LogRole this[string column] => _roles.GetValueOrDefault(column);

    /// <summary>The column of a role; null if there is none.</summary>
    public string? Of(LogRole role) => _roles.FirstOrDefault(each => each.Value == role).Key;

    /// <summary>Whether a name alone says a loss, a rate, a norm, a step or an epoch.</summary>
    public static bool IsKnown(string name) => Guess(name).Role != LogRole.None;

    /// <summary>Whether a name says a loss.</summary>
    public static bool IsLoss(string name) => Guess(name).Role is LogRole.TrainingLoss or LogRole.ValidationLoss or LogRole.TestLoss;

    /// <summary>How well a name says the number of a step, 0 for best; null if it does not.</summary>
    public static double? RankAsIteration(string name) => Guess(name) is (LogRole.Iteration, var rank) ? rank : null;

    /// <summary>Whether a name says a loss, and nothing that is not known: not "classifier loss".</summary>
    public static bool IsPlain(string name) => IsLoss(name) && StrangeWords(Words(name)) == 0;

    /// <summary>Whether a name says the training loss, or does not say which loss it is.</summary>
    public static bool IsPlainLoss(string name) => IsPlain(name) && Guess(name).Role == LogRole.TrainingLoss;

    /// <summary>Whether a name says the share of right answers, on whichever data.</summary>
    public static bool IsAccuracy(string name) =>
        Guess(name).Role is LogRole.TrainingAccuracy or LogRole.ValidationAccuracy or LogRole.TestAccuracy;

    /// <summary>Whether a name says which data a number is about: "validation/epoch_loss".</summary>
    public static bool SaysWhichData(string name) =>
        Words(name).Any(word => Training.Contains(word) || Validation.Contains(word) || Testing.Contains(word));

    /// <summary>Whether a name says which data it is about and nothing that is not known: "validation", "Loss_train", but not "train_7".</summary>
    public static bool SaysOnlyWhichData(string name) => SaysWhichData(name) && StrangeWords(Words(name)) == 0;

    // "train_loss_step" beside "train_loss_epoch", as Lightning writes them where both are asked for; of the other losses the epoch's.
    private static LogRole RoleOf(string name, LogRole role, bool isEpochApart) =>
        role == LogRole.TrainingLoss && isEpochApart && Words(name).Contains("epoch") ? LogRole.EpochLoss : role;

    // The distance tells columns of one role apart: the smaller, the plainer the name.
    private static (LogRole Role, double Distance) Guess(string name)
    {
        var plain = Plain(name);
        var words = Words(name);
        var position = Array.IndexOf(Iterations, plain);
        if (position >= 0)
            return (LogRole.Iteration, position);
        if (name == Progress)
            return (LogRole.Iteration, Iterations.Length);
        if (plain is "epoch" or "epochs" or "train_epoch" or "trainer_epoch")
            return (LogRole.Epoch, plain.Length);
        if (plain is "lr" or "learning_rate" || words is ["lr", ..] || plain.EndsWith("_lr", StringComparison.Ordinal)
            || plain.Contains("learning_rate", StringComparison.Ordinal))
            return (LogRole.LearningRate, words.Length);
        if (plain is "gnorm" || (plain.Contains("grad", StringComparison.Ordinal) && words.Contains("norm") && words.Length <= 4))
            return (LogRole.GradientNorm, words.Length);
        if (words.Contains("accuracy") || words.Contains("acc") || words.Contains("acc1"))
        {
            return StrangeWords([.. words.Except(Accuracies)]) > 0 ? (LogRole.None, 0)
                : (OfData(words, LogRole.TrainingAccuracy, LogRole.ValidationAccuracy, LogRole.TestAccuracy), words.Length);
        }

        if (!words.Contains("loss"))
            return (LogRole.None, 0);
        var role = OfData(words, LogRole.TrainingLoss, LogRole.ValidationLoss, LogRole.TestLoss);
        // Of validation losses the mean over the epoch counts, of training losses the single step.
        var isLesser = words.Contains(role == LogRole.TrainingLoss ? "epoch" : "step");
        return (role, (10 * StrangeWords(words)) + words.Length + (isLesser ? 5 : 0));
    }

    private static LogRole OfData(string[] words, LogRole training, LogRole validation, LogRole test) =>
        words.Intersect(Validation).Any() ? validation : words.Intersect(Testing).Any() ? test : training;

    private static int StrangeWords(string[] words) => words.Except(Validation).Except(Testing).Except(Training).Except(Neutral).Count();

    private static string[] Words(string name) => Plain(name).Split('_', StringSplitOptions.RemoveEmptyEntries);

    // "Train/Loss", "train loss" and "trainLoss" are the same words.
    private static string Plain(string name)
    {
        var plain = new System.Text.StringBuilder();
        var before = '_';
        foreach (var letter in name.Trim())
        {
            if (char.IsUpper(letter) && char.IsLower(before))
                plain.Append('_');
            plain.Append(char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_');
            before = letter;
        }

        return plain.ToString();
    }

    private static string InWordsOf(LogRole role) => role switch
    {
        LogRole.Iteration => "the number of the step",
        LogRole.Epoch => "the epoch",
        LogRole.TrainingLoss => "the training loss",
        LogRole.EpochLoss => "the training loss over an epoch",
        LogRole.ValidationLoss => "the loss on a holdout",
        LogRole.TestLoss => "the loss on the testing data",
        LogRole.TrainingAccuracy => "the accuracy on the training data",
        LogRole.ValidationAccuracy => "the accuracy on a holdout",
        LogRole.TestAccuracy => "the accuracy on the testing data",
        LogRole.LearningRate => "the learning rate",
        _ => "the gradient's norm",
    };
}
