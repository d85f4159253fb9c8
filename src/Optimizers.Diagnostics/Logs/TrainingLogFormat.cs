namespace Optimizers.Diagnostics;

/// <summary>Who wrote a training log.</summary>
public enum TrainingLogFormat
{
    /// <summary>A table with a header, separated by commas, semicolons or tabs.</summary>
    Csv,

    /// <summary>The table of Keras's <c>CSVLogger</c>: a row an epoch.</summary>
    KerasCsv,

    /// <summary>Lightning's <c>metrics.csv</c>: several sparse rows a step.</summary>
    LightningCsv,

    /// <summary>A CSV export of a chart of Weights &amp; Biases: a column a run, with its minimum and maximum beside it.</summary>
    WandbCsv,

    /// <summary>Event files of TensorBoard: one, or those of a folder with its parts, such as <c>train</c> and <c>validation</c>.</summary>
    TensorBoard,

    /// <summary>A CSV export of a curve of TensorBoard, or a folder of such.</summary>
    TensorBoardCsv,

    /// <summary>Hugging Face's <c>trainer_state.json</c>.</summary>
    TrainerState,

    /// <summary>A JSON object a line.</summary>
    JsonLines,

    /// <summary>What a program printed: keys with numbers, progress bars, simple tables.</summary>
    Prints,
}
