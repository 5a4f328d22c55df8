// dotnet-ef starts this project to reach the model; it does nothing when run.
Console.WriteLine("Use ./dev migrate NAME.");
