using Optimizers.Tool;

return WhyCommand.Run(args, Console.Out, Console.Error);
